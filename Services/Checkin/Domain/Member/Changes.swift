import Primitives

/// What has changed in a member's rows.
package struct Changes: Hashable, Sendable {
    /// The day rows to write, by day.
    package internal(set) var days: [CalendarDay: DayRecord] = [:]
    /// The days whose rows are to be removed: missed again.
    package internal(set) var removedDays: Set<CalendarDay> = []
    /// The grants that were made.
    package internal(set) var grants: [Grant] = []
    /// The grants that stand no longer, or with fewer items, as one of `grants`.
    package internal(set) var takenBack: [Grant] = []
    /// The make-ups to write, by id.
    package internal(set) var makeUps: [TimeOrderedID: MakeUp] = [:]
    /// What is to be told, in order.
    package internal(set) var events: [CheckinEvent] = []

    /// No changes.
    package init() {}

    mutating func put(_ record: DayRecord) {
        days[record.day] = record
        removedDays.remove(record.day)
    }

    mutating func remove(_ day: CalendarDay) {
        days[day] = nil
        removedDays.insert(day)
    }
}

/// Something that others are told of a member's check-ins.
package struct CheckinEvent: Hashable, Sendable {
    /// What it is.
    package enum Kind: Hashable, Sendable {
        /// The member checked in.
        case checkedIn
        /// A missed day was made up.
        case madeUp(TimeOrderedID)
        /// A make-up was undone, and its event with it.
        case makeUpReversed(TimeOrderedID)
        /// A freeze covered a missed day.
        case frozen
        /// A missed day ended a streak of that length.
        case streakLost(Int64)
    }

    /// What it is.
    package let kind: Kind
    /// The day on which it lies.
    package let day: CalendarDay
    /// When it happened.
    package let at: Instant
    /// The streak after it.
    package let streak: Int64
}
