import Chance
import GamesDomain
import Primitives
import Storage

/// An epoch of a game as the store has it; its seed stays sealed.
struct EpochRow: Sendable {
    /// How far an epoch is; the numbers are stored.
    enum State: Int64 {
        /// Its commitment is public, and nobody plays it yet.
        case committed = 0
        /// It is played.
        case open = 1
        /// It is over, and some of its plays or rounds are not.
        case closed = 2
        /// Everything of it is settled, so that its seed is public.
        case published = 3
    }

    let game: GameID
    let number: Int64
    let state: State
    let commitment: Commitment
    let sealedSeed: [UInt8]
    let committedAt: Instant
    /// The version of the programme that it is played by; nil until it opens.
    let version: Int64?
    /// The day in the programme's zone on which it opened.
    let day: CalendarDay?
    let openedAt: Instant?
    let closedAt: Instant?
    /// The state of the game when it opened, in the form of an export.
    let opening: [UInt8]?
    /// Its seed once it is published.
    let revealed: ServerSeed?

    /// Its name in the stream of its draws.
    var name: String { "\(number)" }

    /// Where its seed belongs.
    var place: SecretPlace { SecretPlace(game: game.text, epoch: name) }
}

extension EpochRow.State {
    /// Its name on the wire.
    var name: String {
        switch self {
        case .committed: "committed"
        case .open: "open"
        case .closed: "closed"
        case .published: "published"
        }
    }
}

extension Snapshot {
    /// An epoch, or nil where it is not even committed to.
    borrowing func epoch(_ number: Int64, of game: GameID) throws -> EpochRow? {
        try epochs(of: game, before: number.addingReportingOverflow(1).partialValue, limit: 1)
            .first { $0.number == number }
    }

    /// The epochs of a game below a number, newest first.
    borrowing func epochs(of game: GameID, before number: Int64, limit: Int) throws -> [EpochRow] {
        try all(
            """
            SELECT epoch, state, commitment, seed, committed_at, version, day, opened_at, closed_at,
                opening, revealed
            FROM epoch WHERE game = ? AND epoch < ? ORDER BY epoch DESC LIMIT ?
            """,
            .text(game.text),
            .int(number),
            .int(Int64(limit))
        ) { try EpochRow($0, of: game) }
    }

    /// The first epoch of a game that is over and not published, or nil.
    borrowing func firstClosedEpoch(of game: GameID) throws -> Int64? {
        try first(
            "SELECT epoch FROM epoch WHERE game = ? AND state = 2 ORDER BY epoch LIMIT 1",
            .text(game.text)
        ) { $0.int(0) }
    }

    /// The epochs of all games whose seeds are secret still, from behind a place on.
    borrowing func secretEpochs(
        after game: String,
        _ number: Int64,
        limit: Int
    ) throws -> [EpochRow] {
        try all(
            """
            SELECT epoch, state, commitment, seed, committed_at, version, day, opened_at, closed_at,
                opening, revealed, game
            FROM epoch WHERE state < 3 AND (game, epoch) > (?, ?) ORDER BY game, epoch LIMIT ?
            """,
            .text(game),
            .int(number),
            .int(Int64(limit))
        ) { try EpochRow($0, of: GameID(validated: $0.text(11))) }
    }

    /// When an epoch ends first, or nil where none is open.
    borrowing func nextEpochEnd() throws -> Instant? {
        try first("SELECT due_at FROM epoch WHERE state = 1 ORDER BY due_at LIMIT 1") {
            Instant(milliseconds: $0.int(0))
        }
    }

    /// The games whose open epochs end until an instant, the first ones first, from behind one on.
    borrowing func gamesDue(
        until now: Instant,
        after last: DueGame?,
        limit: Int
    ) throws -> [DueGame] {
        try all(
            """
            SELECT due_at, game FROM epoch
            WHERE state = 1 AND due_at <= ? AND (due_at, game) > (?, ?)
            ORDER BY due_at, game LIMIT ?
            """,
            .int(now.milliseconds),
            .int(last?.dueAt ?? .min),
            .text(last?.game.text ?? ""),
            .int(Int64(limit))
        ) { DueGame(dueAt: $0.int(0), game: GameID(validated: $0.text(1))) }
    }
}

