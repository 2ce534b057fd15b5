import Chance
import Primitives

extension EpochReplay {
    /// Replays one play of a lottery.
    ///
    /// - Parameters:
    ///   - play: The play as it was recorded.
    ///   - lottery: The version whose rules it followed.
    ///   - sources: The stream of each of its draws, in order; of a refused play none is needed.
    /// - Returns: What is not right with it.
    package mutating func replay<Source: DrawSource>(
        _ play: RecordedPlay<Key>,
        of lottery: Lottery,
        from sources: inout [Source]
    ) -> [ReplayFinding<Key>] {
        let reservation = play.reservation
        var faults = note(
            reservation,
            of: play.player,
            settledAt: play.settledAt,
            isRefused: play.result == .refused,
            by: lottery.rules.terms
        )
        if !lottery.offers(reservation.count) { faults.append(.count(reservation.count)) }
        let findings = faults.map { ReplayFinding(play.player, reservation.firstNonce, $0) }
        guard case .drawn(let recorded) = play.result else { return findings }
        let draws = [recorded.count, sources.count].map(Int64.init)
        if let other = draws.first(where: { $0 != reservation.count }) {
            let fault = ReplayFault.outcomes(expected: reservation.count, recorded: other)
            return findings + [ReplayFinding(play.player, reservation.firstNonce, fault)]
        }
        var player = players[play.player] ?? Player(newTo: lottery.rules.terms)
        let expected = lottery.settle(
            reservation,
            at: play.settledAt,
            from: &sources,
            &state,
            &player
        )
        players[play.player] = player
        return findings
            + zip(expected, recorded).flatMap { expected, recorded in
                expected.faults(of: recorded).map {
                    ReplayFinding(play.player, expected.nonce, $0)
                }
            }
    }
}

extension DrawOutcome {
    /// What of a recorded outcome is not as in this one.
    fileprivate func faults(of recorded: DrawOutcome) -> [ReplayFault] {
        var faults: [ReplayFault] = []
        if nonce != recorded.nonce { faults.append(.nonce(expected: nonce)) }
        if pityBefore != recorded.pityBefore {
            faults.append(.pityBefore(expected: pityBefore, recorded: recorded.pityBefore))
        }
        if weighting != recorded.weighting {
            faults.append(.weighting(expected: weighting, recorded: recorded.weighting))
        }
        return faults + giving.faults(of: recorded.giving)
    }
}

extension Giving {
    /// What of a recorded giving is not as in this one.
    func faults(of recorded: Giving) -> [ReplayFault] {
        var faults: [ReplayFault] = []
        if rolled != recorded.rolled {
            faults.append(.rolled(expected: rolled, recorded: recorded.rolled))
        }
        if substitutions != recorded.substitutions {
            let other = recorded.substitutions
            faults.append(.substitutions(expected: substitutions, recorded: other))
        }
        if given != recorded.given {
            faults.append(.given(expected: given, recorded: recorded.given))
        }
        if reward != recorded.reward {
            faults.append(.reward(expected: reward, recorded: recorded.reward))
        }
        return faults
    }
}
