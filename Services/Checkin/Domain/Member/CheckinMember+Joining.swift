import Primitives

/// The streak that a made-up day has joined.
struct JoinedStreak {
    /// Its first day.
    let start: CalendarDay
    /// The first day after it, or nil where it is open.
    let lostOn: CalendarDay?
    /// The last day on which a grant can stand in it, or nil where it is open.
    let lastDay: CalendarDay?
    /// The highest length that one of its parts had before.
    let oldPeak: Int64
    /// The highest length that it has now.
    let newPeak: Int64
    /// The highest length for which a milestone stands in it, or is being taken back.
    var highestGrant: Int64 = 0

    var isOpen: Bool { lostOn == nil }

    /// Whether a grant of a day stands in it.
    ///
    /// A grant lies on the days beside it only where a reversal has left it there, and then it was
    /// that of a run to which this one belonged.
    func contains(_ day: CalendarDay) -> Bool {
        start.preceding <= day && lastDay.map { day <= $0 } ?? true
    }
}

extension CheckinMember {
    /// Marks a missed day as made up and counts what follows anew.
    mutating func join(_ day: CalendarDay, _ rules: CheckinRules) -> JoinedStreak {
        let decided = DecidedDays(days: days, streak: streak, today: today)
        let before = streak(before: day, as: decided, rules)
        let index = days.firstIndex { $0.day > day } ?? days.count
        let old = days[index...]
        let repaired = DayRecord(day: day, state: .madeUp, streak: before.after(day, .madeUp))
        days.insert(repaired, at: index)
        changes.put(repaired)
        let lostOn = replay(after: day, repaired.streak, as: decided, rules)
        let isInside = { (record: DayRecord) in lostOn.map { record.day < $0 } ?? true }
        let new = days[index...].filter(isInside)
        var joined = JoinedStreak(
            start: before.start ?? day,
            lostOn: lostOn,
            lastDay: lostOn.map { lastIdleDay(from: $0) },
            oldPeak: old.filter(isInside).reduce(before.value) { max($0, $1.streak.value) },
            newPeak: new.reduce(0) { max($0, $1.streak.value) }
        )
        joined.highestGrant = (grants + takeBacks.map(\.grant)).reduce(0) { highest, grant in
            grant.source.isMilestone && joined.contains(grant.day)
                ? max(highest, grant.reach) : highest
        }
        return joined
    }

    /// The last one of the days after a missed day that neither count nor are missed, or itself.
    func lastIdleDay(from day: CalendarDay) -> CalendarDay { days.lastIdleDay(from: day) }

    /// The streak at the beginning of a day that is before today.
    func streak(
        before day: CalendarDay,
        as decided: DecidedDays,
        _ rules: CheckinRules
    ) -> Streak {
        guard let last = days.last(where: { $0.day < day }) else { return Streak() }
        let (value, first) = (last.streak.value, last.day.following)
        return last.streak.lowered(
            to: decided.left(of: value, from: first, to: day, rules.loss)
        )
    }

    /// Counts the streak anew after a day, and notes the rows that this changes.
    ///
    /// - Returns: The day on which the streak of that day was lost, or nil where it is open.
    @discardableResult
    mutating func replay(
        after day: CalendarDay,
        _ streak: Streak,
        as decided: DecidedDays,
        _ rules: CheckinRules
    ) -> CalendarDay? {
        let index = days.firstIndex { $0.day > day } ?? days.count
        let replay = Replay(
            days[index...],
            after: day,
            streak,
            today: today,
            rules.loss,
            decided
        )
        for (offset, record) in replay.records.enumerated() where days[index + offset] != record {
            days[index + offset] = record
            changes.put(record)
        }
        self.streak = replay.streak
        return replay.lostOn
    }
}
