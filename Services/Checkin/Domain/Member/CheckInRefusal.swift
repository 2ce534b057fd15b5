import Primitives

/// Why a check-in is refused.
package enum CheckInRefusal: Error, Hashable, Sendable {
    /// The day that was asked for has not begun; it will be open from an instant on.
    case notYetOpen(today: CalendarDay, opens: Instant)
    /// The day that was asked for is over since an instant.
    case over(today: CalendarDay, closed: Instant)
    /// Today is checked in already; nothing is done twice.
    case alreadyChecked(CalendarDay)
}

/// What a check-in did.
package struct CheckInOutcome: Hashable, Sendable {
    /// The day that is checked.
    package let day: CalendarDay
    /// What it earns.
    package let award: DayAward
    /// What is being taken back of that which it earns, and has to be before it is handed out.
    package let takeBacks: [TakeBack]
    /// The streak with it.
    package let streak: Streak
    /// How many days of its month count with it.
    package let monthDays: Int64
    /// When the day ends.
    package let endsAt: Instant
}
