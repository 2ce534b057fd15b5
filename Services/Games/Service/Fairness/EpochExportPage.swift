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
    let head: EpochHead
    let players: [EpochPlayer]
    let entries: [EpochEntry]
    let next: ExportPlace?

    func write(to writer: inout JSONWriter) {
        head.writeMembers(to: &writer)
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
        return EpochExportPage(
            head: try head(of: epoch, reads),
            players: players,
            entries: entries,
            next: next
        )
    }

    private func head(of epoch: EpochRow, _ reads: borrowing Snapshot) throws -> EpochHead {
        let (version, entry) = try exported(epoch, reads)
        guard let day = epoch.day, let openedAt = epoch.openedAt, let closedAt = epoch.closedAt,
            let opening = epoch.opening
        else { throw StorageError.fault("a published epoch was never opened") }
        var earlier: [ExportedVersion] = []
        for number in try reads.earlierEpochs(enteredIn: epoch) {
            guard let row = try reads.epoch(number, of: epoch.game) else {
                throw StorageError.fault("a play names an epoch that is not there")
            }
            earlier.append(try exported(row, reads).version)
        }
        return EpochHead(
            game: epoch.game,
            kind: entry.kind,
            day: day,
            openedAt: openedAt,
            closedAt: closedAt,
            version: version,
            earlier: earlier,
            opening: try GameState(jsonBytes: opening),
            closing: try GameState(jsonBytes: try reads.closing(of: epoch))
        )
    }

    /// The seed of an epoch and the rules that it was played by.
    private func exported(
        _ epoch: EpochRow,
        _ reads: borrowing Snapshot
    ) throws -> (version: ExportedVersion, entry: GameEntry) {
        guard let number = epoch.version else {
            throw StorageError.fault("a published epoch was never opened")
        }
        let entry = try entry(of: epoch.game, in: number, reads)
        guard let seed = epoch.revealed else {
            throw StorageError.fault("a published epoch has no seed")
        }
        let version = ExportedVersion(
            epoch: epoch.number,
            seed: seed,
            of: entry
        )
        return (version, entry)
    }
}
