import Primitives

/// Everything that a page about a member's check-ins shows.
package struct StreakPage: Hashable, Sendable {
    /// What a day of the calendar is.
    package enum Mark: Hashable, Sendable {
        /// It was decided; or it is today and checked, or paused, or ahead and paused.
        case decided(DayState)
        /// It is today and can be checked.
        case open

        /// The mark's name on the wire.
        package var name: String {
            switch self {
            case .decided(let state): state.name
            case .open: "open"
            }
        }
    }

    /// A day of the calendar.
    package struct Entry: Hashable, Sendable {
        /// The day.
        package let day: CalendarDay
        /// What it is.
        package let mark: Mark
        /// Whether it could be made up now, price and month permitting.
        package let isRepairable: Bool
        /// Whether a make-up of it is under way.
        package let isUnderRepair: Bool
    }

    /// The next length of the streak that is awarded.
    package struct Next: Hashable, Sendable {
        /// The length.
        package let reach: Int64
        /// How many check-ins it is away.
        package let missing: Int64
        /// What is awarded for it, by every rule that awards it.
        package let parts: [DayAward.Part]
    }

    /// What happens if today is missed.
    package enum Loss: Hashable, Sendable {
        /// Nothing: there is no streak, none that can get shorter, or today is excused.
        case nothing
        /// The streak is lost.
        case lost
        /// A freeze covers the day; so many are left then.
        case frozen(left: Int64)
        /// The streak gets shorter.
        case decays(to: Int64)
    }

    /// The freezes of the member.
    package struct Freezes: Hashable, Sendable {
        /// How many are held.
        package let held: Int64
        /// How many more could be had.
        package let room: Int64
        /// The most that can be held.
        package let most: Int64
        /// What one costs, or nil where none is sold.
        package let price: Cost?
    }

    /// The make-ups that the member can make.
    package struct MakeUps: Hashable, Sendable {
        /// How many are left this month.
        package let left: Int64
        /// What the next one costs: the first of these that the member has; free where empty.
        package let costs: [Cost]
        /// The first day that can be repaired, if it was missed.
        package let first: CalendarDay
        /// When the count begins anew.
        package let resetsAt: Instant
    }

    /// The open day.
    package let today: CalendarDay
    /// Whether it is checked.
    package let isChecked: Bool
    /// When it ends.
    package let endsAt: Instant
    /// The zone of the member's days.
    package let zone: Zone
    /// The zone that comes into force next, if one was asked for.
    package let waiting: DayClock.Change?
    /// The streak.
    package let streak: Streak
    /// How many days of today's month count.
    package let monthDays: Int64
    /// What today earns, or would earn, if that is known.
    package let todayAward: DayAward?
    /// What tomorrow would earn, today being checked.
    package let tomorrowAward: DayAward
    /// The next length that is awarded, or nil where there is none.
    package let next: Next?
    /// What happens if today is missed, or nil where it is checked.
    package let ifMissed: Loss?
    /// The freezes, or nil where there are none.
    package let freezes: Freezes?
    /// The make-ups, or nil where there are none.
    package let makeUps: MakeUps?
    /// How many more days of this year can be paused, or nil where none can.
    package let pausesLeft: Int64?
    /// The paused days of this year and later ones.
    package let pauses: [ClosedRange<CalendarDay>]
    /// The days of the month that was asked for, from the member's first on; of those ahead only
    /// what is paused.
    package let calendar: [Entry]
}
