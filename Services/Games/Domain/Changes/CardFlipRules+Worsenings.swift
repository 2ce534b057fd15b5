extension CardFlipRules {
    /// What these rules, put in force while the game runs, would make worse for its members.
    ///
    /// - Parameter old: The rules in force.
    /// - Returns: What is worse, with its path in these rules; nothing where empty.
    package func worsenings(since old: CardFlipRules) -> [Worsening] {
        var list = WorseningList()
        list.add(terms.worsenings(since: old.terms))
        let windows = (terms.window, old.terms.window)
        list.add(prizes.worsenings(since: old.prizes, tiers: [], windows))
        if mode != old.mode { list.add("mode", "is another") }
        if mode == .pairs, old.mode == .pairs { list.more(cards, than: old.cards, "cards") }
        list.less(flips, than: old.flips, "flips")
        list.less(timeoutMs, than: old.timeoutMs, "timeout")
        guard let former = old.extraFlips else { return list.all }
        guard let extraFlips else {
            list.add("extraFlips", "is missing")
            return list.all
        }
        list.less(extraFlips.most, than: former.most, "extraFlips.most")
        list.add(extraFlips.costs.worsenings(since: former.costs, "extraFlips.costs"))
        return list.all
    }
}
