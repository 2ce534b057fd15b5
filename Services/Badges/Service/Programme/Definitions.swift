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
    }

    /// The measures, by their numbers.
    let measures: [Int64: Counted]
    /// The measures that an event of a type may add to.
    let listening: [EventType: [Counted]]
    /// The badges that a measure decides, by its number, as places in the list of badges.
    let decided: [Int64: Set<Int>]
    /// A number that is another one wherever something else is counted: what a member's counts were
    /// made by.
    let stamp: Int64

    init(badges: [Badge], growth: GrowthRules) {
        var all = growth.measures
        for badge in badges { all.formUnion(badge.measures) }
        var measures: [Int64: Counted] = [:]
        var listening: [EventType: [Counted]] = [:]
        for measure in all.sorted(by: { $0.canonical < $1.canonical }) {
            let counted = Counted(
                number: Self.number(of: measure.canonical),
                measure: measure,
                growth: growth.rules.filter { $0.measure == measure }
            )
            measures[counted.number] = counted
            for type in measure.types { listening[type, default: []].append(counted) }
        }
        self.measures = measures
        self.listening = listening
        decided = badges.enumerated().reduce(into: [:]) { decided, entry in
            for measure in entry.element.measures {
                decided[Self.number(of: measure), default: []].insert(entry.offset)
            }
        }
        let rules = growth.rules.map { rule in
            "\(rule.measure.canonical) \(rule.growth) \(rule.per) \(rule.capPerDay)"
        }
        let parts = all.map(\.canonical).sorted() + ["growth"] + rules.sorted()
        stamp = Self.number(of: parts.map { "\($0.utf8.count):\($0)" }.joined())
    }

    /// The number of a measure: 64 bits of SHA-256, so that equal measures of several versions
    /// share their counts.
    static func number(of measure: Measure) -> Int64 { number(of: measure.canonical) }

    private static func number(of text: String) -> Int64 {
        SHA256.hash(data: Array(text.utf8)).withUnsafeBytes { $0.loadUnaligned(as: Int64.self) }
    }
}
