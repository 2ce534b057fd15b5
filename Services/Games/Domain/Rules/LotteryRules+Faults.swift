extension LotteryRules {
    /// What is wrong with the rules; nothing where empty.
    package var faults: [RulesFault] {
        var list = FaultList()
        list.add(terms.faults(most: ten == nil ? 1 : TenDraws.count))
        list.add(prizes.faults(in: terms.window))
        list.add(pityFaults)
        if let tier = ten?.atLeastOneOf, !hasPrize(ofTier: tier) {
            list.add("ten.atLeastOneOf", "names a tier without a prize that can be rolled")
        } else if let tier = ten?.atLeastOneOf, !isAlwaysKept(tier) {
            list.add("ten.atLeastOneOf", Self.notKept)
        }
        return list.faults
    }

    private var pityFaults: [RulesFault] {
        var list = FaultList()
        if pity.count > 10 { list.add("pity", "must be at most 10") }
        if pity.count(where: { $0.soft != nil }) > 2 {
            list.add("pity", "must have at most 2 rules with a rising chance")
        }
        var pools: Set<PoolID> = []
        var tiers: Set<Int64> = []
        for (index, rule) in pity.enumerated() {
            let path = "pity[\(index)]"
            if !pools.insert(rule.pool).inserted { list.add(path + ".pool", "stands twice") }
            if !tiers.insert(rule.tier).inserted { list.add(path + ".tier", "stands twice") }
            if !hasPrize(ofTier: rule.tier) {
                list.add(path + ".tier", "names a tier without a prize that can be rolled")
            }
            if rule.hard != nil, !isAlwaysKept(rule.tier) { list.add(path + ".hard", Self.notKept) }
            list.add(rule.faults(at: path))
        }
        return list.faults
    }

    private static let notKept =
        "needs that each prize of the tier ends in one of it that can always be given"

    /// Whether whatever is rolled of a tier leads to a prize of it, or a better one, that can
    /// always be given.
    ///
    /// Else a member to whom the tier must come would draw its substitutes, and nothing else, for
    /// as long as it is sold out.
    private func isAlwaysKept(_ tier: Int64) -> Bool {
        let byID = Dictionary(
            prizes.map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        return prizes.allSatisfy { prize in
            guard prize.tier == tier, prize.weight > 0 else { return true }
            var last = prize
            var passed: Set<PrizeID> = []
            while passed.insert(last.id).inserted, let next = last.substitute.flatMap({ byID[$0] })
            {
                last = next
            }
            return last.isAlwaysAvailable && last.isOfTier(orBetterThan: tier)
        }
    }

    private func hasPrize(ofTier tier: Int64) -> Bool {
        prizes.contains { $0.tier == tier && $0.weight > 0 }
    }
}

extension PityRule {
    fileprivate func faults(at path: String) -> [RulesFault] {
        var list = FaultList()
        list.check(hard, 1...100_000, path + ".hard")
        if hard == nil, soft == nil { list.add(path, "needs a hard or a soft part") }
        guard let soft else { return list.faults }
        list.check(soft.from, 1...100_000, path + ".soft.from")
        list.check(soft.rise, 1...1_000_000_000, path + ".soft.rise")
        list.check(soft.step, 0...1_000_000_000, path + ".soft.step")
        if let hard, soft.from > hard {
            list.add(path + ".soft.from", "must not come after the hard part")
        }
        return list.faults
    }
}
