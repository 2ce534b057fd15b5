import BadgesDomain
import Primitives
import Sections
import Wire

/// A task with what is shown of it.
struct TaskEntry: Sendable {
    let task: MemberTask
    let title: String
    /// From which day on what is done counts; nil for always.
    let since: CalendarDay?

    /// With `task:` before it and its period behind, an id is the reference of a reward, which has
    /// 64 characters.
    private static let longestID = 51

    private enum Kind: String, CaseIterable {
        case newcomer, daily, weekly, campaign
    }

    /// `tasks: [{id, title?, kind, days?, steps or goal, inOrder?, takeUp?, claim?, claimDays?,
    /// after?, since?, reward?}]`, empty where it is absent.
    static func list(_ reader: inout SectionReader, _ awards: AwardReader) -> [TaskEntry] {
        var known: Set<TaskID> = []
        return reader.list("tasks", atMost: 100) { entry in
            // Only earlier ones can be asked for, so that none asks for itself.
            let earlier = known
            let id = entry.ownIdentifier(among: &known, atMost: longestID)
            return read(&entry, id, after: earlier, awards)
        }
    }

    private static func read(
        _ reader: inout SectionReader,
        _ id: TaskID?,
        after earlier: Set<TaskID>,
        _ awards: AwardReader
    ) -> TaskEntry? {
        let title = reader.text("title", largest: 128)
        let kind = kind(&reader)
        let since = reader.day("since")
        if since != nil, kind != .newcomer { reader.fault(at: "since", "is for newcomers' tasks") }
        let steps = steps(&reader)
        let isInOrder = reader.flag("inOrder")
        let isTakenUp = reader.flag("takeUp")
        let isClaimed = reader.flag("claim")
        let claimDays = reader.integer("claimDays", in: 0...60)
        let after = reader.values("after", 1...20, "a task that stands before it") { json in
            json.text.flatMap { TaskID($0) }.flatMap { earlier.contains($0) ? $0 : nil }
        }
        let reward = awards.award("reward", of: &reader) ?? .nothing
        guard let id, let kind, !steps.isEmpty, reader.isSound else { return nil }
        let span = since.map { Span.campaign($0...CalendarDay(daysSinceEpoch: .max)) }
        return TaskEntry(
            task: MemberTask(
                id: id,
                kind: kind,
                steps: span.map { span in steps.map { $0.replacingLifetime(by: span) } } ?? steps,
                isInOrder: isInOrder,
                isTakenUp: isTakenUp,
                isClaimed: isClaimed,
                claimDays: claimDays ?? 7,
                after: Set(after ?? []),
                reward: reward
            ),
            title: title ?? id.text,
            since: since
        )
    }

    private static func kind(_ reader: inout SectionReader) -> MemberTask.Kind? {
        if !reader.has("kind") { reader.fault(at: "kind", "is missing") }
        let kind = reader.optionalWord("kind", of: Kind.allCases)
        if kind != .campaign, reader.take("days") != nil, kind != nil {
            reader.fault(at: "days", "are for the kind campaign")
        }
        switch kind {
        case .newcomer: return .newcomer
        case .daily: return .daily
        case .weekly: return .weekly
        case .campaign:
            if !reader.has("days") { reader.fault(at: "days", "are missing") }
            return reader.nested("days") { Span.days(&$0) }.map { .campaign($0) }
        case nil: return nil
        }
    }

    /// `steps: [{goal}, …]`, or one `goal`.
    private static func steps(_ reader: inout SectionReader) -> [Goal] {
        var steps: [Goal] = []
        if reader.has("steps") {
            steps = reader.list("steps", atMost: 10) { Goal.read("goal", of: &$0) }
            if reader.take("goal") != nil { reader.fault(at: "goal", "cannot stand beside steps") }
        } else if let goal = Goal.read("goal", of: &reader) {
            steps = [goal]
        }
        if reader.isSound, steps.isEmpty { reader.fault(at: "steps", "must have at least one") }
        if steps.contains(where: { $0.measures.contains { $0.span != .lifetime } }) {
            reader.fault(at: "steps", "are counted over the task's own days")
        }
        if steps.contains(where: { $0.measures.contains(where: \.countsRewards) }) {
            reader.fault(at: "steps", "cannot count rewards")
        }
        return steps
    }
}
