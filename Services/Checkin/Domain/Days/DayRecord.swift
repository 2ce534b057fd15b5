import Primitives

/// A decided day that was not missed, or today once it is checked, with the streak after it.
///
/// A day from the member's first on that is before today and has no record was missed.
package struct DayRecord: Hashable, Sendable {
    /// The day.
    package let day: CalendarDay
    /// What it was decided to be; never `.missed`.
    package let state: DayState
    /// The streak after the day.
    package let streak: Streak

    /// Joins a day, its state and the streak after it.
    package init(day: CalendarDay, state: DayState, streak: Streak) {
        self.day = day
        self.state = state
        self.streak = streak
    }
}
