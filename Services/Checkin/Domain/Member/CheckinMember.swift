import Primitives

/// All that is known of one member's check-ins, and what changes it.
///
/// Commands settle first: they decide the days that have ended. What they change is in the value
/// itself and, as rows, in `changes`. Of the history a service loads, before the command, only
/// what it needs:
///
/// - Settling, pauses and freezes need no rows.
/// - A check-in needs the standing grants since `grantsNeeded(at:_:)`, if that is a day, and what
///   is being taken back then.
/// - A make-up that is finished or reversed needs the days since `daysNeeded(toRepair:)`, with
///   the newest one before; then the standing grants since `grantsNeeded(toRepair:)`, and one
///   that is finished also what is being taken back. One that begins needs the record of its day,
///   if there is one.
/// - These three need the make-ups that are pending, those made in the month that it is in the
///   programme's zone, and the one that is named.
/// - A page needs the make-ups and the grants as a check-in does, and is given the days of its
///   month.
package struct CheckinMember: Hashable, Sendable {
    /// Which day it is for the member.
    package internal(set) var clock: DayClock
    /// The day of the first check-in, or nil before it; days before it are never decided.
    package internal(set) var firstDay: CalendarDay?
    /// The day of the last check-in, or nil before the first.
    package internal(set) var lastChecked: CalendarDay?
    /// How many check-ins were made in all; a made-up day is none.
    package internal(set) var checkIns: Int64
    /// The streak, with today if it is checked.
    package internal(set) var streak: Streak
    /// No milestone stands in the open streak, or is being taken back there, for a length above
    /// this.
    package internal(set) var highestGrant: Int64
    /// The days that count in the month of the last one that does.
    package internal(set) var month: MonthCount
    /// The freezes.
    package internal(set) var freezes: FreezeCount
    /// How many days of a year a change of zone has excused.
    package internal(set) var skips: SkipCount
    /// The paused days of this year and later ones, in order, without overlap.
    package internal(set) var pauses: [ClosedRange<CalendarDay>]
    /// Make-ups, as far as they are loaded.
    package internal(set) var makeUps: [MakeUp]
    /// Decided days that were not missed, and today if it is checked, in order, as far as they
    /// are loaded.
    package internal(set) var days: [DayRecord]
    /// Standing grants, as far as they are loaded.
    package internal(set) var grants: [Grant]
    /// What reversals take back, in their order, as far as it is loaded.
    package private(set) var takeBacks: [TakeBack] = []
    /// What has changed since the member was loaded.
    package internal(set) var changes = Changes()

    /// The member as it was stored.
    package init(
        clock: DayClock,
        firstDay: CalendarDay?,
        lastChecked: CalendarDay?,
        checkIns: Int64,
        streak: Streak,
        highestGrant: Int64,
        month: MonthCount,
        freezes: FreezeCount,
        skips: SkipCount,
        pauses: [ClosedRange<CalendarDay>],
        makeUps: [MakeUp] = [],
        days: [DayRecord] = [],
        grants: [Grant] = []
    ) {
        self.clock = clock
        self.firstDay = firstDay
        self.lastChecked = lastChecked
        self.checkIns = checkIns
        self.streak = streak
        self.highestGrant = highestGrant
        self.month = month
        self.freezes = freezes
        self.skips = skips
        self.pauses = pauses
        self.makeUps = makeUps
        self.days = days
        self.grants = grants
    }

    /// A member that is new at an instant, in the programme's zone.
    package init(at now: Instant, rules: CheckinRules) {
        let clock = DayClock(zone: rules.zone, at: now, dayStartMs: rules.dayStartMs)
        self.init(
            clock: clock,
            firstDay: nil,
            lastChecked: nil,
            checkIns: 0,
            streak: Streak(),
            highestGrant: 0,
            month: MonthCount(month: clock.today.month),
            freezes: FreezeCount(held: rules.freezes.map { min($0.atStart, $0.most) } ?? 0),
            skips: SkipCount(year: clock.today.date.year),
            pauses: []
        )
    }

    /// The open day, as of the last settling.
    package var today: CalendarDay { clock.today }

    /// Whether the member has checked in today.
    package var isChecked: Bool { lastChecked == clock.today }

    /// The day since which a check-in or a page must know the standing grants.
    ///
    /// - Parameters:
    ///   - now: The instant of the check-in.
    ///   - rules: The rules in force.
    /// - Returns: The day, or nil where no grant matters, as is the rule.
    package func grantsNeeded(at now: Instant, _ rules: CheckinRules) -> CalendarDay? {
        var member = self
        // With decay, the days that have ended can bring the streak below what it was granted.
        member.settle(to: now, rules)
        let streak = member.streak
        guard member.highestGrant > streak.value || month.highestGrant > month.days else {
            return nil
        }
        return min((streak.start ?? member.today).preceding, month.month.firstDay)
    }

    /// The day since which a repair must know the days, with the newest one before it.
    package func daysNeeded(toRepair day: CalendarDay) -> CalendarDay { day.month.firstDay }

    /// The day since which a repair must know the standing grants, once the days are loaded.
    package func grantsNeeded(toRepair day: CalendarDay) -> CalendarDay {
        let start = days.last { $0.day < day }?.streak.start
        return min((start ?? day).preceding, day.month.firstDay)
    }

    /// Takes rows of the history, which are older than what has been settled since it was loaded.
    package mutating func load(days: [DayRecord]) { self.days = days + self.days }

    /// Takes standing grants, before anything is granted.
    package mutating func load(grants: [Grant]) { self.grants = grants }

    /// Takes what is being taken back, each `kept(before:)` the days that follow it.
    package mutating func load(takeBacks: [TakeBack]) { self.takeBacks = takeBacks }

    /// Forgets what has changed, as a service does that has stored it.
    package mutating func clearChanges() { changes = Changes() }
}
