import GamesDomain
import Primitives
import Storage

/// A game that has an epoch open, as the store has it.
struct OpenGame {
    let id: GameID
    /// The number of the open epoch.
    let epoch: Int64
    /// The number of its newest entry, 0 before the first.
    var sequence: Int64
    /// The newest instant of the game; none before it is ever written.
    var newestAt: Instant
    /// How many draws or rounds were reserved, of all members.
    var reserved: Int64
    let isPaused: Bool
    /// The version of the programme that the epoch is played by.
    let version: Int64
    let openedAt: Instant
    /// When the epoch ends, unless an operator ends it before.
    let dueAt: Instant
}

extension Snapshot {
    /// A game that has an epoch open, or nil.
    borrowing func openGame(_ id: GameID) throws -> OpenGame? {
        try first(
            """
            SELECT game.epoch, game.sequence, game.newest_at, game.reserved, game.is_paused,
                epoch.version, epoch.opened_at, epoch.due_at
            FROM game JOIN epoch ON epoch.game = game.game AND epoch.epoch = game.epoch
            WHERE game.game = ?
            """,
            .text(id.text)
        ) { row in
            OpenGame(
                id: id,
                epoch: row.int(0),
                sequence: row.int(1),
                newestAt: Instant(milliseconds: row.int(2)),
                reserved: row.int(3),
                isPaused: row.int(4) == 1,
                version: row.int(5),
                openedAt: Instant(milliseconds: row.int(6)),
                dueAt: Instant(milliseconds: row.int(7))
            )
        }
    }
}

extension Transaction {
    /// Stores the counts of a game.
    borrowing func save(_ game: OpenGame) throws {
        try execute(
            "UPDATE game SET sequence = ?, newest_at = ?, reserved = ? WHERE game = ?",
            .int(game.sequence),
            .int(game.newestAt.milliseconds),
            .int(game.reserved),
            .text(game.id.text)
        )
    }
}
