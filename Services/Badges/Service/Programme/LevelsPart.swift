import BadgesDomain
import Primitives
import Sections
import Wire

/// The levels with what is shown of them.
package struct LevelsPart: Sendable {
    /// What is shown of one level.
    package struct Display: Hashable, Sendable {
        /// What people call it.
        package let name: String
        /// By how much what events earn is multiplied, from 1 on.
        package let earning: Ratio
        /// By how much what check-ins award is multiplied, from 1 on.
        package let checkin: Ratio
        /// What else a member has of it, in words.
        package let perks: [String]
    }

    /// The levels.
    package let rules: LevelRules
    /// In the order of the levels.
    package let displays: [Display]

    /// With `level:` before it an id is the reference of a reward, which has 64 characters.
    private static let longestID = 58
    private static let largestBenefit = Ratio(100, over: 1) ?? .one

    static let none = LevelsPart(rules: .none, displays: [])

    /// `{steps: [{id, name?, at, keep?, badges?, benefits?, reward?}],
    /// review?: {months, graceDays?, fall?}}`.
    static func read(
        _ reader: inout SectionReader,
        _ awards: AwardReader,
        badges: Set<BadgeID>
    ) -> LevelsPart? {
        if !reader.has("steps") { reader.fault(at: "steps", "is missing") }
        var known: Set<LevelID> = []
        var former: Int64 = 0
        let steps = reader.list("steps", atMost: 50) { entry in
            let id = entry.ownIdentifier(among: &known, atMost: longestID)
            return step(&entry, id, awards, badges, after: &former)
        }
        let review = reader.nested("review") { LevelRules.Review.read(&$0) }
        guard reader.isSound else { return nil }
        return LevelsPart(
            rules: LevelRules(steps.map(\.step), review: review),
            displays: steps.map(\.display)
        )
    }

    private static func step(
        _ reader: inout SectionReader,
        _ id: LevelID?,
        _ awards: AwardReader,
        _ badges: Set<BadgeID>,
        after former: inout Int64
    ) -> (step: LevelRules.Step, display: Display)? {
        let name = reader.text("name", largest: 128)
        let entry = reader.requiredInteger("at", in: 0...Points.largestBalance.value)
        if let entry, entry < former {
            reader.fault(at: "at", "is below that of the level before")
        }
        former = entry ?? former
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
            guard reader.has(member), let ratio = reader.decimal(member) else { return .one }
            if ratio < .one || ratio > largestBenefit {
                reader.fault(at: member, "must be a number from 1 to 100")
            }
            return ratio
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
