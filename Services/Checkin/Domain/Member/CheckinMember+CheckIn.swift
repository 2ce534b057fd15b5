import Primitives

extension CheckinMember {
    /// Checks in today.
    ///
    /// - Parameters:
    ///   - claimed: The day that the caller takes for today, or nil where it does not say.
    ///   - now: The instant that it is.
    ///   - facts: What is known of the member.
    ///   - rules: The rules in force.
    /// - Returns: What it earns, and the streak.
    /// - Throws: `.notYetOpen`, `.over` or `.alreadyChecked`; then nothing is checked.
    package mutating func checkIn(
        _ claimed: CalendarDay? = nil,
        at now: Instant,
        _ facts: MemberFacts,
        _ rules: CheckinRules
    ) throws(CheckInRefusal) -> CheckInOutcome {
        settle(to: now, rules)
        try mayCheckIn(claimed ?? today, rules)
        let occasion = AwardOccasion(
            day: today,
            programmeDay: rules.programmeDay(at: now),
            facts: facts
        )
        let award = check(on: occasion, rules)
        tell(.checkedIn, today, at: now)
        let start = streak.start ?? today
        return CheckInOutcome(
            day: today,
            award: award,
            takeBacks: withheld(award, on: today) { $0 >= start.preceding },
            streak: streak,
            monthDays: month.days,
            endsAt: clock.end(of: today, dayStartMs: rules.dayStartMs)
        )
    }

    private func mayCheckIn(
        _ claimed: CalendarDay,
        _ rules: CheckinRules
    ) throws(CheckInRefusal) {
        if claimed > today {
            let opens = clock.end(of: claimed.preceding, dayStartMs: rules.dayStartMs)
            throw .notYetOpen(today: today, opens: opens)
        }
        if claimed < today {
            let end = clock.zone.start(of: claimed.following, dayStartMs: rules.dayStartMs)
            throw .over(today: today, closed: min(end, clock.openedAt))
        }
        if isChecked { throw .alreadyChecked(today) }
    }

    /// Counts the occasion's day, which is not checked yet, and answers what it earns.
    mutating func check(on occasion: AwardOccasion, _ rules: CheckinRules) -> DayAward {
        let day = occasion.day
        pauses.remove(day)
        firstDay = firstDay ?? day
        lastChecked = day
        checkIns += 1
        put(day, .checked)
        month.add(day)
        let granted = milestonesReached(on: day, rules) + cumulativeReached(on: day, rules)
        for grant in granted { add(grant) }
        var parts = base(rules)
        parts += granted.map {
            DayAward.Part(source: $0.source, reach: $0.reach, items: $0.items)
        }
        if let every = rules.freezes?.every, every > 0, checkIns % every == 0 {
            parts.append(
                DayAward.Part(source: .freezeEvery(every), reach: checkIns, items: [.freezes(1)])
            )
        }
        let award = DayAward(
            parts,
            rules.allMultipliers.counted(on: occasion),
            room: freezes.room(rules.freezes)
        )
        freezes.give(award.freezes)
        return award
    }

    /// Adds a grant to those that stand.
    mutating func add(_ grant: Grant) {
        grants.append(grant)
        changes.grants.append(grant)
        noteReach(of: grant)
    }

    /// Has later check-ins look for a grant, as it stands or is being taken back.
    mutating func noteReach(of grant: Grant) {
        if grant.source.isMilestone { highestGrant = max(highestGrant, grant.reach) }
        if case .cumulative = grant.source { month.noteGrant(of: grant.reach, on: grant.day) }
    }

    private func base(_ rules: CheckinRules) -> [DayAward.Part] {
        guard !rules.base.isEmpty else { return [] }
        let index = Int((streak.value - 1) % Int64(rules.base.count))
        let items = rules.base[index].items
        return items.isEmpty ? [] : [DayAward.Part(source: .base, items: items)]
    }

    private func milestonesReached(on day: CalendarDay, _ rules: CheckinRules) -> [Grant] {
        let (value, start) = (streak.value, streak.start ?? day)
        return rules.milestones.compactMap { milestone in
            guard milestone.next(above: value - 1) == value else { return nil }
            guard !stands(milestone.source, value, since: start) else { return nil }
            let items = milestone.award.items
            return Grant(source: milestone.source, reach: value, day: day, items: items)
        }
    }

    /// Whether a milestone stands in the open streak.
    ///
    /// A grant lies on the day before it only where a reversal has left it there.
    func stands(_ source: AwardSource, _ reach: Int64, since start: CalendarDay) -> Bool {
        grants.contains {
            $0.source == source && $0.reach == reach && $0.day >= start.preceding
        }
    }

    private func cumulativeReached(on day: CalendarDay, _ rules: CheckinRules) -> [Grant] {
        cumulativeAwards(of: month.days, in: day.month, rules).map {
            Grant(
                source: .cumulative(days: $0.days),
                reach: $0.days,
                day: day,
                items: $0.award.items
            )
        }
    }

    /// The awards for a number of days of a month that do not stand yet.
    func cumulativeAwards(
        of count: Int64,
        in month: CalendarMonth,
        _ rules: CheckinRules
    ) -> [CumulativeAward] {
        rules.cumulative.filter { award in
            award.days == count
                && !grants.contains {
                    $0.source == .cumulative(days: award.days) && $0.day.month == month
                }
        }
    }
}

extension CheckinRules {
    /// The day that it is in the programme's zone.
    package func programmeDay(at now: Instant) -> CalendarDay {
        zone.day(of: now, dayStartMs: dayStartMs)
    }
}
