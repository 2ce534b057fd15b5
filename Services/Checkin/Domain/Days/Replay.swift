import Primitives

/// Days gone through again, with the streak after each.
struct Replay {
    /// The days with the streaks that follow.
    private(set) var records: [DayRecord] = []
    /// The streak at the end.
    private(set) var streak: Streak
    /// The first day from which nothing is left of the streak that the replay began with or that
    /// its first day began; nil where it lasts to the end.
    private(set) var lostOn: CalendarDay?

    /// Goes through days.
    ///
    /// - Parameters:
    ///   - days: The days that were not missed, in order.
    ///   - before: The day before the first to go through, or nil to begin with the first of
    ///     `days`.
    ///   - streak: The streak after that day.
    ///   - today: The open day, up to which what has no record was missed.
    ///   - loss: What a missed day does.
    ///   - decided: How the days were decided, or nil where that counts for nothing.
    init(
        _ days: some Sequence<DayRecord>,
        after before: CalendarDay?,
        _ streak: Streak,
        today: CalendarDay,
        _ loss: LossPolicy,
        _ decided: DecidedDays? = nil
    ) {
        self.streak = streak
        var last = before
        for record in days {
            if let last { miss(from: last.following, to: record.day, loss, decided) }
            self.streak = self.streak.after(record.day, record.state)
            records.append(
                DayRecord(day: record.day, state: record.state, streak: self.streak)
            )
            last = record.day
        }
        if let last { miss(from: last.following, to: today, loss, decided) }
    }

    private mutating func miss(
        from first: CalendarDay,
        to end: CalendarDay,
        _ loss: LossPolicy,
        _ decided: DecidedDays?
    ) {
        guard first < end else { return }
        let wasAlive = streak.value > 0
        streak = streak.lowered(
            to: decided?.left(of: streak.value, from: first, to: end, loss)
                ?? loss.left(of: streak.value, after: end.days(since: first))
        )
        if wasAlive, streak.value == 0, lostOn == nil { lostOn = first }
    }
}
