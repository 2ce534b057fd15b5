import GamesDomain
import Primitives
import Sections
import Wire

/// Reads what lotteries and card flips do not have in common, and makes the game.
struct RulesReader {
    let terms: GameTerms
    let prizes: [Prize]
    let amounts: AmountReader

    /// The game, or nil where a part of it is at fault.
    ///
    /// - Throws: `RulesFaults` where each part can be read and the whole has faults.
    func game(_ kind: GameKind, _ reader: inout SectionReader) throws(RulesFaults) -> Game? {
        switch kind {
        case .lottery:
            let rules = lottery(&reader)
            guard reader.isSound else { return nil }
            return .lottery(try Lottery(rules))
        case .cardFlip:
            let rules = cardFlip(&reader)
            guard let rules, reader.isSound else { return nil }
            return .cardFlip(try CardFlip(rules))
        }
    }

    /// `{pity?, ten?}`.
    private func lottery(_ reader: inout SectionReader) -> LotteryRules {
        var rules = LotteryRules(terms, prizes: prizes)
        rules.pity = PityRule.list(&reader)
        if let json = reader.take("ten") {
            if json == true {
                rules.ten = TenDraws()
            } else if case .object = json {
                rules.ten = reader.element(json, at: reader.path(of: "ten")) {
                    $0.requiredWholeNumber("atLeastOneOf").map { TenDraws(atLeastOneOf: $0) }
                }
            } else {
                reader.fault(at: "ten", "must be true or {atLeastOneOf}, or left out")
            }
        }
        return rules
    }

    /// `{mode, cards, flips, extraFlips?, timeoutSeconds?}`.
    private func cardFlip(_ reader: inout SectionReader) -> CardFlipRules? {
        let mode = reader.word("mode", of: CardFlipMode.allCases)
        let cards = reader.requiredWholeNumber("cards")
        let flips = reader.requiredWholeNumber("flips")
        let extraFlips = reader.nested("extraFlips") { extra -> ExtraFlips? in
            if !extra.has("cost") { extra.fault(at: "cost", "is missing") }
            let costs = Cost.list("cost", of: &extra, amounts)
            return extra.requiredWholeNumber("most").map { ExtraFlips(costs: costs, most: $0) }
        }
        // Bounded here already, so that it can be told in milliseconds.
        let timeout = reader.integer("timeoutSeconds", in: 10...86_400)
        guard let mode, let cards, let flips else { return nil }
        var rules = CardFlipRules(terms, prizes: prizes, mode: mode, cards: cards, flips: flips)
        rules.extraFlips = extraFlips
        if let timeout { rules.timeoutMs = timeout * 1000 }
        return rules
    }
}

extension PityRule {
    /// `pity: [{pool, tier, hard?, soft?: {from, rise, step?}}]`, empty where it is absent.
    fileprivate static func list(_ reader: inout SectionReader) -> [PityRule] {
        reader.list("pity", atMost: 10) { entry in
            let pool: PoolID? = entry.identifier("pool")
            let tier = entry.requiredWholeNumber("tier")
            let hard = entry.wholeNumber("hard")
            let soft = entry.nested("soft") { soft -> Soft? in
                let from = soft.requiredWholeNumber("from")
                let rise = soft.requiredWholeNumber("rise")
                let step = soft.wholeNumber("step") ?? 0
                guard let from, let rise else { return nil }
                return Soft(from: from, rise: rise, step: step)
            }
            guard let pool, let tier else { return nil }
            return PityRule(pool: pool, tier: tier, hard: hard, soft: soft)
        }
    }
}
