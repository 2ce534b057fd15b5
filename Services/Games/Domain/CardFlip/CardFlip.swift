import Chance
import Primitives

/// One version of a card flip, its rules without faults and its table ready to be dealt from.
///
/// The same functions serve a round and the replay of an epoch.
package struct CardFlip: Hashable, Sendable {
    /// The rules.
    package let rules: CardFlipRules
    /// The prizes and their weights.
    package let table: PrizeTable

    /// The card flip of some rules.
    ///
    /// - Throws: `RulesFaults` where they have any.
    package init(_ rules: CardFlipRules) throws(RulesFaults) {
        let faults = rules.faults
        guard faults.isEmpty else { throw RulesFaults(faults: faults) }
        self.rules = rules
        table = PrizeTable(rules.prizes, window: rules.terms.window)
    }

    /// Reserves all that a round needs: the first of the three steps of its start.
    ///
    /// That a member has no other round open in the game is for the store to see to.
    ///
    /// - Parameters:
    ///   - request: What is asked for; of its count only 1 is offered.
    ///   - state: The game; its count of reserved rounds changes.
    ///   - player: The member; its counts, chances and nonces change.
    /// - Returns: What was reserved, and how it is paid.
    /// - Throws: `PlayRefusal`, with nothing changed.
    package func begin(
        _ request: PlayRequest,
        _ state: inout GameState,
        _ player: inout Player
    ) throws(PlayRefusal) -> PlayReservation {
        guard request.count == 1 else { throw .countNotOffered(request.count) }
        return try rules.terms.reserve(request, &state, &player)
    }

    /// Gives back what a round had reserved whose charge was refused; its nonce stays used.
    package func giveBack(
        _ reservation: PlayReservation,
        _ state: inout GameState,
        _ player: inout Player
    ) {
        rules.terms.giveBack(reservation, &state, &player)
    }

    /// Settles a round that is due: unused flips are made, what is not won returns to the stock.
    ///
    /// - Parameters:
    ///   - round: The round, which is finished then.
    ///   - now: The instant.
    ///   - state: The game; prizes that were not won are put back.
    ///   - player: The member; its prizes and its chances change.
    /// - Returns: What the round came to, or nil where it is not due and nothing was changed.
    package static func settle(
        _ round: inout Round,
        at now: Instant,
        _ state: inout GameState,
        _ player: inout Player
    ) -> RoundSettlement? {
        guard let settlement = round.settle(at: now) else { return nil }
        for (prize, count) in settlement.returned {
            state.putBack(count, of: prize, takenOn: round.dealtOn)
            player.putBack(count, of: prize)
        }
        for win in settlement.wins { player.receive(win.reward) }
        return settlement
    }
}
