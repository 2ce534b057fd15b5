import BadgesDomain
import Primitives
import Storage

/// How a member stands with a task in one period.
struct TaskStanding {
    let entry: TaskEntry
    let period: Int64
    /// What its measures come to in the period.
    let values: [Measure: Int64]
    /// Whether it is taken up, or need not be.
    let isTakenUp: Bool
    /// The tasks that must be rewarded before.
    let missing: [TaskID]
    let rewardedAt: Instant?

    var task: MemberTask { entry.task }
    var isDone: Bool { task.isDone { values[$0] ?? 0 } }
    /// Whether its reward is the member's.
    var isEarned: Bool { isDone && isTakenUp && missing.isEmpty }
    /// Under what its reward is kept.
    var cause: String { Self.cause(task.id, period) }

    /// Its name on the wire.
    var state: String {
        if rewardedAt != nil { return "rewarded" }
        if !missing.isEmpty { return "locked" }
        if !isTakenUp { return "toTakeUp" }
        return isDone ? "done" : "open"
    }

    init(
        _ entry: TaskEntry,
        _ period: Int64,
        by counters: MemberCounters,
        _ reads: borrowing Snapshot
    ) throws {
        let cause = Self.cause(entry.task.id, period)
        let rewards = try reads.rewarded(for: [cause], counters.member)
        try self.init(entry, period, by: counters, among: rewards, reads)
    }

    /// One whose reward is among those that were looked for.
    fileprivate init(
        _ entry: TaskEntry,
        _ period: Int64,
        by counters: MemberCounters,
        among rewards: [String: Instant],
        _ reads: borrowing Snapshot
    ) throws {
        let task = entry.task
        let member = counters.member
        self.entry = entry
        self.period = period
        var values: [Measure: Int64] = [:]
        for measure in task.measures {
            values[measure] = try counters.value(of: measure, in: period, reads)
        }
        self.values = values
        isTakenUp = try !task.isTakenUp || reads.hasTakenUp(task.id, period, member)
        var missing: [TaskID] = []
        for id in task.after.sorted(by: { $0.text < $1.text })
        where try !reads.wasEverRewarded(for: id, member) {
            missing.append(id)
        }
        self.missing = missing
        rewardedAt = rewards[Self.cause(task.id, period)]
    }

    fileprivate static func cause(_ task: TaskID, _ period: Int64) -> String {
        "task:\(task):\(period)"
    }
}

extension BadgesSection {
    /// The first day whose counts a page asks for on a day, beside those of the member's life: that
    /// of the oldest period that can be claimed.
    func firstCounted(on today: CalendarDay) -> CalendarDay {
        tasks.reduce(today) { first, entry in
            guard entry.task.kind.span.isPeriodic else { return first }
            let last = today.adding(entry.task.isClaimed ? -entry.task.claimDays : 0)
            return min(
                first,
                entry.task.period(on: last).map(CalendarDay.init(daysSinceEpoch:)) ?? first
            )
        }
    }

    /// A task of the programme, or nil.
    func task(_ id: TaskID) -> TaskEntry? { tasks.first { $0.task.id == id } }
}

extension Snapshot {
    /// The tasks that a member can do on a day, and those of earlier periods that it can claim.
    borrowing func tasks(
        by counters: MemberCounters,
        on today: CalendarDay,
        _ section: BadgesSection
    ) throws -> [TaskStanding] {
        var places: [(entry: TaskEntry, period: Int64, isNow: Bool)] = []
        for entry in section.tasks {
            let now = entry.task.period(on: today)
            if let now { places.append((entry, now, true)) }
            guard entry.task.isClaimed else { continue }
            let periods = (0...entry.task.claimDays).map {
                entry.task.period(on: today.adding(-$0))
            }
            for period in Set(periods.compactMap(\.self)).sorted(by: >) where period != now {
                places.append((entry, period, false))
            }
        }
        let causes = places.map { TaskStanding.cause($0.entry.task.id, $0.period) }
        let rewards = try rewarded(for: causes, counters.member)
        var found: [TaskStanding] = []
        for (entry, period, isNow) in places {
            let standing = try TaskStanding(entry, period, by: counters, among: rewards, self)
            let canBeClaimed = standing.isEarned && standing.rewardedAt == nil
            if isNow || canBeClaimed { found.append(standing) }
        }
        return found
    }
}
