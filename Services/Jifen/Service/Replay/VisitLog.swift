import Primitives

/// Days on which members came: a day of a log of purchases on which a customer bought something.
package struct VisitLog: Sendable {
    /// Who came on one day.
    package struct Day: Sendable {
        /// The day.
        package let day: CalendarDay
        /// The members, at least one, each once.
        package let members: [String]
    }

    /// The days, the earliest first.
    package let days: [Day]

    /// The visits of a log of purchases; what a customer bought twice on a day is one visit.
    package init(_ log: PurchaseFile) {
        days = log.days.map { day in
            var seen: Set<String> = []
            let members = day.purchases.map(\.customer).filter { seen.insert($0).inserted }
            return Day(day: day.day, members: members)
        }
    }

    /// How many visits there are.
    package var count: Int { days.reduce(0) { $0 + $1.members.count } }
}
