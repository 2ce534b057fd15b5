import Primitives

extension CheckinMember {
    /// The days of a month, from the first check-in on (today, before it).
    func calendar(
        _ month: CalendarMonth,
        _ records: [DayRecord],
        _ rules: CheckinRules
    ) -> [StreakPage.Entry] {
        var states: [CalendarDay: DayState] = [:]
        // What the settling of a read has decided is newer than the rows.
        for record in records + days { states[record.day] = record.state }
        let first = rules.makeUps.map { today.adding(-$0.windowDays) } ?? today
        let pending = Set(makeUps.filter { $0.state == .pending }.map(\.day))
        var entries: [StreakPage.Entry] = []
        var day = max(month.firstDay, firstDay ?? today)
        while day <= month.lastDay {
            if let mark = mark(of: day, states) {
                let isMissed = mark == .decided(.missed)
                entries.append(
                    StreakPage.Entry(
                        day: day,
                        mark: mark,
                        isRepairable: isMissed && day >= first && !pending.contains(day),
                        isUnderRepair: pending.contains(day)
                    )
                )
            }
            day = day.following
        }
        return entries
    }

    private func mark(of day: CalendarDay, _ states: [CalendarDay: DayState]) -> StreakPage.Mark? {
        if let state = states[day], day < today || isChecked { return .decided(state) }
        if day < today { return .decided(.missed) }
        if pauses.contains(where: { $0.contains(day) }) { return .decided(.paused) }
        return day == today ? .open : nil
    }

    func freezesShown(_ rules: CheckinRules) -> StreakPage.Freezes? {
        rules.freezes.map {
            StreakPage.Freezes(
                held: freezes.held,
                room: freezes.room($0),
                most: $0.most,
                price: $0.price
            )
        }
    }

    func makeUpsShown(at now: Instant, _ rules: CheckinRules) -> StreakPage.MakeUps? {
        let month = rules.programmeDay(at: now).month
        let made = makeUpsMade(in: month)
        return rules.makeUps.map {
            StreakPage.MakeUps(
                left: max(0, $0.perMonth - made),
                costs: $0.costs(after: made),
                first: max(today.adding(-$0.windowDays), firstDay ?? today),
                resetsAt: rules.zone.start(
                    of: month.following.firstDay,
                    dayStartMs: rules.dayStartMs
                )
            )
        }
    }
}
