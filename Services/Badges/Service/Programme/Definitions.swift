import BadgesDomain
import Crypto
import Primitives

/// What a version of the programme counts, and what each count decides.
struct Definitions: Sendable {
    /// A measure and the number by which the store knows it.
    struct Counted: Sendable {
        let number: Int64
        let measure: Measure
        /// The rules of growth that it feeds.
        let growth: [GrowthRules.Rule]
        /// The leaderboards that it orders.
        let boards: [BoardEntry]
    }

    private let numbers: [Measure: Int64]
    /// The measures, by their numbers.
    let measures: [Int64: Counted]
    /// The measures that an event of a type may add to.
    let listening: [EventType: [Counted]]
    /// The badges that a measure decides, by its number, as places in the list of badges.
    let decided: [Int64: Set<Int>]
    /// The tasks that a measure decides, by its number, as places in the list of tasks.
    let asked: [Int64: Set<Int>]
    /// A number that is another one wherever something else is counted, or is given for it: what a
    /// member's counts, badges, level and tasks that need no claim were made by.
    let stamp: Int64

    init(
        badges: [Badge],
        tasks: [MemberTask],
        growth: GrowthRules,
        levels: LevelRules,
        boards: [BoardEntry]
    ) {
        var all = growth.measures
        for badge in badges { all.formUnion(badge.measures) }
        for task in tasks { all.formUnion(task.measures) }
        for entry in boards { all.insert(entry.board.measure) }
        var measures: [Int64: Counted] = [:]
        var listening: [EventType: [Counted]] = [:]
        for measure in all.sorted(by: { $0.canonical < $1.canonical }) {
            let counted = Counted(
                number: Self.number(of: measure.canonical),
                measure: measure,
                growth: growth.rules.filter { $0.measure == measure },
                boards: boards.filter { $0.board.measure == measure }
            )
            measures[counted.number] = counted
            for type in measure.types { listening[type, default: []].append(counted) }
        }
        self.measures = measures
        numbers = measures.values.reduce(into: [:]) { $0[$1.measure] = $1.number }
        self.listening = listening
        decided = Self.places(of: badges.map(\.measures))
        asked = Self.places(of: tasks.map(\.measures))
        let parts: [[String]] = [
            all.map(\.canonical).sorted(), ["growth"], growth.canonical, ["levels"],
            levels.canonical, ["badges"], badges.flatMap(\.canonical), ["tasks"],
            tasks.compactMap(\.canonical).sorted(), ["boards"],
            boards.map(\.board.canonical).sorted(),
        ]
        stamp = Self.number(of: parts.joined().map { "\($0.utf8.count):\($0)" }.joined())
    }

    /// The periods of each task that measures decide, of which some periods have changed.
    func periods(of changed: [Int64: Set<Int64>]) -> [Int: Set<Int64>] {
        changed.reduce(into: [:]) { periods, change in
            for place in asked[change.key] ?? [] {
                periods[place, default: []].formUnion(change.value)
            }
        }
    }

    private static func places(of lists: [some Sequence<Measure>]) -> [Int64: Set<Int>] {
        lists.enumerated().reduce(into: [:]) { places, list in
            for measure in list.element {
                places[number(of: measure), default: []].insert(list.offset)
            }
        }
    }

    /// The number of a measure, which is known of those that are counted.
    func number(of measure: Measure) -> Int64 { numbers[measure] ?? Self.number(of: measure) }

    /// The number of a measure: 64 bits of SHA-256, so that equal measures of several versions
    /// share their counts.
    static func number(of measure: Measure) -> Int64 { number(of: measure.canonical) }

    /// The number of a leaderboard, in the same way.
    static func number(of board: Board) -> Int64 { number(of: board.canonical) }

    private static func number(of text: String) -> Int64 {
        SHA256.hash(data: Array(text.utf8)).withUnsafeBytes { $0.loadUnaligned(as: Int64.self) }
    }
}

// What decides a member's counts, badges, level and what it is given for tasks, as texts that are
// equal for equal rules alone.

extension GrowthRules {
    fileprivate var canonical: [String] {
        let rules = rules.map { rule in
            "\(rule.measure.canonical) \(rule.growth) \(rule.per) \(rule.capPerDay)"
        }
        return ["\(reach)"] + rules.sorted()
    }
}

extension LevelRules {
    /// How long a time of grace is and how a member falls is asked when a review comes, and decides
    /// nothing before.
    fileprivate var canonical: [String] {
        let steps = steps.map { step in
            let badges = step.badges.map(\.text).sorted().joined(separator: ",")
            return "\(step.id) \(step.entry) \(step.keep) \(badges)"
        }
        return steps + (review.map { ["review \($0.months)"] } ?? [])
    }
}

extension Badge {
    fileprivate var canonical: [String] {
        ["\(id) \(undoing.rawValue) \(growth)"] + tiers.map { "\($0.id) \($0.goal.canonical)" }
    }
}

extension MemberTask {
    /// Nil of one that must be claimed, as nothing is given for it by itself.
    ///
    /// In which order its steps are done decides nothing: it is done when all of them are.
    fileprivate var canonical: String? {
        guard !isClaimed else { return nil }
        let goal = Goal.all(steps.sorted { $0.canonical < $1.canonical }).canonical
        let after = after.map(\.text).sorted().joined(separator: ",")
        return "\(id) \(kind.span.canonical) \(isTakenUp) \(claimDays) \(after) \(goal)"
    }
}
