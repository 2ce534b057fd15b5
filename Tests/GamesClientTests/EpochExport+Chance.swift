import Chance
import GamesClient
import GamesDomain

// What no verification can tell, since another epoch would have come out just so.

extension EpochExport {
    /// Whether another client seed draws the very integers that a play has drawn, so that a change
    /// of the one into the other changes nothing.
    ///
    /// - Parameters:
    ///   - place: The place of the play, or of the start of a round, among the entries.
    ///   - text: The other client seed.
    /// - Returns: Whether it does; not where nothing was drawn.
    func drawsTheSame(at place: Int, by text: String) -> Bool {
        let entry = entries[place]
        guard let player = entry.player, let epoch = entry.epoch,
            let clientSeed = ClientSeed(text),
            let version = ([head.version] + head.earlier).first(where: { $0.epoch == epoch })
        else { return false }
        let key = EpochKey(
            seed: version.seed,
            game: head.game.text,
            version: version.versionHash,
            epoch: "\(epoch)"
        )
        let draws = entry.drawn
        return !draws.isEmpty
            && draws.allSatisfy { draw in
                let nonce = UInt64(clamping: draw.nonce)
                var stream = key.draw(of: player, nonce: nonce, clientSeed: clientSeed)
                return draw.integers.allSatisfy { stream.integer(below: $0.bound) == $0.integer }
            }
    }

    /// Whether a round that was open as the epoch opened was open still as it closed: of it
    /// nothing is replayed.
    func staysOpen(_ round: ExportedPlayer.OpenRound, of player: Pseudonym) -> Bool {
        !entries.contains { entry in
            guard case .end(let end) = entry.content else { return false }
            return end.recorded.player == player && end.recorded.name == round.name
        }
    }
}

extension ExportedEntry {
    /// The integers of each of its streams, by nonce; none of what was refused.
    fileprivate var drawn: [(nonce: Int64, integers: [DrawnInteger])] {
        switch content {
        case .play(let play):
            guard case .settled(let drawn) = play.result else { return [] }
            return drawn.draws.map { ($0.outcome.nonce, $0.integers) }
        case .deal(let deal):
            guard case .settled(let dealt) = deal.result else { return [] }
            return [(deal.start.reservation.firstNonce, dealt.cards.integers)]
        case .end, .restock: return []
        }
    }
}
