import GamesClient
import GamesDomain
import Primitives
import Problems
import Sections
import ServiceHost
import Storage
import Wire

extension GamesDesk {
    /// How many epochs beyond the open one are committed to.
    ///
    /// With two, the commitment of an epoch is public before the one before it has begun.
    private static let committedAhead: Int64 = 2

    /// Opens the first epoch of each game of a version that has none open, as it is published.
    func openGames(
        of version: GamesProgramme.Version,
        at now: Instant,
        _ transaction: borrowing Transaction
    ) throws {
        for entry in version.section.entries {
            let former = try lastEntry(of: entry.id, transaction.reads)
            if let former, former.kind != entry.kind {
                let fault = JSONFault(at: entry.id.text, "was a game of another kind before")
                throw Problem(faults: [fault], as: .invalidProgramme)
            }
            guard try transaction.reads.openGame(entry.id) == nil else { continue }
            try openNext(entry.id, at: now, version, transaction)
        }
    }

    /// Ends an epoch whose time is over, and opens the next.
    ///
    /// A new epoch is one of the day that it is, whatever days nobody was here for. A game that
    /// is in the programme no longer ends with its epoch, once nothing of it is pending.
    func endEpoch(
        of open: OpenGame,
        at now: Instant,
        _ transaction: borrowing Transaction
    ) throws {
        guard let current = try programme.published(transaction.reads) else { return }
        let zone = current.section.zone
        let start = max(open.dueAt, zone.start(of: zone.day(of: now)))
        if let next = try version(of: open.id, at: start, current, transaction.reads) {
            try transaction.close(open.epoch, of: open.id, at: open.dueAt)
            let opensAt = next.number == current.number ? max(start, now) : start
            try openNext(open.id, at: opensAt, next, transaction)
            return
        }
        if try transaction.reads.hasUnsettled(open.id) {
            let end = zone.start(of: zone.day(of: start).following)
            try transaction.extend(open.epoch, of: open.id, to: end)
        } else {
            try transaction.close(open.epoch, of: open.id, at: open.dueAt)
            try publishSettled(open.id, transaction)
        }
    }

    /// The version by which the epoch of a game is played that opens at an instant: the one that
    /// was in force then, or, where that lacks the game, the newest; nil where that lacks it too.
    func version(
        of game: GameID,
        at start: Instant,
        _ current: GamesProgramme.Version,
        _ reads: borrowing Snapshot
    ) throws -> GamesProgramme.Version? {
        let then = try programme.version(at: start, reads) ?? current
        if then.section.entry(game) != nil { return then }
        return current.section.entry(game) == nil ? nil : current
    }

    /// Ends an epoch before its time, and opens the next by the newest version.
    func endEpochEarly(
        of open: OpenGame,
        at now: Instant,
        _ transaction: borrowing Transaction
    ) throws {
        let version = try programme.current(transaction.reads)
        guard version.section.entry(open.id) != nil else { throw Self.noGame(open.id) }
        try transaction.close(open.epoch, of: open.id, at: now)
        try openNext(open.id, at: now, version, transaction)
    }

    /// Publishes the epochs of a game that are over, in their order, as far as all that began in
    /// them is settled.
    func publishSettled(_ game: GameID, _ transaction: borrowing Transaction) throws {
        while let epoch = try transaction.reads.firstClosedEpoch(of: game),
            try !transaction.reads.hasUnsettled(in: epoch, of: game)
        {
            guard let row = try transaction.reads.epoch(epoch, of: game) else { return }
            try transaction.publish(epoch, of: game, try seeds.seed(of: row))
        }
    }

    private func openNext(
        _ game: GameID,
        at now: Instant,
        _ version: GamesProgramme.Version,
        _ transaction: borrowing Transaction
    ) throws {
        let newest = try transaction.reads.epochs(of: game, before: .max, limit: 1).first
        let opened = try transaction.reads.newestOpened(of: game)
        let number = opened + 1
        let last = newest?.number ?? 0
        for missing in stride(from: last + 1, through: number + Self.committedAhead, by: 1) {
            try seeds.commit(to: missing, of: game, at: now, transaction)
        }
        let zone = version.section.zone
        let state = GameState(
            stock: try transaction.reads.stock(of: game),
            reserved: try transaction.reads.reserved(of: game)
        )
        let day = zone.day(of: now)
        try transaction.open(
            EpochOpening(
                number: number,
                version: version.number,
                day: day,
                openedAt: now,
                dueAt: zone.start(of: day.following),
                state: state.jsonBytes
            ),
            of: game
        )
        try publishSettled(game, transaction)
    }
}

extension Snapshot {
    /// The newest epoch of a game that was ever opened, 0 before the first.
    fileprivate borrowing func newestOpened(of game: GameID) throws -> Int64 {
        try first(
            "SELECT epoch FROM epoch WHERE game = ? AND state > 0 ORDER BY epoch DESC LIMIT 1",
            .text(game.text)
        ) { $0.int(0) } ?? 0
    }

    fileprivate borrowing func reserved(of game: GameID) throws -> Int64 {
        try first("SELECT reserved FROM game WHERE game = ?", .text(game.text)) { $0.int(0) } ?? 0
    }

    /// Whether something that began in an epoch is not settled: its seed must stay secret.
    borrowing func hasUnsettled(in epoch: Int64, of game: GameID) throws -> Bool {
        try hasPendingPlay(in: epoch, of: game) || hasOpenRound(in: epoch, of: game)
    }

    /// Whether something that began in a game is not settled.
    fileprivate borrowing func hasUnsettled(_ game: GameID) throws -> Bool {
        let isPending = try first(
            "SELECT 1 FROM play WHERE game = ? AND state = 0 LIMIT 1",
            .text(game.text)
        ) { _ in true }
        return try isPending ?? false || hasOpenRound(game)
    }
}
