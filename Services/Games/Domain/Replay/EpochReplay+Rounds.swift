import Chance
import Primitives

extension EpochReplay {
    /// Replays the start of a round.
    ///
    /// - Parameters:
    ///   - recorded: The start as it was recorded.
    ///   - game: The version whose rules it followed.
    ///   - source: The round's stream.
    /// - Returns: What is not right with it.
    package mutating func replay(
        _ recorded: RecordedDeal<Key>,
        of game: CardFlip,
        from source: inout some DrawSource
    ) -> [ReplayFinding<Key>] {
        let reservation = recorded.reservation
        note(reservation, of: recorded.player, isRefused: recorded.deal == nil)
        guard let found = recorded.deal else { return [] }
        var player = players[recorded.player] ?? Player(newTo: game.rules.terms)
        let deal = game.deal(
            reservation,
            at: recorded.settledAt,
            from: &source,
            &state,
            &player
        )
        players[recorded.player] = player
        let name = RoundName(epoch: reservation.epoch, nonce: reservation.firstNonce)
        rounds[recorded.player, default: [:]][name] = deal.round
        var faults: [ReplayFault] = []
        if deal.givings.count != found.givings.count {
            let counts = [deal.givings.count, found.givings.count].map(Int64.init)
            faults.append(.outcomes(expected: counts[0], recorded: counts[1]))
        }
        faults += zip(deal.givings, found.givings).flatMap { $0.faults(of: $1) }
        if deal.round.layout != found.round.layout {
            let layout = found.round.layout
            faults.append(.layout(expected: deal.round.layout, recorded: layout))
        }
        return faults.map { ReplayFinding(recorded.player, name.nonce, $0) }
    }

    /// Replays the end of a round.
    ///
    /// - Returns: What is not right with it.
    package mutating func replay(_ end: RecordedEnd<Key>) -> [ReplayFinding<Key>] {
        guard var round = rounds[end.player]?.removeValue(forKey: end.name) else {
            return [ReplayFinding(end.player, end.name.nonce, .noSuchRound)]
        }
        round.extrasPaid = max(0, end.extrasPaid)
        round.flips = round.flips.clampedSum(round.extrasPaid)
        let isPossible =
            Set(end.chosen).count == end.chosen.count && Int64(end.chosen.count) <= round.flips
            && end.chosen.allSatisfy { round.face(at: $0) != nil }
            && round.extrasPaid <= round.extraFlips?.most ?? 0
        var findings: [ReplayFinding<Key>] = []
        if isPossible {
            round.turned = end.chosen
        } else {
            findings.append(ReplayFinding(end.player, end.name.nonce, .chosen(end.chosen)))
        }
        round.close()
        // A player that has a round has been replayed, or stands in the opening state.
        guard var player = players[end.player] else { return findings }
        let settlement = CardFlip.settle(&round, at: end.endedAt, &state, &player)
        players[end.player] = player
        if let settlement, settlement != end.settlement {
            let fault = ReplayFault.settlement(expected: settlement, recorded: end.settlement)
            findings.append(ReplayFinding(end.player, end.name.nonce, fault))
        }
        return findings
    }
}
