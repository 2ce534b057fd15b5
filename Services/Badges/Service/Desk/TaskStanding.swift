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
    var cause: String { "task:\(task.id):\(period)" }

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
        of member: MemberID,
        _ reads: borrowing Snapshot
    ) throws {
        let task = entry.task
        self.entry = entry
        self.period = period
        var values: [Measure: Int64] = [:]
        for measure in task.measures {
            let number = Definitions.number(of: measure)
            values[measure] = try reads.value(
                at: CounterPlace(member: member, measure: number, period: period)
            )
        }
        self.values = values
        isTakenUp = try !task.isTakenUp || reads.hasTakenUp(task.id, period, member)
        var missing: [TaskID] = []
        for id in task.after.sorted(by: { $0.text < $1.text })
        where try !reads.wasEverRewarded(for: id, member) {
            missing.append(id)
        }
        self.missing = missing
        rewardedAt = try reads.rewarded(for: "task:\(task.id):\(period)", member)
    }
}

extension BadgesSection {
    /// A task of the programme, or nil.
    func task(_ id: TaskID) -> TaskEntry? { tasks.first { $0.task.id == id } }
}

extension Snapshot {
    /// The tasks that a member can do on a day, and those of earlier periods that it can claim.
    borrowing func tasks(
        of member: MemberID,
        on today: CalendarDay,
        _ section: BadgesSection
    ) throws -> [TaskStanding] {
        var found: [TaskStanding] = []
        for entry in section.tasks {
            let now = entry.task.period(on: today)
            if let now { found.append(try TaskStanding(entry, now, of: member, self)) }
            guard entry.task.isClaimed else { continue }
            let periods = (0...entry.task.claimDays).map {
                entry.task.period(on: today.adding(-$0))
            }
            for period in Set(periods.compactMap(\.self)).sorted(by: >) where period != now {
                let standing = try TaskStanding(entry, period, of: member, self)
                if standing.isEarned, standing.rewardedAt == nil { found.append(standing) }
            }
        }
        return found
    }
}
