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
        list.add(prizes.worsenings(since: old.prizes, tiers: tiers))
        for former in old.pity {
            guard let index = pity.firstIndex(where: { $0.pool == former.pool }) else {
                list.add("pity", "no longer has the pool \(former.pool)")
                continue
            }
            list.add(pity[index].worsenings(since: former, "pity[\(index)]"))
        }
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
        return list.all
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
