import BadgesDomain
import Primitives
import Storage

/// How a member stands with a task in one period.
struct TaskStanding {
    let entry: TaskEntry
    let period: Int64
    /// What its measures come to in the period, in the task's order of them.
    let values: [Int64]
    /// Which of its steps are reached.
    let reached: [Bool]
    /// Whether it is taken up, or need not be.
    let isTakenUp: Bool
    /// The tasks that must be rewarded before.
    let missing: [TaskID]
    fileprivate(set) var rewardedAt: Instant?

    var task: MemberTask { entry.task }
    /// How many of its steps are done.
    var stepsDone: Int64 { Int64(entry.task.stepsDone(of: reached)) }
    var isDone: Bool { entry.task.stepsDone(of: reached) == reached.count }
    /// Whether its reward is the member's.
    var isEarned: Bool { isDone && isTakenUp && missing.isEmpty }
    /// Under what its reward is kept.
    var cause: String { "task:\(entry.task.id.text):\(period)" }

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
        try self.init(withoutReward: entry, period, by: counters, reads)
        let cause = cause
        rewardedAt = try reads.rewarded(for: [cause], counters.member)[cause]
    }

    /// One whose reward is not looked for yet.
    fileprivate init(
        withoutReward entry: TaskEntry,
        _ period: Int64,
        by counters: MemberCounters,
        _ reads: borrowing Snapshot
    ) throws {
        let task = entry.task
        let member = counters.member
        self.entry = entry
        self.period = period
        var values: [Int64] = []
        for measure in task.measures {
            values.append(try counters.value(of: measure, in: period, reads))
        }
        self.values = values
        reached = task.stepsReached { measure in
            task.measures.firstIndex(of: measure).map { values[$0] } ?? 0
        }
        isTakenUp = try !task.isTakenUp || reads.hasTakenUp(task.id, period, member)
        var missing: [TaskID] = []
        for id in task.after.sorted(by: { $0.text < $1.text })
        where try !reads.wasEverRewarded(for: id, member) {
            missing.append(id)
        }
        self.missing = missing
        rewardedAt = nil
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
        var found: [TaskStanding] = []
        for entry in section.tasks {
            if let now = entry.task.period(on: today) {
                found.append(try TaskStanding(withoutReward: entry, now, by: counters, self))
            }
            guard entry.task.isClaimed else { continue }
            for period in entry.task.earlierPeriods(on: today) {
                let standing = try TaskStanding(withoutReward: entry, period, by: counters, self)
                if standing.isEarned { found.append(standing) }
            }
        }
        let causes = found.map(\.cause)
        let rewards = try rewarded(for: causes, counters.member)
        for (place, cause) in causes.enumerated() { found[place].rewardedAt = rewards[cause] }
        // Of an earlier period nothing is left to show once it is claimed.
        return found.filter { $0.rewardedAt == nil || $0.period == $0.task.period(on: today) }
    }
}
