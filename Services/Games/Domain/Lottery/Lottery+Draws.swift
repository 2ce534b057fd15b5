import Chance
import Primitives

extension Lottery {
    /// Makes the draws of a play: the third of its steps, which cannot be refused.
    ///
    /// - Parameters:
    ///   - reservation: What the first step reserved.
    ///   - now: When it is settled, which decides windows, pacing and the day of stock.
    ///   - sources: The stream of each draw, in the order of their nonces; as many draws are made
    ///     as there are streams.
    ///   - state: The game; what is given is taken from its stock.
    ///   - player: The member; its draws, prizes, pity and chances change.
    /// - Returns: One outcome for each stream.
    package func settle<Source: DrawSource>(
        _ reservation: PlayReservation,
        at now: Instant,
        from sources: inout [Source],
        _ state: inout GameState,
        _ player: inout Player
    ) -> [DrawOutcome] {
        let occasion = Occasion(at: now, in: rules.terms.zone, level: reservation.level)
        var outcomes: [DrawOutcome] = []
        outcomes.reserveCapacity(sources.count)
        var hasPromised = rules.ten?.atLeastOneOf == nil || reservation.count != TenDraws.count
        for place in sources.indices {
            let isLast = place == sources.count - 1
            let outcome = draw(
                nonce: reservation.firstNonce.clampedSum(Int64(place)),
                promised: isLast && !hasPromised ? rules.ten?.atLeastOneOf : nil,
                on: occasion,
                from: &sources[place],
                &state,
                &player
            )
            if let tier = rules.ten?.atLeastOneOf, isOfTier(outcome, orBetterThan: tier) {
                hasPromised = true
            }
            outcomes.append(outcome)
        }
        return outcomes
    }

    /// Makes one draw.
    private func draw(
        nonce: Int64,
        promised: Int64?,
        on occasion: Occasion,
        from source: inout some DrawSource,
        _ state: inout GameState,
        _ player: inout Player
    ) -> DrawOutcome {
        let pityBefore = pity(of: player)
        let weighting = weighting(pityBefore, promised: promised)
        let rolled = table.roll(weighting, from: &source)
        let giving = table.give(rolled, on: occasion, from: &source, &state, &player)
        player.draws = player.draws.clampedSum(1)
        player.receive(giving.reward)
        let tier = table.prize(giving.given)?.tier
        for rule in rules.pity {
            let isReset = tier.map { $0 <= rule.tier } ?? false
            player.pity[rule.pool] = isReset ? 0 : (player.pity[rule.pool] ?? 0).clampedSum(1)
        }
        return DrawOutcome(
            nonce: nonce,
            pityBefore: pityBefore,
            weighting: weighting,
            giving: giving
        )
    }

    /// The player's counts in the pools of these rules.
    package func pity(of player: Player) -> [PoolID: Int64] {
        var counts: [PoolID: Int64] = [:]
        for rule in rules.pity { counts[rule.pool] = player.pity[rule.pool] ?? 0 }
        return counts
    }

    private func isOfTier(_ outcome: DrawOutcome, orBetterThan tier: Int64) -> Bool {
        table.prize(outcome.giving.given)?.isOfTier(orBetterThan: tier) ?? false
    }
}
