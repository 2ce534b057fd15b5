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
        var faults = note(
            reservation,
            of: recorded.player,
            settledAt: recorded.settledAt,
            isRefused: recorded.deal == nil,
            by: game.rules.terms
        )
        if reservation.count != 1 { faults.append(.count(reservation.count)) }
        let name = RoundName(epoch: reservation.epoch, nonce: reservation.firstNonce)
        guard let found = recorded.deal else {
            return faults.map { ReplayFinding(recorded.player, name.nonce, $0) }
        }
        var player = players[recorded.player] ?? Player(newTo: game.rules.terms)
        let deal = game.deal(
            reservation,
            at: recorded.settledAt,
            from: &source,
            &state,
            &player
        )
        players[recorded.player] = player
        rounds[recorded.player, default: [:]][name] = deal.round
        faults += deal.faults(of: found)
        return faults.map { ReplayFinding(recorded.player, name.nonce, $0) }
    }

    /// Replays the end of a round.
    ///
    /// - Returns: What is not right with it.
    package mutating func replay(_ end: RecordedEnd<Key>) -> [ReplayFinding<Key>] {
        // A player that has a round has been replayed, or stands in the opening state.
        guard var round = rounds[end.player]?.removeValue(forKey: end.name),
            var player = players[end.player]
        else { return [ReplayFinding(end.player, end.name.nonce, .noSuchRound)] }
        var faults = round.complete(by: end.chosen, extrasPaid: end.extrasPaid)
        if end.endedAt < latest { faults.append(.outOfOrder(end.endedAt, after: latest)) }
        latest = max(latest, end.endedAt)
        let settlement = CardFlip.settle(&round, at: end.endedAt, &state, &player)
        players[end.player] = player
        if let settlement, settlement != end.settlement {
            faults.append(.settlement(expected: settlement, recorded: end.settlement))
        } else if settlement == nil {
            faults.append(.noSuchRound)
        }
        return faults.map { ReplayFinding(end.player, end.name.nonce, $0) }
    }
}

extension Deal {
    /// What of a recorded deal is not as in this one.
    fileprivate func faults(of recorded: Deal) -> [ReplayFault] {
        var faults: [ReplayFault] = []
        if givings.count != recorded.givings.count {
            let counts = [givings.count, recorded.givings.count].map(Int64.init)
            faults.append(.outcomes(expected: counts[0], recorded: counts[1]))
        }
        faults += zip(givings, recorded.givings).flatMap { $0.faults(of: $1) }
        if round.layout != recorded.round.layout {
            let layout = recorded.round.layout
            faults.append(.layout(expected: round.layout, recorded: layout))
        }
        return faults
    }
}

extension Round {
    /// Brings a round to its recorded end; one that was open when the epoch opened has some of
    /// its turned cards and extra flips already.
    ///
    /// What is not possible is left as far as it is.
    fileprivate mutating func complete(by chosen: [Int64], extrasPaid paid: Int64) -> [ReplayFault]
    {
        var faults: [ReplayFault] = []
        let included = flips.clampedDifference(extrasPaid)
        let cardsLeft = cards.clampedDifference(included)
        let most = max(extrasPaid, min(extraFlips?.most ?? 0, cardsLeft))
        if !(extrasPaid...most).contains(paid) { faults.append(.extraFlips(paid)) }
        extrasPaid = min(most, max(extrasPaid, paid))
        flips = included.clampedSum(extrasPaid)
        extrasPending = 0
        let isPossible =
            chosen.starts(with: turned) && Set(chosen).count == chosen.count
            && Int64(chosen.count) <= flips && chosen.allSatisfy { face(at: $0) != nil }
        if isPossible { turned = chosen } else { faults.append(.chosen(chosen)) }
        close()
        return faults
    }
}
