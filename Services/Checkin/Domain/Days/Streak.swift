import Primitives

/// How long a member has kept checking in: a pure function of decided days and rules.
package struct Streak: Hashable, Sendable {
    /// Its length, from 0 on.
    package private(set) var value: Int64
    /// The longest that the member has had.
    package private(set) var longest: Int64
    /// The day that began it, or nil where it is 0.
    package private(set) var start: CalendarDay?

    /// The streak as it was stored.
    package init(value: Int64 = 0, longest: Int64 = 0, start: CalendarDay? = nil) {
        self.value = value
        self.longest = longest
        self.start = start
    }

    /// The streak after a day that was not missed.
    package func after(_ day: CalendarDay, _ state: DayState) -> Streak {
        guard state.counts else { return self }
        let value = value + 1
        return Streak(value: value, longest: max(longest, value), start: start ?? day)
    }

    /// The streak after some missed days.
    package func after(missed days: Int64, _ loss: LossPolicy) -> Streak {
        lowered(to: loss.left(of: value, after: days))
    }

    /// The streak of which so much is left.
    func lowered(to left: Int64) -> Streak {
        Streak(value: left, longest: longest, start: left == 0 ? nil : start)
    }

    /// The streak that follows from days alone, counted anew from the member's first.
    ///
    /// - Parameters:
    ///   - records: The days that were not missed, in order, from the first check-in on; their
    ///     own streaks are not read.
    ///   - today: The open day: every day before it that has no record was missed.
    ///   - loss: What a missed day does.
    /// - Returns: The streak now.
    package static func recomputed(
        from records: [DayRecord],
        today: CalendarDay,
        _ loss: LossPolicy
    ) -> Streak {
        Replay(records, after: nil, Streak(), today: today, loss).streak
    }
}
