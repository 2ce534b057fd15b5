import Primitives

extension [Prize] {
    /// What is wrong with the prizes of a game that has a window.
    func faults(in window: TimeWindow) -> [RulesFault] {
        var list = FaultList()
        guard (1...100).contains(count) else {
            list.add("prizes", "must be 1 to 100")
            return list.faults
        }
        var ids: Set<PrizeID> = []
        for (index, prize) in enumerated() {
            let path = "prizes[\(index)]"
            if !ids.insert(prize.id).inserted { list.add(path + ".id", "stands twice") }
            list.add(prize.faults(at: path, in: window))
        }
        if allSatisfy({ $0.weight <= 0 }) { list.add("prizes", "must have a weight above 0") }
        list.add(substituteFaults)
        return list.faults
    }

    /// Whether every chain of substitutes ends in what can always be given.
    private var substituteFaults: [RulesFault] {
        var list = FaultList()
        let byID = Dictionary(map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for (index, prize) in enumerated() {
            let path = "prizes[\(index)].substitute"
            guard let substitute = prize.substitute else {
                if !prize.isAlwaysAvailable {
                    list.add(path, "is missing, though the prize cannot always be given")
                }
                continue
            }
            guard byID[substitute] != nil else {
                list.add(path, "names no prize of the game")
                continue
            }
            var passed: Set<PrizeID> = [prize.id]
            var next = Optional(substitute)
            while let id = next, passed.insert(id).inserted { next = byID[id]?.substitute }
            if next == prize.id { list.add(path, "leads back to the prize itself") }
        }
        return list.faults
    }
}

extension Prize {
    fileprivate func faults(at path: String, in gameWindow: TimeWindow) -> [RulesFault] {
        var list = FaultList()
        let most = Points.largestMovement.value
        list.check(weight, 0...1_000_000_000, path + ".weight")
        list.check(tier, 1...100, path + ".tier")
        list.check(stock.total, 0...most, path + ".stock.total")
        if kind.isProduct, stock.total == nil {
            list.add(path + ".stock.total", "is missing, though products are counted")
        }
        list.check(stock.perDay, 0...most, path + ".stock.perDay")
        list.check(perMember, 1...1_000_000, path + ".perMember")
        list.check(unlockAfter, 0...1_000_000, path + ".unlockAfter")
        list.check(valueMinor, 0...most, path + ".value")
        list.check(window, path + ".window")
        list.add(kind.faults(at: path))
        let bounded = window.bounded(by: gameWindow)
        if stock.isPaced || window != .always, !window.isEmpty, bounded.isEmpty {
            list.add(path + ".window", "has no instant in common with the game's window")
        }
        guard stock.isPaced else { return list.faults }
        if stock.total == nil { list.add(path + ".pacing", "needs a total stock") }
        if bounded.from == nil || bounded.until == nil {
            list.add(path + ".pacing", "needs a window with both ends, here or in the game")
        }
        return list.faults
    }
}

extension PrizeKind {
    fileprivate func faults(at path: String) -> [RulesFault] {
        var list = FaultList()
        switch self {
        case .asset(_, let range): list.add(range.faults(at: path))
        case .freezes(let count): list.check(count, 1...31, path + ".freezes")
        case .product(_, let quantity): list.check(quantity, 1...100, path + ".quantity")
        case .chances(let count): list.check(count, 1...10, path + ".chances")
        case .nothing: break
        }
        return list.faults
    }
}

extension AmountRange {
    fileprivate func faults(at path: String) -> [RulesFault] {
        var list = FaultList()
        let most = Points.largestMovement.value
        guard !isFixed else {
            list.check(lowest, 1...most, path + ".amount")
            return list.faults
        }
        list.check(lowest, 1...most, path + ".amount.from")
        list.check(highest, 1...most, path + ".amount.to")
        list.check(step, 1...most, path + ".amount.step")
        guard list.faults.isEmpty else { return list.faults }
        if highest < lowest {
            list.add(path + ".amount.to", "must not be below the smallest amount")
        } else if (highest - lowest) % step != 0 {
            list.add(path + ".amount.step", "must lead from the smallest amount to the largest")
        }
        return list.faults
    }
}
