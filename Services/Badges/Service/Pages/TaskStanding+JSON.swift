import BadgesDomain
import Primitives
import Wire

extension TaskStanding {
    /// Writes the members of a task as a member sees it.
    func write(to writer: inout JSONWriter, _ parts: PageParts) {
        let days = task.days(of: period)
        let part = parts.tasks[task.id]
        if let part { writer.raw(part.head) }
        writer.member("state", state)
        writer.member("from", ifPresent: (days?.lowerBound ?? entry.since)?.description)
        writer.member("to", ifPresent: days?.upperBound.description)
        let last = days?.upperBound.adding(task.claimDays)
        writer.member("rewardedUntil", ifPresent: last?.description)
        writer.member("rewardedAt", ifPresent: rewardedAt?.description)
        writer.member("stepsDone", stepsDone)
        writer.name("steps")
        writer.array(zip(reached, part?.steps ?? [])) { writer, step in
            writer.object { writer in
                writer.member("done", step.0)
                step.1.write(to: &writer, values)
            }
        }
        writer.name("after")
        writer.array(missing) { $0.string($1.text) }
        if let part { writer.raw(part.reward) }
    }
}
