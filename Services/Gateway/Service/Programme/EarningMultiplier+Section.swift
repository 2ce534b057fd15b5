import GatewayDomain
import Primitives
import Sections
import Wire

extension EarningMultiplier {
    /// What the levels' benefits for earning multiply by, all of one group.
    static func list(ofLevels levels: [LevelBenefits]) -> [EarningMultiplier] {
        levels.compactMap { level in
            guard let times = level.earning else { return nil }
            var condition = EarningCondition()
            condition.levelAtLeast = level.level
            return EarningMultiplier(
                id: level.multiplierID,
                group: LevelBenefits.group,
                times: times,
                condition: condition
            )
        }
    }

    /// `multipliers: [{id, group?, times, when?}]` and those of the levels, whose names no other
    /// has.
    static func list(
        _ reader: inout SectionReader,
        beside levels: [EarningMultiplier]
    ) -> [EarningMultiplier] {
        var seen = Set(levels.map(\.id))
        let own = reader.list("multipliers", atMost: 32) { entry -> EarningMultiplier? in
            let terms = MultiplierTerms(&entry)
            let condition = EarningCondition.read(&entry)
            guard let terms else { return nil }
            if !seen.insert(terms.id).inserted { entry.fault(at: "id", "stands twice") }
            return EarningMultiplier(
                id: terms.id,
                group: terms.group,
                times: terms.times,
                condition: condition
            )
        }
        return own + levels
    }
}
