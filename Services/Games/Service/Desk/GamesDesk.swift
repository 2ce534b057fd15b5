import GamesClient
import GamesDomain
import Outbox
import Primitives
import Problems
import Sections
import ServiceHost
import Storage
import Wire

/// The programme as the service keeps it.
typealias GamesProgramme = ProgrammeStore<GamesSection>

/// What every command does around the rules: takes a game and a player from the store, ends
/// epochs whose time is over, and stores what has changed.
struct GamesDesk: Sendable {
    let programme: GamesProgramme
    let seeds: EpochSeeds
    let doorbell: Doorbell

    /// A game as it is being played, its epoch ended first where its time is over.
    ///
    /// - Throws: A `Problem` with the slug `not-found` where no epoch of it is open.
    func table(
        _ id: GameID,
        at now: Instant,
        withStock: Bool,
        _ transaction: borrowing Transaction
    ) throws -> GameTable {
        guard var open = try transaction.reads.openGame(id) else { throw Self.noGame(id) }
        if now >= open.dueAt {
            try endEpoch(of: open, at: now, transaction)
            guard let next = try transaction.reads.openGame(id) else { throw Self.noGame(id) }
            open = next
        }
        return try table(open, at: now, withStock: withStock, transaction.reads)
    }

    /// A game of which an epoch is open as a table.
    func table(
        _ open: OpenGame,
        at now: Instant,
        withStock: Bool,
        _ reads: borrowing Snapshot
    ) throws -> GameTable {
        let newest = try programme.current(reads)
        let offered = newest.section.entry(open.id)
        let rules: GameEntry
        if let offered, newest.number == open.version {
            rules = offered
        } else {
            rules = try entry(of: open.id, in: open.version, reads)
        }
        var table = GameTable(
            entry: rules,
            isOffered: offered != nil,
            now: max(now, open.newestAt, open.openedAt),
            row: open,
            state: GameState(stock: [:], reserved: open.reserved),
            formerStock: [:]
        )
        if withStock { try bringStock(to: &table, reads) }
        return table
    }

    /// Loads the stock of a game for a table that has none.
    func bringStock(to table: inout GameTable, _ reads: borrowing Snapshot) throws {
        table.formerStock = try reads.stock(of: table.entry.id)
        table.state = GameState(stock: table.formerStock, reserved: table.state.reserved)
    }

    /// The rules of a game as a version of the programme has them.
    func entry(
        of id: GameID,
        in version: Int64,
        _ reads: borrowing Snapshot
    ) throws -> GameEntry {
        guard let entry = try programme.version(numbered: version, reads)?.section.entry(id) else {
            throw StorageError.fault("an epoch's version does not have its game")
        }
        return entry
    }

    /// A game as its newest epoch has it, or nil where it never had one: so what was played can be
    /// shown after the game has left the programme.
    func lastEntry(of id: GameID, _ reads: borrowing Snapshot) throws -> GameEntry? {
        let version = try reads.first(
            "SELECT version FROM epoch WHERE game = ? AND state > 0 ORDER BY epoch DESC LIMIT 1",
            .text(id.text)
        ) { $0.int(0) }
        return try version.map { try entry(of: id, in: $0, reads) }
    }

    /// The rules by which an epoch was played.
    func entry(
        of epoch: Int64,
        at table: GameTable,
        _ reads: borrowing Snapshot
    ) throws -> GameEntry {
        guard epoch != table.epoch else { return table.entry }
        guard let version = try reads.epoch(epoch, of: table.entry.id)?.version else {
            throw StorageError.fault("a play names an epoch that was never opened")
        }
        return try entry(of: table.entry.id, in: version, reads)
    }

    /// Stores what has changed of a game and of a player.
    func save(
        _ table: GameTable,
        _ seat: Seat?,
        _ transaction: borrowing Transaction
    ) throws {
        var row = table.row
        row.newestAt = table.now
        row.reserved = table.state.reserved
        try transaction.save(row)
        try transaction.save(
            table.state.stock,
            changedFrom: table.formerStock,
            of: table.entry.id
        )
        if let seat { try transaction.save(seat, at: table.entry.id, in: table.epoch) }
    }

    /// Refuses to begin what the newest programme or an operator does not let anybody begin.
    func admit(_ table: GameTable) throws(Problem) {
        guard table.isOffered else { throw Self.noGame(table.entry.id) }
        if table.row.isPaused {
            throw Problem(.notOpen, "the game is paused", members: [.init("isPaused", true)])
        }
    }

    /// The day that it is in the programme's zone.
    func programmeDay(_ now: Instant, _ reads: borrowing Snapshot) throws -> CalendarDay {
        try programme.current(reads).section.zone.day(of: now)
    }

    /// The refusal of a game that is not played.
    static func noGame(_ id: GameID) -> Problem {
        Problem(.notFound, "there is no game \(id.text)")
    }
}
