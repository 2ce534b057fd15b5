import Chance
import GamesClient
import GamesDomain
import Primitives
import Storage
import Wire

extension EpochRow {
    /// Writes what is public of the epoch from its commitment on.
    func writeSummary(to writer: inout JSONWriter) {
        writer.member("epoch", number)
        writer.member("state", state.name)
        writer.member("commitment", commitment.description)
        writer.member("committedAt", committedAt.description)
        writer.member("day", ifPresent: day?.description)
        writer.member("openedAt", ifPresent: openedAt?.description)
        writer.member("closedAt", ifPresent: closedAt?.description)
    }
}

extension Snapshot {
    /// The earlier epochs of which plays or rounds were settled in one.
    borrowing func earlierEpochs(enteredIn epoch: EpochRow) throws -> [Int64] {
        try all(
            """
            SELECT epoch FROM play
            WHERE game = ? AND entry_epoch = ? AND epoch < entry_epoch
            UNION SELECT epoch FROM card_round
            WHERE game = ? AND end_epoch = ? AND epoch < end_epoch
            ORDER BY epoch
            """,
            .text(epoch.game.text),
            .int(epoch.number),
            .text(epoch.game.text),
            .int(epoch.number)
        ) { $0.int(0) }
    }

    /// The state of a game when an epoch closed: that in which the next one opened, or, where none
    /// has, the state that it has.
    borrowing func closing(of epoch: EpochRow) throws -> [UInt8] {
        let next = try first(
            """
            SELECT opening FROM epoch
            WHERE game = ? AND epoch > ? AND state > 0 ORDER BY epoch LIMIT 1
            """,
            .text(epoch.game.text),
            .int(epoch.number)
        ) { $0.blob(0) }
        if let next { return next }
        let reserved = try first(
            "SELECT reserved FROM game WHERE game = ?",
            .text(epoch.game.text)
        ) { $0.int(0) }
        return GameState(stock: try stock(of: epoch.game), reserved: reserved ?? 0).jsonBytes
    }
}
