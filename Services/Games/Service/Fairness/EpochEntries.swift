import Chance
import GamesClient
import GamesDomain
import Primitives
import Storage
import Wire

/// An entry of an epoch: what was settled, in the order in which it was.
struct EpochEntry {
    let sequence: Int64
    /// The entry's object as an export has it.
    let json: [UInt8]
}

extension Snapshot {
    /// The plays that are entered in an epoch, from behind an entry on.
    borrowing func playEntries(
        of epoch: EpochRow,
        after sequence: Int64,
        limit: Int
    ) throws -> [EpochEntry] {
        try all(
            """
            SELECT play.sequence, player.pseudonym, play.kind, play.start, play.state,
                play.settled_at, play.outcome
            FROM play JOIN player ON player.member = play.member AND player.game = play.game
            WHERE play.game = ? AND play.entry_epoch = ? AND play.sequence > ?
            ORDER BY play.sequence LIMIT ?
            """,
            .text(epoch.game.text),
            .int(epoch.number),
            .int(sequence),
            .int(Int64(limit))
        ) { row in
            let sequence = row.int(0)
            let type = row.int(2) == PlayRow.Kind.lottery.rawValue ? "play" : "deal"
            let start = try PlayStart(jsonBytes: row.blob(3))
            var writer = JSONWriter(capacity: 1024)
            writer.object { writer in
                writer.member("sequence", sequence)
                writer.member("type", type)
                writer.member("player", row.blob(1).hexadecimal)
                start.writeMembers(to: &writer)
                writer.member("settledAt", Instant(milliseconds: row.int(5)).description)
                row.writeOutcome(isRound: type == "deal", to: &writer)
            }
            return EpochEntry(sequence: sequence, json: writer.bytes)
        }
    }

    /// The changes of stock in an epoch, from behind an entry on.
    borrowing func restockEntries(
        of epoch: EpochRow,
        after sequence: Int64,
        limit: Int
    ) throws -> [EpochEntry] {
        try all(
            """
            SELECT sequence, prize, change, reason, at FROM restock
            WHERE game = ? AND epoch = ? AND sequence > ? ORDER BY sequence LIMIT ?
            """,
            .text(epoch.game.text),
            .int(epoch.number),
            .int(sequence),
            .int(Int64(limit))
        ) { row in
            var writer = JSONWriter(capacity: 256)
            writer.object { writer in
                writer.member("sequence", row.int(0))
                writer.member("type", "restock")
                writer.member("prize", row.text(1))
                writer.member("change", row.int(2))
                writer.member("reason", row.text(3))
                writer.member("at", Instant(milliseconds: row.int(4)).description)
            }
            return EpochEntry(sequence: row.int(0), json: writer.bytes)
        }
    }

    /// All that is entered in an epoch, from behind an entry on.
    borrowing func entries(
        of epoch: EpochRow,
        after sequence: Int64,
        limit: Int
    ) throws -> [EpochEntry] {
        let entries =
            try playEntries(of: epoch, after: sequence, limit: limit)
            + restockEntries(of: epoch, after: sequence, limit: limit)
            + endEntries(of: epoch, after: sequence, limit: limit)
        return Array(entries.sorted { $0.sequence < $1.sequence }.prefix(limit))
    }
}

extension Row {
    /// Writes what a play came to: its draws, what was dealt, or why it was refused.
    fileprivate borrowing func writeOutcome(isRound: Bool, to writer: inout JSONWriter) {
        let outcome = blob(6)
        guard PlayRow.State(rawValue: int(4)) == .done else {
            writer.member("status", "refused")
            writer.name("reason")
            writer.raw(outcome)
            return
        }
        writer.member("status", isRound ? "dealt" : "drawn")
        if isRound {
            // What was dealt is an object, whose members are the entry's.
            writer.members(of: outcome)
        } else {
            writer.name("draws")
            writer.raw(outcome)
        }
    }
}

extension JSONWriter {
    /// Writes the members of an object that was stored.
    fileprivate mutating func members(of object: [UInt8]) {
        // Lost is why the bytes are no JSON, which this service has not written then.
        guard case .object(let members)? = try? JSONParser.parse(object) else { return }
        self.members(members)
    }
}
