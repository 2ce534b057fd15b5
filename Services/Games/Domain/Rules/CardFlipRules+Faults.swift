extension CardFlipRules {
    /// What is wrong with the rules; nothing where empty.
    package var faults: [RulesFault] {
        var list = FaultList()
        list.add(terms.faults(most: 1))
        list.add(prizes.faults(in: terms.window))
        list.check(cards, 4...36, "cards")
        list.check(flips, 1...max(1, cards), "flips")
        list.check(timeoutMs, 10_000...86_400_000, "timeout")
        if let extraFlips {
            list.check(extraFlips.most, 1...35, "extraFlips.most")
            if extraFlips.costs.isEmpty { list.add("extraFlips.costs", "is missing") }
            list.add(extraFlips.costs.faults(at: "extraFlips.costs", most: 1))
        }
        guard mode == .pairs else { return list.faults }
        if !cards.isMultiple(of: 2) { list.add("cards", "must be an even number") }
        if flips < 2 { list.add("flips", "must be at least 2, for one card makes no pair") }
        for (index, prize) in prizes.enumerated() where prize.kind.isRange {
            list.add("prizes[\(index)].amount", "must be one amount, so that faces can be equal")
        }
        return list.faults
    }
}
