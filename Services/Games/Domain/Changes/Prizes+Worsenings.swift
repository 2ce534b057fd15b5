import Primitives

extension [Prize] {
    /// What these prizes have worse than older ones.
    ///
    /// - Parameters:
    ///   - old: The older prizes.
    ///   - tiers: The tiers that pity or a promise speaks of.
    ///   - windows: The game's window, and its older one.
    /// - Returns: What is worse, none where empty.
    func worsenings(
        since old: [Prize],
        tiers: Set<Int64>,
        _ windows: (new: TimeWindow, old: TimeWindow)
    ) -> [Worsening] {
        var list = WorseningList()
        for prize in old {
            guard let index = firstIndex(where: { $0.id == prize.id }) else {
                if prize.kind != .nothing { list.add("prizes", "no longer have \(prize.id)") }
                continue
            }
            let path = "prizes[\(index)]"
            list.add(self[index].worsenings(since: prize, path))
            if self[index].isReleasedLater(than: prize, windows) {
                list.add(path + ".pacing", "releases the stock more slowly")
            }
            guard prize.kind != .nothing else { continue }
            if isRarer(self[index], than: prize, among: old, where: { _ in true }) {
                list.add(path + ".weight", "makes it rarer")
            } else if let tier = prize.tier, tiers.contains(tier),
                isRarer(self[index], than: prize, among: old, where: { $0.tier == tier })
            {
                list.add(path + ".weight", "makes it rarer within its tier")
            }
        }
        return list.all
    }

    /// Whether a prize has a smaller part of the weights of some prizes than it had.
    private func isRarer(
        _ new: Prize,
        than prize: Prize,
        among old: [Prize],
        where isCounted: (Prize) -> Bool
    ) -> Bool {
        let sum = filter(isCounted).weightSum
        let oldSum = old.filter(isCounted).weightSum
        // Weights are below 2^30 and their sums below 2^37.
        return new.checkedWeight * oldSum < prize.checkedWeight * sum
    }

    private var weightSum: UInt128 { prefix(100).reduce(0) { $0 + $1.checkedWeight } }
}

extension Prize {
    fileprivate var checkedWeight: UInt128 { UInt128(Swift.max(0, weight)) }

    fileprivate func worsenings(since old: Prize, _ path: String) -> [Worsening] {
        var list = WorseningList()
        if let change = kind.worsening(since: old.kind) { list.add(path, change) }
        if tier != old.tier { list.add(path + ".tier", "is another") }
        list.less(stock.total, than: old.stock.total, path + ".stock.total")
        list.less(stock.perDay, than: old.stock.perDay, path + ".stock.perDay")
        if stock.isPaced, !old.stock.isPaced {
            list.add(path + ".pacing", "releases the stock bit by bit")
        }
        list.less(perMember, than: old.perMember, path + ".perMember")
        list.shorter(window, than: old.window, path + ".window")
        list.more(unlockAfter, than: old.unlockAfter, path + ".unlockAfter")
        if let levelAtLeast, levelAtLeast > old.levelAtLeast ?? .min {
            list.add(path + ".levelAtLeast", "is higher")
        }
        if let own = substitute, let former = old.substitute, own != former {
            list.add(path + ".substitute", "is another")
        }
        if let former = old.valueMinor { list.less(valueMinor, than: former, path + ".value") }
        return list.all
    }
}

extension PrizeKind {
    /// What is worse than it was, or nil where nothing is.
    fileprivate func worsening(since old: PrizeKind) -> String? {
        let isLess: Bool
        switch (self, old) {
        case (_, .nothing): return nil
        case (.asset(let own, let amounts), .asset(let their, let former)) where own == their:
            isLess = amounts.lowest < former.lowest || amounts.highest < former.highest
        case (.freezes(let own), .freezes(let their)): isLess = own < their
        case (.chances(let own), .chances(let their)): isLess = own < their
        case (.product(let own, let count), .product(let their, let former)) where own == their:
            isLess = count < former
        default: return "is another"
        }
        return isLess ? "is less" : nil
    }
}
