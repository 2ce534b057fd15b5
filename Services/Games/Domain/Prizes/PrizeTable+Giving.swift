import Chance
import Primitives

/// What became of a prize that was rolled.
package struct Giving: Hashable, Sendable {
    /// The prize that was rolled.
    package let rolled: PrizeID
    /// The prizes that could not be given, the one that was rolled first; mostly none.
    package let substitutions: [Substitution]
    /// The prize that is given.
    package let given: PrizeID
    /// What that is.
    package let reward: Reward

    /// Joins the parts of what was given.
    package init(
        rolled: PrizeID,
        substitutions: [Substitution],
        given: PrizeID,
        reward: Reward
    ) {
        self.rolled = rolled
        self.substitutions = substitutions
        self.given = given
        self.reward = reward
    }
}

extension PrizeTable {
    /// Gives the prize at a place, or the first of its substitutes that can be given, and takes
    /// it from the stock.
    ///
    /// How much of it is given is drawn last, and only where the prize is a range.
    func give(
        _ rolled: Int,
        on occasion: Occasion,
        from source: inout some DrawSource,
        _ state: inout GameState,
        _ player: inout Player
    ) -> Giving {
        var place = rolled
        var substitutions: [Substitution] = []
        // Rules without faults have no cycles, and every chain ends in what is always available.
        while let next = substitute(of: place),
            let hindrance = hindrance(of: prizes[place], on: occasion, state, player)
        {
            let count = state.stock[prizes[place].id] ?? StockCount()
            substitutions.append(
                Substitution(
                    prize: prizes[place].id,
                    hindrance: hindrance,
                    left: count.left(of: prizes[place].stock)
                )
            )
            place = next
        }
        let given = prizes[place]
        state.take(given.id, on: occasion.day)
        player.take(given.id)
        return Giving(
            rolled: prizes[rolled].id,
            substitutions: substitutions,
            given: given.id,
            reward: given.kind.reward(from: &source)
        )
    }

    /// What keeps a prize from being given to a player, or nil where nothing does.
    package func hindrance(
        of prize: Prize,
        on occasion: Occasion,
        _ state: GameState,
        _ player: Player
    ) -> Hindrance? {
        if let from = prize.window.from, occasion.now < from { return .notYetOpen(opens: from) }
        if let until = prize.window.until, occasion.now >= until { return .closed(since: until) }
        if let level = prize.levelAtLeast, occasion.level < level { return .level(atLeast: level) }
        if player.draws < prize.unlockAfter {
            return .locked(drawsMissing: prize.unlockAfter.clampedDifference(player.draws))
        }
        if let most = prize.perMember, (player.prizes[prize.id] ?? 0) >= most {
            return .memberLimit(most: most)
        }
        guard prize.stock != .unlimited else { return nil }
        return shortage(of: prize, on: occasion, state.stock[prize.id] ?? StockCount())
    }

    private func shortage(
        of prize: Prize,
        on occasion: Occasion,
        _ count: StockCount
    ) -> Hindrance? {
        if let left = count.left(of: prize.stock), left <= 0 { return .outOfStock }
        if let most = prize.stock.perDay, count.today.count(in: occasion.day.daysSinceEpoch) >= most
        {
            return .dayStockGone(perDay: most)
        }
        guard prize.stock.isPaced, let total = prize.stock.total else { return nil }
        let released = Stock.released(
            of: total.clampedSum(count.restocked),
            at: occasion.now,
            within: prize.window.bounded(by: window)
        )
        return count.given >= released ? .notReleased(released: released) : nil
    }
}

extension PrizeKind {
    /// What is handed out for it.
    func reward(from source: inout some DrawSource) -> Reward {
        switch self {
        case .asset(let asset, let range):
            guard !range.isFixed else { return .asset(asset, Points(range.lowest)) }
            let place = source.integer(below: UInt128(range.count))
            return .asset(asset, Points(range.amount(at: UInt64(clamping: place))))
        case .freezes(let count): return .freezes(count)
        case .product(let product, let quantity): return .product(product, quantity: quantity)
        case .chances(let count): return .chances(count)
        case .nothing: return .nothing
        }
    }
}
