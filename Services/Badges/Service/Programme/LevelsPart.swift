import BadgesDomain
import Primitives
import Sections
import Wire

/// The levels with what is shown of them.
struct LevelsPart: Sendable {
    /// What is shown of one level.
    struct Display: Sendable {
        let name: String
        /// What a member has of it, by name: multipliers as exact decimals, and words.
        let earning: Ratio
        let checkin: Ratio
        let perks: [String]
    }

    let rules: LevelRules
    /// In the order of the levels.
    let displays: [Display]

    static let none = LevelsPart(rules: .none, displays: [])

    /// `{steps: [{id, name?, at, keep?, badges?, benefits?, reward?}],
    /// review?: {months, graceDays?, fall?}}`.
    static func read(
        _ reader: inout SectionReader,
        _ awards: AwardReader,
        badges: Set<BadgeID>
    ) -> LevelsPart? {
        let steps = reader.list("steps", atMost: 50) { step(&$0, awards, badges) }
        let review = reader.nested("review") { LevelRules.Review.read(&$0) }
        for (index, pair) in zip(steps, steps.dropFirst()).enumerated()
        where pair.1.step.entry < pair.0.step.entry {
            reader.fault(at: "steps[\(index + 1)].at", "is below that of the level before")
        }
        if Set(steps.map(\.step.id)).count < steps.count {
            reader.fault(at: "steps", "has two levels of one id")
        }
        guard reader.isSound else { return nil }
        return LevelsPart(
            rules: LevelRules(steps.map(\.step), review: review),
            displays: steps.map(\.display)
        )
    }

    private static func step(
        _ reader: inout SectionReader,
        _ awards: AwardReader,
        _ badges: Set<BadgeID>
    ) -> (step: LevelRules.Step, display: Display)? {
        let id: LevelID? = reader.identifier("id")
        let name = reader.text("name", largest: 128)
        let entry = reader.requiredInteger("at", in: 0...Points.largestBalance.value)
        let keep = reader.integer("keep", in: 0...Points.largestBalance.value)
        if let keep, let entry, keep > entry { reader.fault(at: "keep", "is above at") }
        let needed = reader.values("badges", 1...20, "a badge of the programme") { json in
            json.text.flatMap { BadgeID($0) }.flatMap { badges.contains($0) ? $0 : nil }
        }
        let display = reader.nested("benefits") { benefits(&$0, name ?? id?.text ?? "") }
        let reward = awards.award("reward", of: &reader) ?? .nothing
        guard let id, let entry else { return nil }
        let shown =
            display ?? Display(name: name ?? id.text, earning: .one, checkin: .one, perks: [])
        return (
            LevelRules.Step(
                id: id,
                entry: entry,
                keep: keep,
                badges: Set(needed ?? []),
                reward: reward
            ), shown
        )
    }

    /// `{earning?, checkin?, perks?: [text]}`.
    private static func benefits(_ reader: inout SectionReader, _ name: String) -> Display? {
        let ratios = ["earning", "checkin"].map { member -> Ratio in
            let ratio = reader.decimal(member)
            if let ratio, ratio < .one { reader.fault(at: member, "must be at least 1") }
            return ratio ?? .one
        }
        let perks = reader.values("perks", 1...20, "text of 1 to 128 bytes") { json in
            json.text.flatMap { (1...128).contains($0.utf8.count) ? $0 : nil }
        }
        return Display(name: name, earning: ratios[0], checkin: ratios[1], perks: perks ?? [])
    }
}

extension LevelRules.Review {
    fileprivate static func read(_ reader: inout SectionReader) -> LevelRules.Review? {
        let months = reader.requiredInteger("months", in: 1...120)
        let grace = reader.integer("graceDays", in: 0...366)
        let fall = reader.optionalWord("fall", of: Fall.allCases)
        return months.map {
            LevelRules.Review(months: $0, graceDays: grace ?? 0, fall: fall ?? .oneStep)
        }
    }
}
