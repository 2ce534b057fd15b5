import Primitives

/// Which day it is for one member, whatever zones it has been in.
///
/// Today never goes back: it is the later of the date in the zone in force and the last day that
/// was open. Days end one after another, by `closeToday`, so that each is decided once.
package struct DayClock: Hashable, Sendable {
    /// A zone that was asked for and is not yet in force.
    package struct Change: Hashable, Sendable {
        /// The zone.
        package let zone: Zone
        /// When it comes into force.
        package let at: Instant

        /// Joins a zone and an instant.
        package init(zone: Zone, at: Instant) {
            self.zone = zone
            self.at = at
        }
    }

    /// The zone in force.
    package internal(set) var zone: Zone
    /// The zone that comes into force next, if one was asked for.
    package internal(set) var waiting: Change?
    /// When the zone changed last, or nil where it never did.
    package internal(set) var lastChange: Instant?
    /// When the newest member token was issued that has been heard, or nil before the first.
    package internal(set) var newestToken: Instant?
    /// The day that is open.
    package internal(set) var today: CalendarDay
    /// When the open day began to be open.
    package internal(set) var openedAt: Instant

    /// The clock as it was stored.
    package init(
        zone: Zone,
        waiting: Change? = nil,
        lastChange: Instant? = nil,
        newestToken: Instant? = nil,
        today: CalendarDay,
        openedAt: Instant
    ) {
        self.zone = zone
        self.waiting = waiting
        self.lastChange = lastChange
        self.newestToken = newestToken
        self.today = today
        self.openedAt = openedAt
    }

    /// The clock of a member that is new at an instant.
    package init(zone: Zone, at now: Instant, dayStartMs: Int64) {
        let today = zone.day(of: now, dayStartMs: dayStartMs)
        self.init(
            zone: zone,
            today: today,
            openedAt: zone.start(of: today, dayStartMs: dayStartMs)
        )
    }

    /// When a day ends that is open or ahead, by the zones that are known now.
    ///
    /// - Parameters:
    ///   - day: Today or a later day.
    ///   - dayStartMs: The local time at which a day begins.
    /// - Returns: The first instant at which it is over.
    package func end(of day: CalendarDay, dayStartMs: Int64) -> Instant {
        var end = zone.start(of: day.following, dayStartMs: dayStartMs)
        if let waiting, end >= waiting.at {
            let later = waiting.zone.start(of: day.following, dayStartMs: dayStartMs)
            end = max(waiting.at, later)
        }
        return max(openedAt, end)
    }

    /// Ends the open day and opens the one after it.
    ///
    /// - Returns: What the day that has ended was like.
    mutating func closeToday(dayStartMs: Int64) -> EndedDay {
        let end = end(of: today, dayStartMs: dayStartMs)
        if let waiting, waiting.at <= end { bring(waiting) }
        let isAbsent =
            openedAt == end
            && zone.start(of: today, dayStartMs: dayStartMs)
                == zone.start(of: today.following, dayStartMs: dayStartMs)
        let isCut = lastChange.map { openedAt <= $0 && $0 <= end } ?? false
        let day = EndedDay(
            day: today,
            end: end,
            isAbsent: isAbsent,
            isShort: isCut && openedAt.milliseconds(before: end) < Self.shortMs
        )
        today = today.following
        openedAt = end
        return day
    }

    /// Moves to the day that it is at an instant, without ending the days between.
    mutating func skip(to day: CalendarDay, dayStartMs: Int64) {
        guard day > today else { return }
        today = day
        openedAt = max(openedAt, zone.start(of: day, dayStartMs: dayStartMs))
    }

    /// Brings a zone into force whose time has come.
    mutating func bringWaiting(by now: Instant) {
        if let waiting, waiting.at <= now { bring(waiting) }
    }

    private mutating func bring(_ change: Change) {
        zone = change.zone
        lastChange = change.at
        waiting = nil
    }

    /// A day of which a change of zone leaves less is optional: 12 hours.
    private static let shortMs: Int64 = 43_200_000
}

/// A day that has ended.
struct EndedDay: Hashable {
    let day: CalendarDay
    /// When it ended.
    let end: Instant
    /// Whether the zone itself skips the date.
    let isAbsent: Bool
    /// Whether a change of zone skipped it, or left under 12 hours of it.
    let isShort: Bool
}

extension Instant {
    /// How many milliseconds later another instant is; at the ends of 64 bits, as many as fit.
    func milliseconds(before other: Instant) -> Int64 {
        let (span, isOver) = other.milliseconds.subtractingReportingOverflow(milliseconds)
        return isOver ? (milliseconds < 0 ? .max : .min) : span
    }

    /// The instant that many milliseconds later; at the ends of 64 bits, the first or the last.
    func adding(milliseconds span: Int64) -> Instant {
        let (sum, isOver) = milliseconds.addingReportingOverflow(span)
        return Instant(milliseconds: isOver ? (span < 0 ? .min : .max) : sum)
    }
}
