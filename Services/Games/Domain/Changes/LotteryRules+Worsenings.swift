extension LotteryRules {
    /// What these rules, put in force while the game runs, would make worse for its members.
    ///
    /// Where a prize has become rarer, it is listed, whatever others have become likelier: what
    /// that is worth is for those to judge who force the change.
    ///
    /// - Parameter old: The rules in force.
    /// - Returns: What is worse, with its path in these rules; nothing where empty.
    package func worsenings(since old: LotteryRules) -> [Worsening] {
        var list = WorseningList()
        list.add(terms.worsenings(since: old.terms))
        let promised = [old.ten?.atLeastOneOf].compactMap { $0 }
        let tiers = Set(old.pity.map(\.tier) + promised)
        let windows = (terms.window, old.terms.window)
        list.add(prizes.worsenings(since: old.prizes, tiers: tiers, windows))
        for former in old.pity {
            guard let index = pity.firstIndex(where: { $0.pool == former.pool }) else {
                list.add("pity", "no longer has the pool \(former.pool)")
                continue
            }
            list.add(pity[index].worsenings(since: former, "pity[\(index)]"))
        }
        list.add(strongerPity(than: old))
        if let former = old.ten { list.add(worsenings(since: former)) }
        return list.all
    }

    private func worsenings(since old: TenDraws) -> [Worsening] {
        var list = WorseningList()
        guard let ten else {
            list.add("ten", "is no longer offered")
            return list.all
        }
        if let former = old.atLeastOneOf, (ten.atLeastOneOf ?? .max) > former {
            list.add("ten.atLeastOneOf", "promises less")
        }
        if let tier = ten.atLeastOneOf, old.atLeastOneOf == nil, hasPrize(betterThan: tier) {
            list.add("ten.atLeastOneOf", "comes at the cost of better tiers")
        }
        return list.all
    }

    /// Pity that is new or stronger, of a tier below which others lie: what brings that tier
    /// takes the better ones away from those draws.
    private func strongerPity(than old: LotteryRules) -> [Worsening] {
        var list = WorseningList()
        for (index, rule) in pity.enumerated() where hasPrize(betterThan: rule.tier) {
            let path = "pity[\(index)]"
            guard let former = old.pity.first(where: { $0.pool == rule.pool }) else {
                list.add(path, "comes at the cost of better tiers")
                continue
            }
            if let hard = rule.hard, hard < former.hard ?? .max {
                list.add(path + ".hard", "comes earlier, at the cost of better tiers")
            }
            if let soft = rule.soft, soft.isStronger(than: former.soft) {
                list.add(path + ".soft", "rises more, at the cost of better tiers")
            }
        }
        return list.all
    }

    private func hasPrize(betterThan tier: Int64) -> Bool {
        prizes.contains { $0.weight > 0 && $0.isOfTier(orBetterThan: tier.clampedDifference(1)) }
    }
}

extension PityRule.Soft {
    /// Whether it rises earlier or by more in any draw.
    fileprivate func isStronger(than old: PityRule.Soft?) -> Bool {
        guard let old else { return true }
        return from < old.from || rise > old.rise || step > old.step
    }
}

extension PityRule {
    fileprivate func worsenings(since old: PityRule, _ path: String) -> [Worsening] {
        var list = WorseningList()
        if tier != old.tier { list.add(path + ".tier", "is another") }
        if let former = old.hard, (hard ?? .max) > former {
            list.add(path + ".hard", "comes later, or never")
        }
        guard let former = old.soft else { return list.all }
        guard let soft else {
            list.add(path + ".soft", "is missing")
            return list.all
        }
        list.more(soft.from, than: former.from, path + ".soft.from")
        list.less(soft.rise, than: former.rise, path + ".soft.rise")
        list.less(soft.step, than: former.step, path + ".soft.step")
        return list.all
    }
}
