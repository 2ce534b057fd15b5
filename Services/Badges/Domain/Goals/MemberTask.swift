import Primitives

/// Something that members are asked to do, for which they are rewarded once in each period.
package struct MemberTask: Hashable, Sendable {
    /// When a task can be done.
    package enum Kind: Hashable, Sendable {
        /// Once in the member's life.
        case newcomer
        /// Once each day.
        case daily
        /// Once each week from Monday to Sunday.
        case weekly
        /// Once within the days of a campaign.
        case campaign(ClosedRange<CalendarDay>)

        /// The days that are counted together.
        package var span: Span {
            switch self {
            case .newcomer: .lifetime
            case .daily: .day
            case .weekly: .week
            case .campaign(let days): .campaign(days)
            }
        }
    }

    /// Its name.
    package let id: TaskID
    /// When it can be done.
    package let kind: Kind
    /// What it takes, each counted over the days of one period; at least one.
    package let steps: [Goal]
    /// The measures that decide it.
    package let measures: [Measure]
    /// Whether a step counts as done only after those before it.
    package let isInOrder: Bool
    /// Whether a member must take it up, in each period.
    package let isTakenUp: Bool
    /// Whether the reward waits until the member claims it.
    package let isClaimed: Bool
    /// For how many days after the end of a period it is rewarded, 0 to 60.
    package let claimDays: Int64
    /// The tasks that must have been rewarded before, in any period.
    package let after: Set<TaskID>
    /// What is handed out for it.
    package let reward: Award

    /// Describes a task; what its steps count is counted over its own days.
    package init(
        id: TaskID,
        kind: Kind,
        steps: [Goal],
        isInOrder: Bool = false,
        isTakenUp: Bool = false,
        isClaimed: Bool = false,
        claimDays: Int64 = 7,
        after: Set<TaskID> = [],
        reward: Award = .nothing
    ) {
        self.id = id
        self.kind = kind
        let bounded = steps.map { $0.replacingLifetime(by: kind.span) }
        self.steps = bounded
        measures = bounded.reduce(into: Set<Measure>()) { $0.formUnion($1.measures) }
            .sorted { $0.canonical < $1.canonical }
        self.isInOrder = isInOrder
        self.isTakenUp = isTakenUp
        self.isClaimed = isClaimed
        self.claimDays = claimDays
        self.after = after
        self.reward = reward
    }

    /// The period in which a day lies, or nil where the task cannot be done then.
    package func period(on day: CalendarDay) -> Int64? { kind.span.period(of: day) }

    /// The periods before that of a day which have days that are at most `claimDays` before it, the
    /// latest first.
    package func earlierPeriods(on day: CalendarDay) -> [Int64] {
        var periods: [Int64] = []
        var last = period(on: day)
        for days in 0...claimDays {
            guard let earlier = period(on: day.adding(-days)), earlier != last else { continue }
            periods.append(earlier)
            last = earlier
        }
        return periods
    }

    /// The days of a period; nil for those of the member's life.
    package func days(of period: Int64) -> ClosedRange<CalendarDay>? {
        let first = CalendarDay(daysSinceEpoch: period)
        return switch kind {
        case .newcomer: nil
        case .daily: first...first
        case .weekly: first...first.adding(6)
        case .campaign(let days): days
        }
    }

    /// Whether a period has begun on a day, and is still rewarded.
    package func isRewarded(_ period: Int64, on day: CalendarDay) -> Bool {
        guard let days = days(of: period) else { return true }
        return days.lowerBound <= day && day <= days.upperBound.adding(claimDays)
    }

    /// Which of its steps are reached, by what the measures come to in a period.
    package func stepsReached(_ value: (Measure) -> Int64) -> [Bool] {
        steps.map { $0.isReached(value) }
    }

    /// How many of its steps are done, by which are reached.
    package func stepsDone(of reached: [Bool]) -> Int {
        isInOrder ? reached.prefix { $0 }.count : reached.count { $0 }
    }

    /// How many of its steps are done, by what the measures come to in a period.
    package func stepsDone(_ value: (Measure) -> Int64) -> Int {
        stepsDone(of: stepsReached(value))
    }

    /// Whether all of its steps are done, by what the measures come to in a period.
    package func isDone(_ value: (Measure) -> Int64) -> Bool { stepsDone(value) == steps.count }
}
