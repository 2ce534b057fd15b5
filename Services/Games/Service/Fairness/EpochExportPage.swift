import Chance
import GamesClient
import GamesDomain
import Primitives
import Storage
import Wire

/// Where a page of an export begins.
enum ExportPlace: Hashable {
    /// Behind a pseudonym; the entries follow the players.
    case players(after: [UInt8])
    /// Behind an entry.
    case entries(after: Int64)

    static let start = ExportPlace.players(after: [])

    /// The place that a cursor names, or nil.
    init?(cursor: String) {
        let rest = String(cursor.dropFirst())
        if cursor.hasPrefix("p"), let name = Pseudonym(hexadecimal: rest) {
            self = .players(after: name.bytes)
        } else if cursor.hasPrefix("e"), let sequence = Int64(rest), sequence >= 0 {
            self = .entries(after: sequence)
        } else {
            return nil
        }
    }

    var cursor: String {
        switch self {
        case .players(let after): "p" + after.hexadecimal
        case .entries(let after): "e\(after)"
        }
    }
}

/// One page of the export of an epoch that is published.
struct EpochExportPage {
    let epoch: EpochRow
    let entry: GameEntry
    let seed: ServerSeed
    let earlier: [(row: EpochRow, entry: GameEntry, seed: ServerSeed)]
    let closing: [UInt8]
    let players: [EpochPlayer]
    let entries: [EpochEntry]
    let next: ExportPlace?

    func write(to writer: inout JSONWriter) {
        writer.member("format", "jifen-epoch-1")
        writer.member("game", epoch.game.text)
        writer.member("kind", entry.kind.rawValue)
        writer.member("epoch", epoch.number)
        writer.member("state", epoch.state.name)
        writer.member("day", ifPresent: epoch.day?.description)
        writer.member("committedAt", epoch.committedAt.description)
        writer.member("openedAt", ifPresent: epoch.openedAt?.description)
        writer.member("closedAt", ifPresent: epoch.closedAt?.description)
        epoch.writeSecret(seed, entry, to: &writer)
        writer.name("earlier")
        writer.array(earlier) { writer, earlier in
            writer.object { writer in
                writer.member("epoch", earlier.row.number)
                earlier.row.writeSecret(earlier.seed, earlier.entry, to: &writer)
            }
        }
        writer.name("opening")
        writer.raw(epoch.opening ?? Array("{}".utf8))
        writer.name("closing")
        writer.raw(closing)
        writer.name("players")
        writer.array(players) { $0.raw($1.json) }
        writer.name("entries")
        writer.array(entries) { $0.raw($1.json) }
        writer.member("next", ifPresent: next?.cursor)
    }
}

extension GamesDesk {
    /// A page of the export of a published epoch, of at most so many players and entries together.
    func export(
        _ epoch: EpochRow,
        from place: ExportPlace,
        limit: Int,
        _ reads: borrowing Snapshot
    ) throws -> EpochExportPage {
        guard let version = epoch.version else {
            throw StorageError.fault("a published epoch was never opened")
        }
        var players: [EpochPlayer] = []
        var after: Int64? = 0
        switch place {
        case .players(let pseudonym):
            players = try reads.players(of: epoch, after: pseudonym, limit: limit)
            if players.count == limit { after = nil }
        case .entries(let sequence): after = sequence
        }
        let room = limit - players.count
        let entries = try after.map { try reads.entries(of: epoch, after: $0, limit: room) } ?? []
        let next: ExportPlace? =
            after == nil
            ? .players(after: players.last?.pseudonym ?? [])
            : entries.count == room ? .entries(after: entries.last?.sequence ?? after ?? 0) : nil
        var earlier: [(row: EpochRow, entry: GameEntry, seed: ServerSeed)] = []
        for number in try reads.earlierEpochs(enteredIn: epoch) {
            guard let row = try reads.epoch(number, of: epoch.game), let version = row.version
            else { throw StorageError.fault("a play names an epoch that was never opened") }
            let entry = try self.entry(of: epoch.game, in: version, reads)
            earlier.append((row, entry, try seeds.seed(of: row)))
        }
        return EpochExportPage(
            epoch: epoch,
            entry: try entry(of: epoch.game, in: version, reads),
            seed: try seeds.seed(of: epoch),
            earlier: earlier,
            closing: try reads.closing(of: epoch),
            players: players,
            entries: entries,
            next: next
        )
    }
}
