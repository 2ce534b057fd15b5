import Primitives

extension CheckinMember {
    /// What the page shows, computed without changing the member.
    ///
    /// - Parameters:
    ///   - month: The month of the calendar; nil for today's.
    ///   - days: The member's day rows of that month, in order.
    ///   - earned: What today has earned, if it is checked and that is known.
    ///   - now: The instant that it is.
    ///   - facts: What is known of the member.
    ///   - rules: The rules in force.
    /// - Returns: The page.
    package func page(
        of month: CalendarMonth? = nil,
        days: [DayRecord],
        earned: DayAward? = nil,
        at now: Instant,
        _ facts: MemberFacts,
        _ rules: CheckinRules
    ) -> StreakPage {
        var member = self
        member.settle(to: now, rules)
        let awards = member.awardsAhead(at: now, facts, rules)
        let year = member.today.date.year
        return StreakPage(
            today: member.today,
            isChecked: member.isChecked,
            endsAt: member.clock.end(of: member.today, dayStartMs: rules.dayStartMs),
            zone: member.clock.zone,
            waiting: member.clock.waiting,
            streak: member.streak,
            monthDays: member.month.month == member.today.month ? member.month.days : 0,
            todayAward: awards.today ?? earned,
            tomorrowAward: awards.tomorrow,
            next: member.nextMilestone(rules),
            ifMissed: member.isChecked ? nil : member.lossToday(rules),
            freezes: member.freezesShown(rules),
            makeUps: member.makeUpsShown(at: now, rules),
            pausesLeft: rules.pausedDaysPerYear.map {
                max(0, $0 - member.pauses.days(inYear: year))
            },
            pauses: member.pauses,
            calendar: member.calendar(month ?? member.today.month, days, rules)
        )
    }

    /// What today would earn, if it is not checked, and tomorrow after it.
    private func awardsAhead(
        at now: Instant,
        _ facts: MemberFacts,
        _ rules: CheckinRules
    ) -> (today: DayAward?, tomorrow: DayAward) {
        var member = self
        var today: DayAward?
        if !isChecked {
            let occasion = AwardOccasion(
                day: self.today,
                programmeDay: rules.programmeDay(at: now),
                facts: facts
            )
            today = member.check(on: occasion, rules)
        }
        let opens = clock.end(of: self.today, dayStartMs: rules.dayStartMs)
        let occasion = AwardOccasion(
            day: self.today.following,
            programmeDay: rules.programmeDay(at: opens),
            facts: facts
        )
        return (today, member.check(on: occasion, rules))
    }

    private func nextMilestone(_ rules: CheckinRules) -> StreakPage.Next? {
        let start = streak.start ?? today
        var nearest: (reach: Int64, parts: [DayAward.Part])?
        for milestone in rules.milestones {
            // Of those that stand already, only as many as there are grants are passed over.
            var next = milestone.next(above: streak.value)
            while let reach = next, stands(milestone.source, reach, since: start) {
                next = milestone.next(above: reach)
            }
            guard let reach = next, nearest.map({ reach <= $0.reach }) ?? true else { continue }
            let part = DayAward.Part(
                source: milestone.source,
                reach: reach,
                items: milestone.award.items
            )
            let parts = nearest?.reach == reach ? nearest?.parts ?? [] : []
            nearest = (reach, parts + [part])
        }
        return nearest.map {
            StreakPage.Next(reach: $0.reach, missing: $0.reach - streak.value, parts: $0.parts)
        }
    }

    /// What deciding today as not checked would do.
    private func lossToday(_ rules: CheckinRules) -> StreakPage.Loss {
        var member = self
        member.settle(to: clock.end(of: today, dayStartMs: rules.dayStartMs), rules)
        if member.freezes.held < freezes.held { return .frozen(left: member.freezes.held) }
        if member.streak.value == streak.value { return .nothing }
        return member.streak.value == 0 ? .lost : .decays(to: member.streak.value)
    }
}
