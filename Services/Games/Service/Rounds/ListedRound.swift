import GamesClient
import GamesDomain
import Primitives
import Storage
import Wire

/// A round in the list of a member's rounds, without its cards.
struct ListedRound {
    private let play: PlayRow
    private let entry: GameEntry
    private let state: String
    private let ending: RoundRow.Ending?
    private let grants: [[Grant]]

    init(
        _ play: PlayRow,
        at now: Instant,
        _ desk: GamesDesk,
        _ reads: borrowing Snapshot
    ) throws {
        let epoch = play.start.reservation.epoch
        guard let version = try reads.epoch(epoch, of: play.game)?.version else {
            throw StorageError.fault("a play names an epoch that was never opened")
        }
        self.play = play
        entry = try desk.entry(of: play.game, in: version, reads)
        guard let row = try reads.round(play.id, of: play.member) else {
            (state, ending, grants) = (play.state.name, nil, [])
            return
        }
        ending = row.ending
        grants = try row.ending.map { try reads.grants($0.grants) } ?? []
        state = ending != nil ? "finished" : row.round.isOpen(at: now) ? "open" : "closing"
    }

    func write(to writer: inout JSONWriter) {
        writer.member("id", play.id.description)
        writer.member("state", state)
        writer.member("game", play.game.text)
        writer.member("title", entry.display.title)
        writer.member("epoch", play.start.reservation.epoch)
        writer.member("nonce", play.start.reservation.firstNonce)
        writer.member("begunAt", play.start.reservation.begun.description)
        writer.member("endedAt", ifPresent: ending?.entry.at.description)
        if play.state == .refused, let reason = play.outcome {
            writer.name("reason")
            writer.raw(reason)
        }
        guard let wins = ending?.settlement.wins else { return }
        writer.name("wins")
        writer.array(wins.indices) { writer, place in
            writer.object { writer in
                let shown = entry.display.prize(wins[place].prize)
                writer.member("prize", wins[place].prize.text)
                writer.member("title", shown.title)
                writer.member("image", ifPresent: shown.image)
                writer.name("reward")
                wins[place].reward.write(to: &writer)
                writer.name("grants")
                let own = grants.indices.contains(place) ? grants[place] : []
                writer.array(own) { writer, grant in grant.write(to: &writer) }
            }
        }
    }
}
