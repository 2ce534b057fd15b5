import Access
import GamesClient
import GamesDomain
import Primitives
import ServiceHost
import Storage
import Wire

/// All plays of a game for operators, newest first, with their charges.
struct PlayEndpoints: Sendable {
    let store: Store

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .get,
                "/v1/games/{game}/plays",
                for: .roles([.operator, .viewer]),
                query: ["limit", "after"]
            ) { try list($0) }
        ]
    }

    private func list(_ exchange: borrowing Exchange) throws -> Reply {
        let game = try exchange.game("game")
        let limit = try exchange.limit()
        let place = try exchange.place(from: EntryPlace.newest, EntryPlace.init(cursor:))
        return try store.read { reads in
            let plays = try reads.entered(game, before: place, limit: limit + 1)
            var transfers: [String?] = []
            for play in plays.prefix(limit) { transfers.append(try reads.transfer(of: play)) }
            return .json { writer in
                writer.name("items")
                writer.array(zip(plays, transfers)) { writer, item in
                    writer.object { item.0.write(to: &$0, transfer: item.1) }
                }
                if plays.count > limit, let last = plays[limit - 1].entry {
                    writer.member("next", last.place.cursor)
                }
            }
        }
    }
}

extension PlayRow {
    fileprivate func write(to writer: inout JSONWriter, transfer: String?) {
        writer.member("id", id.description)
        writer.member("member", member.text)
        writer.member("state", state.name)
        writer.member("epoch", start.reservation.epoch)
        writer.member("firstNonce", start.reservation.firstNonce)
        writer.member("count", start.reservation.count)
        writer.member("begunAt", start.reservation.begun.description)
        writer.member("settledAt", ifPresent: entry?.at.description)
        writer.member("transfer", ifPresent: transfer)
    }
}

extension PlayRow.Entry {
    /// The entry's place among those of its game.
    var place: EntryPlace { EntryPlace(epoch: epoch, sequence: sequence) }
}

extension Snapshot {
    /// The gateway's transfer that a play was charged by, or nil.
    fileprivate borrowing func transfer(of play: PlayRow) throws -> String? {
        try first(
            "SELECT transfer FROM intent WHERE member = ? AND id = ? AND transfer IS NOT NULL",
            .text(play.member.text),
            .blob(play.id.bytes)
        ) { TimeOrderedID(bytes: $0.blob(0))?.description } ?? nil
    }
}
