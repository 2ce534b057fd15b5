import Primitives

extension GameTerms {
    /// What is wrong with the terms, where so many draws can be paid for at once.
    func faults(most: Int64) -> [RulesFault] {
        var list = FaultList()
        list.check(window, "window")
        list.check(free.perDay, 0...1000, "free.perDay")
        list.check(free.atStart, 0...1000, "free.atStart")
        list.check(limits.perHour, 1...1_000_000, "limits.perHour")
        list.check(limits.perDay, 1...1_000_000, "limits.perDay")
        list.check(limits.perCampaign, 1...1_000_000, "limits.perCampaign")
        list.check(limits.total, 1...Points.largestMovement.value, "limits.total")
        if eligibility.depth > 5 { list.add("eligibility", "must be nested at most 5 deep") }
        if eligibility.count > 100 { list.add("eligibility", "must have at most 100 parts") }
        if eligibility.longestName > 64 {
            list.add("eligibility", "must name tags, badges and channels of at most 64 bytes")
        }
        list.add(costs.faults(at: "costs", most: most))
        if costs.isEmpty, free.perDay <= 0, free.atStart <= 0 {
            list.add("costs", "is missing, and so are free chances")
        }
        return list.faults
    }
}

extension [Cost] {
    /// What is wrong with a list of costs.
    ///
    /// - Parameters:
    ///   - path: Where it stands.
    ///   - most: How many times one is taken at once.
    /// - Returns: The faults, none where empty.
    func faults(at path: String, most: Int64) -> [RulesFault] {
        var list = FaultList()
        if count > 10 { list.add(path, "must be at most 10") }
        var assets: Set<AssetID> = []
        for (index, cost) in enumerated() {
            list.check(
                cost.amount.value,
                1...(Points.largestMovement.value / Swift.max(1, most)),
                "\(path)[\(index)].amount"
            )
            if !assets.insert(cost.asset).inserted {
                list.add("\(path)[\(index)].asset", "stands twice")
            }
        }
        return list.faults
    }
}
