import Primitives

/// Where a member stands among the levels.
package struct LevelStanding: Hashable, Sendable {
    /// The number of its level, 0 where it has none.
    package var level: Int64
    /// The day on which it came to the level.
    package var since: CalendarDay
    /// The day on which the level is looked at again; nil where it is for ever.
    package var reviewOn: CalendarDay?
    /// The first day on which the level is lost unless the member has grown back; nil outside the
    /// time of grace.
    package var graceEndsOn: CalendarDay?
    /// The highest level that the member was ever rewarded for.
    package var rewarded: Int64

    /// Keeps where a member stands.
    package init(
        level: Int64,
        since: CalendarDay,
        reviewOn: CalendarDay? = nil,
        graceEndsOn: CalendarDay? = nil,
        rewarded: Int64 = 0
    ) {
        self.level = level
        self.since = since
        self.reviewOn = reviewOn
        self.graceEndsOn = graceEndsOn
        self.rewarded = rewarded
    }

    /// A member that has not grown yet.
    package init(newOn day: CalendarDay) {
        self.init(level: 0, since: day)
    }

    /// The day at whose beginning something happens by itself, or nil.
    package var dueOn: CalendarDay? { graceEndsOn ?? reviewOn }

    /// Climbs as far as growth and badges allow, and ends a time of grace that they end.
    ///
    /// - Parameters:
    ///   - growth: The member's growth on the day.
    ///   - badges: The badges that it holds.
    ///   - day: The day that it is.
    ///   - rules: The levels.
    /// - Returns: The levels that are rewarded now, the lowest first.
    package mutating func climb(
        _ growth: LevelRules.Growth,
        holding badges: Set<BadgeID>,
        on day: CalendarDay,
        by rules: LevelRules
    ) -> [Int64] {
        fit(into: rules, on: day)
        let reached = rules.level(for: growth, holding: badges)
        if reached > level {
            enter(reached, on: day, by: rules)
        } else if graceEndsOn != nil, keeps(growth, by: rules) {
            endGrace(on: day, by: rules)
        }
        guard level > rewarded else { return [] }
        defer { rewarded = level }
        return Array((rewarded + 1)...level)
    }

    /// Does what is due at the beginning of `dueOn`: passes the review, begins the time of grace,
    /// or falls.
    ///
    /// - Parameters:
    ///   - growth: The member's growth on that day.
    ///   - badges: The badges that it holds.
    ///   - rules: The levels.
    package mutating func settle(
        _ growth: LevelRules.Growth,
        holding badges: Set<BadgeID>,
        by rules: LevelRules
    ) {
        guard let day = dueOn else { return }
        guard let review = rules.review, level > 0 else {
            reviewOn = nil
            graceEndsOn = nil
            return
        }
        if graceEndsOn == nil {
            reviewOn = day.adding(months: review.months)
            if keeps(growth, by: rules) { return }
            graceEndsOn = day.adding(review.graceDays)
            if review.graceDays > 0 { return }
        }
        if keeps(growth, by: rules) { return endGrace(on: day, by: rules) }
        let reached = rules.level(for: growth, holding: badges)
        let fallen = review.fall == .oneStep ? max(level - 1, reached) : reached
        enter(min(fallen, level), on: day, by: rules)
    }

    /// Brings the next review forward to the last day on which other rules may have it.
    ///
    /// One that they have later stays, as a member was told of its day.
    ///
    /// - Parameters:
    ///   - day: The day that it is.
    ///   - rules: The levels.
    package mutating func bringReviewForward(from day: CalendarDay, by rules: LevelRules) {
        guard let review = rules.review, let next = reviewOn else { return }
        reviewOn = min(next, day.adding(months: review.months))
    }

    /// Whether growth is enough to stay.
    private func keeps(_ growth: LevelRules.Growth, by rules: LevelRules) -> Bool {
        rules.step(level).map { growth >= $0.keep } ?? true
    }

    /// Ends the time of grace of a member that has grown back.
    ///
    /// The next review is due as if the one that led to the grace had been passed, and so had
    /// those that waited behind it: else they would begin another grace by what is long gone.
    private mutating func endGrace(on day: CalendarDay, by rules: LevelRules) {
        graceEndsOn = nil
        guard let review = rules.review else { return }
        while let next = reviewOn, next <= day { reviewOn = next.adding(months: review.months) }
    }

    private mutating func enter(_ level: Int64, on day: CalendarDay, by rules: LevelRules) {
        self.level = level
        since = day
        graceEndsOn = nil
        reviewOn = level > 0 ? rules.review.map { day.adding(months: $0.months) } : nil
    }

    /// Takes what a new version of the levels means for a member that was placed by another.
    private mutating func fit(into rules: LevelRules, on day: CalendarDay) {
        if level > rules.steps.count { enter(Int64(rules.steps.count), on: day, by: rules) }
        if rules.review == nil {
            reviewOn = nil
            graceEndsOn = nil
        } else if level > 0, reviewOn == nil, let review = rules.review {
            reviewOn = day.adding(months: review.months)
        }
    }
}
