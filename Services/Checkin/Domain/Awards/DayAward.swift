import Primitives

/// What a day earns, in its parts and in all.
package struct DayAward: Hashable, Sendable {
    /// One part of what a day earns.
    package struct Part: Hashable, Sendable {
        /// Why it is awarded.
        package let source: AwardSource
        /// What was reached, as a grant of it says; 0 where nothing is.
        package let reach: Int64
        /// What is handed out, before the multiplier.
        package let items: [Award.Item]

        /// Joins a reason and what is handed out.
        package init(source: AwardSource, reach: Int64 = 0, items: [Award.Item]) {
            self.source = source
            self.reach = reach
            self.items = items
        }
    }

    /// The parts, those of base first.
    package let parts: [Part]
    /// The names of the multipliers that count, and by how much each multiplies.
    package let multipliers: [AwardMultiplier.Counted]
    /// The product of the multipliers.
    package let factor: Ratio
    /// What is owed in all, one item of a kind.
    ///
    /// Assets are multiplied and then rounded down once; freezes are as many as could be held. An
    /// item's place in the list is part of its key.
    package let total: [Award.Item]

    /// The award as it was stored.
    package init(
        parts: [Part],
        multipliers: [AwardMultiplier.Counted],
        total: [Award.Item]
    ) {
        self.parts = parts
        self.multipliers = multipliers
        factor = multipliers.factor
        self.total = total
    }

    /// The award of some parts under some multipliers.
    ///
    /// - Parameters:
    ///   - parts: Why and what.
    ///   - multipliers: Those that count.
    ///   - room: How many freezes the member may still be given.
    init(_ parts: [Part], _ multipliers: [AwardMultiplier.Counted] = [], room: Int64) {
        self.parts = parts
        self.multipliers = multipliers
        let factor = multipliers.factor
        self.factor = factor
        var sums: [Award.Item] = []
        for item in parts.flatMap(\.items) {
            if let index = sums.firstIndex(where: { $0.isOfKind(of: item) }) {
                let (sum, isOver) = sums[index].count.addingReportingOverflow(item.count)
                sums[index] = sums[index].with(count: isOver ? .max : sum)
            } else {
                sums.append(item)
            }
        }
        total = sums.map { Self.limited($0, factor, room) }.filter { $0.count > 0 }
    }

    private static func limited(_ item: Award.Item, _ factor: Ratio, _ room: Int64) -> Award.Item {
        switch item {
        case .asset:
            let most = Points.largestMovement.value
            return item.with(count: min(factor.floor(of: item.count) ?? most, most))
        case .freezes: return item.with(count: max(0, min(item.count, room)))
        case .goods: return item
        }
    }

    /// What is owed, with some of the parts apart from all others.
    ///
    /// A part's share is what the total has more with it, so that the shares together are the
    /// total. Freezes count as if there were room for all.
    ///
    /// - Parameter isApart: Whether a part is owed apart.
    /// - Returns: The share of the others, and that of each part that is owed apart.
    package func shares(
        apart isApart: (Part) -> Bool
    ) -> (others: [Award.Item], apart: [(part: Part, items: [Award.Item])]) {
        let apart = parts.filter(isApart)
        guard !apart.isEmpty else { return (total, []) }
        var summed = parts.filter { !isApart($0) }
        let others = DayAward(summed, multipliers, room: .max).total
        var before = others
        var shares: [(part: Part, items: [Award.Item])] = []
        for part in apart {
            summed.append(part)
            let after = DayAward(summed, multipliers, room: .max).total
            shares.append((part, after.more(than: before)))
            before = after
        }
        return (others, shares)
    }

    /// How many freezes are handed out.
    var freezes: Int64 {
        total.reduce(0) { sum, item in
            if case .freezes(let count) = item { sum + count } else { sum }
        }
    }
}

extension [Award.Item] {
    /// What there is more of than in other items, of which there is one of a kind.
    fileprivate func more(than others: [Award.Item]) -> [Award.Item] {
        compactMap { item in
            let count = item.count - (others.first { $0.isOfKind(of: item) }?.count ?? 0)
            return count > 0 ? item.with(count: count) : nil
        }
    }
}
