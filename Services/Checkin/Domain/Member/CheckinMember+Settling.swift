import Primitives

extension CheckinMember {
    /// So many days are looked at one by one at most, once nothing of the streak can change.
    private static let horizon: Int64 = 800

    /// Decides the days that have ended, in order, each once.
    ///
    /// A read settles a copy. The work is bounded by the streak, the freezes and the pauses that
    /// the member has, and by 800 days.
    package mutating func settle(to now: Instant, _ rules: CheckinRules) {
        let dayStartMs = rules.dayStartMs
        guard firstDay != nil else {
            clock.bringWaiting(by: now)
            let date = clock.zone.day(of: now, dayStartMs: dayStartMs)
            return clock.skip(to: date, dayStartMs: dayStartMs)
        }
        while clock.end(of: clock.today, dayStartMs: dayStartMs) <= now {
            decide(clock.closeToday(dayStartMs: dayStartMs), rules)
            if isAtRest(rules) { skipMissed(to: now, dayStartMs: dayStartMs) }
        }
        clock.bringWaiting(by: now)
    }

    /// Hears the zone that a member token asks for, after settling.
    ///
    /// Where the programme does not allow own zones, its own zone is asked for instead. A member
    /// of whom no token was heard and who has not checked in yet is in the zone at once.
    ///
    /// - Parameters:
    ///   - asked: The token's zone; the programme's where the token has none.
    ///   - issuedAt: When the token was issued.
    ///   - now: The instant that it is.
    ///   - rules: The rules in force.
    package mutating func hear(
        _ asked: Zone,
        issuedAt: Instant,
        at now: Instant,
        _ rules: CheckinRules
    ) {
        settle(to: now, rules)
        guard rules.allowsOwnZones else {
            return clock.ask(for: rules.zone, dayStartMs: rules.dayStartMs)
        }
        if clock.newestToken == nil, firstDay == nil {
            clock.newestToken = issuedAt
            return clock.adopt(asked, at: now, dayStartMs: rules.dayStartMs)
        }
        clock.hear(asked, issuedAt: issuedAt, dayStartMs: rules.dayStartMs)
    }

    /// When settling will next change the streak or use a freeze, or nil where it never will.
    package func nextDue(_ rules: CheckinRules) -> Instant? {
        guard firstDay != nil, !isAtRest(rules) else { return nil }
        let day = isChecked ? clock.today.following : clock.today
        return clock.end(of: day, dayStartMs: rules.dayStartMs)
    }

    /// Whether a missed day would change nothing.
    private func isAtRest(_ rules: CheckinRules) -> Bool {
        guard streak.value > 0 else { return true }
        return freezes.held == 0 && rules.loss.left(of: streak.value, after: 1) == streak.value
    }

    /// Passes over days of a long absence that can only be missed.
    private mutating func skipMissed(to now: Instant, dayStartMs: Int64) {
        guard clock.waiting == nil, pauses.last.map({ $0.upperBound < clock.today }) ?? true
        else { return }
        let date = clock.zone.day(of: now, dayStartMs: dayStartMs)
        clock.skip(to: date.adding(-Self.horizon), dayStartMs: dayStartMs)
    }

    private mutating func decide(_ ended: EndedDay, _ rules: CheckinRules) {
        let day = ended.day
        if lastChecked == day { return }
        if pauses.contains(where: { $0.contains(day) }) { return put(day, .paused) }
        if ended.isAbsent || ended.isShort && skips.excuse(day) { return put(day, .skipped) }
        if streak.value > 0, freezes.held > 0 {
            freezes.use()
            put(day, .frozen)
            return tell(.frozen, day, at: ended.end)
        }
        let lost = streak.value
        streak = streak.after(missed: 1, rules.loss)
        guard lost > 0, streak.value == 0 else { return }
        highestGrant = 0
        tell(.streakLost(lost), day, at: ended.end)
    }

    /// Writes a day that was not missed.
    mutating func put(_ day: CalendarDay, _ state: DayState) {
        streak = streak.after(day, state)
        let record = DayRecord(day: day, state: state, streak: streak)
        days.append(record)
        changes.put(record)
    }

    mutating func tell(_ kind: CheckinEvent.Kind, _ day: CalendarDay, at instant: Instant) {
        changes.events.append(
            CheckinEvent(kind: kind, day: day, at: instant, streak: streak.value)
        )
    }
}
