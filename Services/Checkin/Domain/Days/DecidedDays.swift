import Primitives

/// How days were decided that a repair or its reversal counts anew.
///
/// No row says by which policy a missed day was decided, but the days around it tell what it took.
struct DecidedDays {
    /// The days that were not missed, in order, with the streaks that they had.
    let days: [DayRecord]
    /// The streak that there was, with today if it is checked.
    let streak: Streak
    /// The open day.
    let today: CalendarDay

    /// What missed days leave of a streak that is another than when they were decided.
    ///
    /// The policy in force judges them where it would have left then what was left. Else another
    /// one was in force at their end, and they take as much as they took then, be it all. So a
    /// streak that is not below what it was stays so.
    ///
    /// - Parameters:
    ///   - value: The streak before them, from 0 on.
    ///   - first: The first of them.
    ///   - end: The day after the last, at most the open one.
    ///   - loss: The policy in force.
    /// - Returns: The streak after them, from 0 on.
    func left(
        of value: Int64,
        from first: CalendarDay,
        to end: CalendarDay,
        _ loss: LossPolicy
    ) -> Int64 {
        let missed = end.days(since: first)
        guard missed > 0, let last = days.last(where: { $0.day < first }) else {
            return loss.left(of: value, after: missed)
        }
        let next = days.first { $0.day >= end }
        // A day that is repaired parts those that were missed with it.
        let whole = (next?.day ?? today).days(since: last.day) - 1
        let before = last.streak.value
        let after = next?.valueBefore ?? streak.value
        if loss.left(of: before, after: whole) == after {
            return loss.left(of: value, after: missed)
        }
        guard after > 0, after <= before else { return 0 }
        let (product, isOver) = (before - after).multipliedReportingOverflow(by: missed)
        return isOver ? 0 : max(0, value - product / whole)
    }
}

extension DayRecord {
    /// The streak's length before the day.
    fileprivate var valueBefore: Int64 { state.counts ? streak.value - 1 : streak.value }
}
