import Primitives
import Storage

/// Numbers of days that are gathered while many things are done in one commit, so that each is
/// stored once for all of them.
package struct DayTally<Number: DayNumber>: Sendable {
    private struct Place: Hashable {
        let day: CalendarDay
        let number: Number
        let item: String
    }

    private var sums: [Place: (count: Int64, amount: Int64)] = [:]

    /// Nothing yet.
    package init() {}

    /// Counts something on a day.
    ///
    /// - Parameters:
    ///   - number: What is counted.
    ///   - item: What tells it from others of the same number, or empty.
    ///   - count: How often; below 0 where something is taken back.
    ///   - amount: How much that is in all.
    ///   - day: The day.
    package mutating func add(
        _ number: Number,
        _ item: String = "",
        of count: Int64 = 1,
        amount: Int64 = 0,
        on day: CalendarDay
    ) {
        let place = Place(day: day, number: number, item: item)
        let former = sums[place] ?? (0, 0)
        let (sum, isOver) = former.amount.addingReportingOverflow(amount)
        // A commit has few things, so only amounts could pass 64 bits.
        sums[place] = (former.count &+ count, isOver ? .max : sum)
    }

    /// Counts all that another one has gathered.
    package mutating func add(_ other: DayTally) {
        for (place, sum) in other.sums {
            add(place.number, place.item, of: sum.count, amount: sum.amount, on: place.day)
        }
    }

    fileprivate func each(
        _ body: (Number, String, Int64, Int64, CalendarDay) throws -> Void
    )
        rethrows
    {
        for (place, sum) in sums where sum != (0, 0) {
            try body(place.number, place.item, sum.count, sum.amount, place.day)
        }
    }
}

extension Transaction {
    /// Adds what was gathered to the numbers of the days.
    package borrowing func count(_ tally: DayTally<some DayNumber>) {
        tally.each { number, item, count, amount, day in
            self.count(number, item, of: count, amount: amount, on: day)
        }
    }
}
