import Primitives

/// The most that one rule grants within a period.
package struct EarningCap: Hashable, Sendable {
    /// For whom it counts.
    package enum Scope: String, Sendable {
        /// For each member by itself.
        case member
        /// For all members together.
        case programme
    }

    /// How long it counts.
    package enum Period: String, Sendable {
        case day, month, total
    }

    /// What becomes of an event that would pass it.
    package enum Excess: String, Sendable {
        /// It is granted what is left.
        case clip
        /// It is granted nothing.
        case refuse
    }

    /// For whom it counts.
    package let scope: Scope
    /// How long it counts, in calendar days and months of the programme's zone.
    package let period: Period
    /// The most, from 1 on.
    package let points: Points
    /// What becomes of an event that would pass it.
    package let excess: Excess

    /// Joins the parts of a cap.
    package init(scope: Scope, period: Period, points: Points, excess: Excess) {
        self.scope = scope
        self.period = period
        self.points = points
        self.excess = excess
    }

    /// Where what a rule grants for an event of a day is counted.
    func counter(of rule: RuleID, on day: CalendarDay) -> CapCounter {
        let key: Int64
        switch period {
        case .day: key = day.daysSinceEpoch
        case .month: key = day.date.year * 12 + day.date.month
        case .total: key = 0
        }
        return CapCounter(rule: rule, scope: scope, period: period, key: key)
    }
}
