import Primitives

extension DayClock {
    /// The time for which a change of zone keeps the next one from taking effect: 7 days.
    private static let restMs: Int64 = 604_800_000

    /// Hears the zone that a member token asks for.
    ///
    /// The zone in force cancels a waiting change. Another one comes into force when the day that
    /// is open has ended in both zones; where less than 7 days have passed since the last change,
    /// when the day that is open at their end has. A token that is not newer than the newest one
    /// heard changes nothing.
    ///
    /// - Parameters:
    ///   - asked: The zone.
    ///   - issuedAt: When the token was issued.
    ///   - dayStartMs: The local time at which a day begins.
    mutating func hear(_ asked: Zone, issuedAt: Instant, dayStartMs: Int64) {
        if let newestToken, issuedAt <= newestToken { return }
        newestToken = issuedAt
        ask(for: asked, dayStartMs: dayStartMs)
    }

    /// Asks for a zone, as `hear` does, without a token.
    mutating func ask(for asked: Zone, dayStartMs: Int64) {
        guard asked.name != zone.name else {
            waiting = nil
            return
        }
        if waiting?.zone.name == asked.name { return }
        var day = today
        if let lastChange {
            let rested = lastChange.adding(milliseconds: Self.restMs)
            day = max(day, zone.day(of: rested, dayStartMs: dayStartMs))
        }
        let next = day.following
        let end = max(
            zone.start(of: next, dayStartMs: dayStartMs),
            asked.start(of: next, dayStartMs: dayStartMs)
        )
        waiting = Change(zone: asked, at: max(end, openedAt))
    }

    /// Takes a zone at once, as a member does that has not checked in yet: it has no day that
    /// could be opened again, so today is the date in that zone.
    mutating func adopt(_ asked: Zone, at now: Instant, dayStartMs: Int64) {
        zone = asked
        waiting = nil
        today = asked.day(of: now, dayStartMs: dayStartMs)
        openedAt = asked.start(of: today, dayStartMs: dayStartMs)
    }
}
