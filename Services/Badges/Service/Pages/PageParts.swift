import BadgesDomain
import Primitives
import Sections
import Wire

/// What the pages of all members have in common, written once for a version of the programme: what
/// is raw are the members of an object.
struct PageParts: Sendable {
    /// A badge, and each of its tiers.
    struct BadgePart: Sendable {
        let id: String
        let isHidden: Bool
        let head: [UInt8]
        let tiers: [TierPart]
    }

    struct TierPart: Sendable {
        let id: String
        let head: [UInt8]
        let goal: GoalPart
        let reward: [UInt8]
    }

    struct TaskPart: Sendable {
        let head: [UInt8]
        let steps: [GoalPart]
        let reward: [UInt8]
    }

    /// The measures that decide badges; a page has a value of each.
    let measures: [Measure]
    /// In the order of the programme.
    let badges: [BadgePart]
    let tasks: [TaskID: TaskPart]
    /// The levels from 1 on.
    let levels: [[UInt8]]

    init(badges: [BadgeEntry], tasks: [TaskEntry], levels: LevelsPart, words: EventWords) {
        let measures = badges.reduce(into: Set<Measure>()) { $0.formUnion($1.badge.measures) }
            .sorted { $0.canonical < $1.canonical }
        self.measures = measures
        self.badges = badges.map { BadgePart($0, words, by: measures) }
        self.tasks = tasks.reduce(into: [:]) { $0[$1.task.id] = TaskPart($1, words) }
        self.levels = zip(levels.rules.steps, levels.displays).enumerated().map { index, step in
            JSONWriter.bytes(ofMembers: { writer in
                writer.member("number", Int64(index) + 1)
                step.1.write(of: step.0, to: &writer)
            })
        }
    }

    /// Writes `number` of a level, and what else it has where it is one of the programme.
    func write(level: Int64, to writer: inout JSONWriter) {
        guard level >= 1, level <= levels.count else { return writer.member("number", level) }
        writer.raw(levels[Int(level) - 1])
    }
}

extension PageParts.BadgePart {
    fileprivate init(_ entry: BadgeEntry, _ words: EventWords, by measures: [Measure]) {
        id = entry.badge.id.text
        isHidden = entry.badge.isHidden
        head = JSONWriter.bytes(ofMembers: { writer in
            writer.member("id", entry.badge.id.text)
            writer.member("title", entry.title)
            writer.member("hidden", entry.badge.isHidden)
            let first = entry.days?.lowerBound ?? entry.since
            writer.member("from", ifPresent: first?.description)
            writer.member("to", ifPresent: entry.days?.upperBound.description)
        })
        tiers = zip(entry.badge.tiers, entry.tiers).map { tier, display in
            PageParts.TierPart(
                id: tier.id.text,
                head: JSONWriter.bytes(ofMembers: { writer in
                    writer.member("id", tier.id.text)
                    writer.member("title", display.title)
                    writer.member("image", ifPresent: display.image)
                }),
                goal: GoalPart(tier.goal, words, by: measures),
                reward: tier.reward.member
            )
        }
    }
}

extension PageParts.TaskPart {
    fileprivate init(_ entry: TaskEntry, _ words: EventWords) {
        let task = entry.task
        head = JSONWriter.bytes(ofMembers: { writer in
            writer.member("id", task.id.text)
            writer.member("title", entry.title)
            writer.member("kind", task.kind.name)
            writer.member("claim", task.isClaimed)
            writer.member("inOrder", task.isInOrder)
        })
        steps = task.steps.map { GoalPart($0, words, by: task.measures) }
        reward = task.reward.member
    }
}

extension LevelsPart.Display {
    fileprivate func write(of step: LevelRules.Step, to writer: inout JSONWriter) {
        writer.member("id", step.id.text)
        writer.member("name", name)
        writer.name("benefits")
        writer.object { writer in
            writer.member("earning", earning.text)
            writer.member("checkin", checkin.text)
            writer.name("perks")
            writer.array(perks) { $0.string($1) }
        }
        writer.raw(step.reward.member)
    }
}

extension Award {
    /// The member `reward`.
    fileprivate var member: [UInt8] {
        JSONWriter.bytes(ofMembers: { writer in
            writer.name("reward")
            writer.array(items) { $1.write(to: &$0) }
        })
    }
}

extension MemberTask.Kind {
    fileprivate var name: String {
        switch self {
        case .newcomer: "newcomer"
        case .daily: "daily"
        case .weekly: "weekly"
        case .campaign: "campaign"
        }
    }
}

extension Ratio {
    /// The ratio as `3/2`, or `2` where it is whole.
    fileprivate var text: String {
        denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)"
    }
}
