import Chance
import Primitives

/// One version of a lottery, its rules without faults and its table ready to be drawn from.
///
/// The same functions serve a play, the replay of an epoch, and a simulation.
package struct Lottery: Hashable, Sendable {
    /// The rules.
    package let rules: LotteryRules
    /// The prizes and their weights.
    package let table: PrizeTable

    /// The lottery of some rules.
    ///
    /// - Throws: `RulesFaults` where they have any.
    package init(_ rules: LotteryRules) throws(RulesFaults) {
        let faults = rules.faults
        guard faults.isEmpty else { throw RulesFaults(faults: faults) }
        self.rules = rules
        table = PrizeTable(rules.prizes, window: rules.terms.window)
    }

    /// Reserves all that a play needs: the first of its three steps.
    ///
    /// - Parameters:
    ///   - request: What is asked for.
    ///   - state: The game; its count of reserved draws changes.
    ///   - player: The member; its counts, chances and nonces change.
    /// - Returns: What was reserved, and how it is paid.
    /// - Throws: `PlayRefusal`, with nothing changed.
    package func begin(
        _ request: PlayRequest,
        _ state: inout GameState,
        _ player: inout Player
    ) throws(PlayRefusal) -> PlayReservation {
        guard offers(request.count) else { throw .countNotOffered(request.count) }
        return try rules.terms.reserve(request, &state, &player)
    }

    /// Whether so many draws can be asked for at once.
    func offers(_ count: Int64) -> Bool {
        count == 1 || count == TenDraws.count && rules.ten != nil
    }

    /// Gives back what a play had reserved whose charge was refused; its nonces stay used.
    package func giveBack(
        _ reservation: PlayReservation,
        _ state: inout GameState,
        _ player: inout Player
    ) {
        rules.terms.giveBack(reservation, &state, &player)
    }

    /// How the prizes are weighed in a player's next draw.
    ///
    /// Of the tiers that must come, the best one does; what rises is without effect then.
    ///
    /// - Parameters:
    ///   - pity: The player's counts by pool.
    ///   - promised: A tier that is promised besides, as in the last of ten draws.
    /// - Returns: The weighting, from which the exact odds follow.
    package func weighting(_ pity: [PoolID: Int64], promised: Int64? = nil) -> Weighting {
        var due = promised
        var rises: [Weighting.Rise] = []
        for rule in rules.pity {
            let count = pity[rule.pool] ?? 0
            if rule.isDue(after: count) { due = min(due ?? rule.tier, rule.tier) }
            let rise = rule.rise(after: count)
            if rise > 0 { rises.append(Weighting.Rise(tier: rule.tier, by: rise)) }
        }
        if let due { return .only(tier: due) }
        return rises.isEmpty ? .plain : .raised(rises)
    }

    /// The exact odds of a player's next draw.
    package func odds(for player: Player) -> [PrizeOdds] {
        table.odds(weighting(player.pity))
    }
}
