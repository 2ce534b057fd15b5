import Chance
import GamesClient
import GamesDomain
import Intents
import Primitives
import Storage
import Wire

/// What a play of a lottery came to, as its member sees it.
struct DrawAnswer {
    let play: PlayRow
    /// The rules that the play followed, for what is shown.
    let entry: GameEntry
    /// The version of the programme that it followed.
    let version: Int64
    let records: [DrawRecord]
    /// For each draw how far the handing out of its prize has come.
    let grants: [[Grant]]

    /// Writes the members of the answer to a play that was just drawn.
    func write(to writer: inout JSONWriter, _ receipt: Receipt, chancesLeft: Int64) {
        writeHead(to: &writer)
        if let paid = receipt.paid {
            writer.name("paid")
            writer.object { writer in
                writer.member("asset", paid.asset.text)
                writer.member("amount", paid.amount.value)
            }
        }
        writer.member("transfer", ifPresent: receipt.transfer?.description)
        writeDraws(to: &writer)
        writer.member("chancesLeft", chancesLeft)
    }

    /// Writes the members of the play in a list.
    func write(to writer: inout JSONWriter) {
        writeHead(to: &writer)
        if play.state == .refused, let reason = play.outcome {
            writer.name("reason")
            writer.raw(reason)
        }
        writeDraws(to: &writer)
    }

    private func writeHead(to writer: inout JSONWriter) {
        let reservation = play.start.reservation
        writer.member("id", play.id.description)
        writer.member("state", play.state.name)
        writer.member("member", play.member.text)
        writer.member("game", play.game.text)
        writer.member("title", entry.display.title)
        writer.member("epoch", reservation.epoch)
        writer.member("version", version)
        writer.member("firstNonce", reservation.firstNonce)
        writer.member("count", reservation.count)
        writer.member("clientSeed", play.start.clientSeed.text)
        writer.member("begunAt", reservation.begun.description)
        writer.member("settledAt", ifPresent: play.entry?.at.description)
    }

    private func writeDraws(to writer: inout JSONWriter) {
        writer.name("draws")
        writer.array(records.indices) { writer, place in
            let outcome = records[place].outcome
            let giving = outcome.giving
            writer.object { writer in
                writer.member("nonce", outcome.nonce)
                writer.member("prize", giving.given.text)
                let shown = entry.display.prize(giving.given)
                writer.member("title", shown.title)
                writer.member("image", ifPresent: shown.image)
                writer.name("reward")
                giving.reward.write(to: &writer)
                if let cell = entry.game.table.prizes.firstIndex(where: { $0.id == giving.given }) {
                    writer.member("cell", Int64(cell))
                }
                writer.member("rolled", giving.rolled.text)
                writer.name("substitutions")
                writer.array(giving.substitutions) { writer, one in one.write(to: &writer) }
                writer.name("grants")
                writer.array(grants.indices.contains(place) ? grants[place] : []) { writer, grant in
                    grant.write(to: &writer)
                }
            }
        }
    }
}

extension PlayRow.State {
    /// Its name on the wire.
    var name: String {
        switch self {
        case .pending: "pending"
        case .done: "done"
        case .refused: "refused"
        }
    }
}

extension PlayRow {
    /// The draws of a play that was drawn; none of one that was not.
    var records: [DrawRecord] {
        get throws {
            guard state == .done, let outcome else { return [] }
            let elements = try JSONParser.parse(outcome).elements ?? []
            return try elements.map { try DrawRecord(json: $0) }
        }
    }

    /// For each draw how far the handing out of its prize has come.
    func grants(_ reads: borrowing Snapshot) throws -> [[Grant]] {
        try grants.map { try reads.grants($0) } ?? []
    }
}

extension [DrawRecord] {
    /// The draws as they are stored and exported.
    var jsonBytes: [UInt8] {
        var writer = JSONWriter(capacity: 512 * count)
        writer.array(self) { $1.write(to: &$0) }
        return writer.bytes
    }
}