/// A game whose open epoch is to be ended, in the order in which they are.
struct DueGame {
    /// When, in milliseconds since 1970.
    let dueAt: Int64
    let game: GameID
}

extension Transaction {
    /// Commits to an epoch.
    borrowing func commit(
        to number: Int64,
        of game: GameID,
        _ commitment: Commitment,
        sealed seed: [UInt8],
        at now: Instant
    ) throws {
        try execute(
            """
            INSERT INTO epoch (game, epoch, state, commitment, seed, committed_at)
            VALUES (?, ?, 0, ?, ?, ?)
            """,
            .text(game.text),
            .int(number),
            .blob(commitment.bytes),
            .blob(seed),
            .int(now.milliseconds)
        )
    }

    /// Opens an epoch that was committed to.
    borrowing func open(_ epoch: EpochOpening, of game: GameID) throws {
        try execute(
            """
            UPDATE epoch SET state = 1, version = ?, day = ?, opened_at = ?, due_at = ?, opening = ?
            WHERE game = ? AND epoch = ?
            """,
            .int(epoch.version),
            .int(epoch.day.daysSinceEpoch),
            .int(epoch.openedAt.milliseconds),
            .int(epoch.dueAt.milliseconds),
            .blob(epoch.state),
            .text(game.text),
            .int(epoch.number)
        )
        try execute(
            """
            INSERT INTO game (game, epoch, sequence, newest_at, reserved, is_paused)
            VALUES (?, ?, 0, ?, 0, 0)
            ON CONFLICT (game) DO UPDATE SET epoch = excluded.epoch, sequence = 0,
                newest_at = excluded.newest_at
            """,
            .text(game.text),
            .int(epoch.number),
            .int(epoch.openedAt.milliseconds)
        )
    }

    /// Lets an open epoch last longer.
    borrowing func extend(_ number: Int64, of game: GameID, to end: Instant) throws {
        try execute(
            "UPDATE epoch SET due_at = ? WHERE game = ? AND epoch = ?",
            .int(end.milliseconds),
            .text(game.text),
            .int(number)
        )
    }

    /// Ends an open epoch; the game has none then.
    borrowing func close(_ number: Int64, of game: GameID, at now: Instant) throws {
        try execute(
            "UPDATE epoch SET state = 2, closed_at = ? WHERE game = ? AND epoch = ?",
            .int(now.milliseconds),
            .text(game.text),
            .int(number)
        )
        try execute("UPDATE game SET epoch = NULL WHERE game = ?", .text(game.text))
    }

    /// Makes the seed of an epoch public.
    borrowing func publish(_ number: Int64, of game: GameID, _ seed: ServerSeed) throws {
        try execute(
            "UPDATE epoch SET state = 3, revealed = ? WHERE game = ? AND epoch = ?",
            .blob(seed.bytes),
            .text(game.text),
            .int(number)
        )
    }
}

/// What an epoch opens with.
struct EpochOpening {
    let number: Int64
    let version: Int64
    let day: CalendarDay
    let openedAt: Instant
    let dueAt: Instant
    /// The state of the game, in the form of an export.
    let state: [UInt8]
}

extension EpochRow {
    fileprivate init(_ row: borrowing Row, of game: GameID) throws {
        guard let state = State(rawValue: row.int(1)), let commitment = Commitment(row.blob(2))
        else { throw StorageError.fault("an epoch is not readable") }
        self.init(
            game: game,
            number: row.int(0),
            state: state,
            commitment: commitment,
            sealedSeed: row.blob(3),
            committedAt: Instant(milliseconds: row.int(4)),
            version: row.optionalInt(5),
            day: row.optionalInt(6).map(CalendarDay.init(daysSinceEpoch:)),
            openedAt: row.optionalInt(7).map(Instant.init(milliseconds:)),
            closedAt: row.optionalInt(8).map(Instant.init(milliseconds:)),
            opening: row.isNull(9) ? nil : row.blob(9),
            revealed: row.isNull(10) ? nil : ServerSeed(row.blob(10))
        )
    }
}
