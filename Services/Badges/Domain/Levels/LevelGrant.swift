import Primitives

/// A level that a member was given for some days, whatever it has grown.
package struct LevelGrant: Hashable, Sendable {
    /// The level's number, from 1 on.
    package let level: Int64
    /// The day on which it was given.
    package let firstDay: CalendarDay
    /// The last day on which it is the member's.
    package let lastDay: CalendarDay

    /// Describes a level that is given.
    package init(level: Int64, firstDay: CalendarDay, lastDay: CalendarDay) {
        self.level = level
        self.firstDay = firstDay
        self.lastDay = lastDay
    }
}

/// The level that counts for a member: the highest of the one that it has earned and those that it
/// was given and that still run.
package struct LevelInForce: Hashable, Sendable {
    /// Its number, 0 for none.
    package let level: Int64
    /// The days on which it is the member's by what it was given; nil where it is earned.
    package let days: ClosedRange<CalendarDay>?

    /// Finds the level that counts.
    ///
    /// - Parameters:
    ///   - earned: The level that the member has earned.
    ///   - grants: The levels that it was given and that still run, in any order.
    ///   - rules: The levels; of those that are gone the highest is meant that is left.
    package init(earned: Int64, _ grants: [LevelGrant], by rules: LevelRules) {
        let highest = Int64(rules.steps.count)
        let given = grants.map { min($0.level, highest) }.max() ?? 0
        level = max(earned, given)
        guard given > earned else {
            days = nil
            return
        }
        days = grants.filter { min($0.level, highest) == given }
            .map { $0.firstDay...max($0.firstDay, $0.lastDay) }
            .reduce(nil) { joined, days in
                guard let joined else { return days }
                let first = min(joined.lowerBound, days.lowerBound)
                return first...max(joined.upperBound, days.upperBound)
            }
    }
}
