import Primitives

extension GameTerms {
    /// What these terms have worse than older ones.
    func worsenings(since old: GameTerms) -> [Worsening] {
        var list = WorseningList()
        list.shorter(window, than: old.window, "window")
        if eligibility != old.eligibility, eligibility != .everyone {
            list.add("eligibility", "is another")
        }
        list.less(free.perDay, than: old.free.perDay, "free.perDay")
        list.less(free.atStart, than: old.free.atStart, "free.atStart")
        list.less(limits.perHour, than: old.limits.perHour, "limits.perHour")
        list.less(limits.perDay, than: old.limits.perDay, "limits.perDay")
        list.less(limits.perCampaign, than: old.limits.perCampaign, "limits.perCampaign")
        list.less(limits.total, than: old.limits.total, "limits.total")
        list.add(costs.worsenings(since: old.costs, "costs"))
        return list.all
    }
}

extension [Cost] {
    /// What a list of costs has worse than an older one.
    func worsenings(since old: [Cost], _ path: String) -> [Worsening] {
        var list = WorseningList()
        for cost in old {
            guard let index = firstIndex(where: { $0.asset == cost.asset }) else {
                list.add(path, "no longer takes \(cost.asset)")
                continue
            }
            let amount = self[index].amount.value
            list.more(amount, than: cost.amount.value, "\(path)[\(index)].amount")
        }
        // What is taken first is paid first, so what comes before must have come before.
        if list.all.isEmpty, !old.isEmpty, prefix(old.count).map(\.asset) != old.map(\.asset) {
            list.add(path, "are taken in another order")
        }
        return list.all
    }
}
