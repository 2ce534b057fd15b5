import Primitives

/// What makes members grow.
package struct GrowthRules: Hashable, Sendable {
    /// One kind of behaviour that counts, and how much.
    package struct Rule: Hashable, Sendable {
        /// What is counted, each day by itself: a count, or a sum.
        package let measure: Measure
        /// How much growth there is for each whole `per` of it.
        package let growth: Int64
        /// How much of the measure makes one portion of growth.
        package let per: Int64
        /// How much growth a day may bring at most.
        package let capPerDay: Int64

        /// Describes a rule; of the measure's span only the day counts.
        package init(
            _ measure: Measure,
            growth: Int64,
            per: Int64 = 1,
            capPerDay: Int64 = .max
        ) {
            self.measure = measure.over(.day)
            self.growth = growth
            self.per = per
            self.capPerDay = capPerDay
        }

        /// The growth of a day on which the measure comes to so much.
        package func growth(of value: Int64) -> Int64 {
            guard value > 0, per > 0 else { return 0 }
            let (growth, isOver) = (value / per).multipliedReportingOverflow(by: growth)
            return min(isOver ? .max : growth, capPerDay)
        }
    }

    /// Which days count for the growth that a member has.
    package enum Reach: Hashable, Sendable {
        /// All days of its life.
        case life
        /// The days of the calendar year.
        case calendarYear
        /// So many months up to now, 1 to 120.
        case lastMonths(Int64)

        /// The first day that counts on a day, or nil where all do.
        package func firstDay(on day: CalendarDay) -> CalendarDay? {
            switch self {
            case .life: nil
            case .calendarYear: CalendarDay(year: day.date.year, month: 1, day: 1)
            case .lastMonths(let months): day.adding(months: -months).following
            }
        }
    }

    /// What counts.
    package let rules: [Rule]
    /// Which days of it.
    package let reach: Reach

    /// Describes what makes members grow.
    package init(_ rules: [Rule], over reach: Reach = .life) {
        self.rules = rules
        self.reach = reach
    }

    /// Nobody grows.
    package static let none = GrowthRules([])

    /// The measures that decide it.
    package var measures: Set<Measure> { Set(rules.map(\.measure)) }
}

extension CalendarDay {
    /// The same day of the month so many months later, or that month's last day where it is
    /// shorter.
    package func adding(months: Int64) -> CalendarDay {
        let sum = month.monthsSinceYearZero.addingClamped(months)
        let target = CalendarMonth(monthsSinceYearZero: sum)
        return min(target.firstDay.adding(date.day - 1), target.lastDay)
    }
}
