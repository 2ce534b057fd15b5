import Primitives

/// The day and the hour in which a play began, in the programme's zone.
package struct PlayPeriod: Hashable, Sendable {
    /// The day.
    package let day: CalendarDay
    /// The hour, numbered through all days.
    ///
    /// Where clocks go back, the hour that comes twice is one, and no hour comes after a later one.
    package let hour: Int64

    /// The period as it was stored.
    package init(day: CalendarDay, hour: Int64) {
        self.day = day
        self.hour = hour
    }

    /// The period of an instant.
    package init(at now: Instant, in zone: Zone) {
        day = zone.day(of: now)
        hour = zone.hour(of: now)
    }

    /// The period, or, where a member has played in a later day or hour already, that one.
    ///
    /// Periods never go back; so what comes late with an earlier instant counts in the newest.
    init(at now: Instant, in zone: Zone, notBefore player: Player) {
        let own = PlayPeriod(at: now, in: zone)
        let day = max(own.day.daysSinceEpoch, player.onDay.period)
        self.day = CalendarDay(daysSinceEpoch: day)
        hour = max(own.hour, player.inHour.period)
    }

    /// When the hour ends by the programme's clock: the first instant of a later one.
    func endOfHour(in zone: Zone) -> Instant {
        let next = hour.clampedSum(1)
        let rest = next % Self.hoursOfDay
        let ofDay = rest < 0 ? rest + Self.hoursOfDay : rest
        let days = next.clampedDifference(ofDay) / Self.hoursOfDay
        return zone.start(
            of: CalendarDay(daysSinceEpoch: days),
            dayStartMs: ofDay * Self.hourMs
        )
    }

    private static let hourMs: Int64 = 3_600_000
    private static let hoursOfDay: Int64 = 24
}
