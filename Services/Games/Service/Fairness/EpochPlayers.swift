import Chance
import GamesClient
import GamesDomain
import Primitives
import Storage
import Wire

/// A player that an epoch has touched, as an export has it.
struct EpochPlayer {
    let pseudonym: [UInt8]
    let json: [UInt8]
}

/// A player that an epoch has touched, as the store has it.
private struct TouchedPlayer {
    let member: MemberID
    let pseudonym: [UInt8]
    /// What the game knew of it when the epoch opened; nil of one that was new.
    let opening: [UInt8]?
}

extension Snapshot {
    /// The players that an epoch has touched, by their pseudonyms, from behind one on.
    borrowing func players(
        of epoch: EpochRow,
        after pseudonym: [UInt8],
        limit: Int
    ) throws -> [EpochPlayer] {
        let touched = try all(
            """
            SELECT member, pseudonym, state FROM player_opening
            WHERE game = ? AND epoch = ? AND pseudonym > ? ORDER BY pseudonym LIMIT ?
            """,
            .text(epoch.game.text),
            .int(epoch.number),
            .blob(pseudonym),
            .int(Int64(limit))
        ) { row in
            TouchedPlayer(
                member: MemberID(validated: row.text(0)),
                pseudonym: row.blob(1),
                opening: row.isNull(2) ? nil : row.blob(2)
            )
        }
        var players: [EpochPlayer] = []
        for player in touched { players.append(try self.player(player, in: epoch)) }
        return players
    }

    private borrowing func player(
        _ player: TouchedPlayer,
        in epoch: EpochRow
    ) throws -> EpochPlayer {
        let closing = try closing(of: player.member, epoch)
        let later = try settledLater(of: player.member, epoch)
        let rounds = try openRounds(of: player.member, at: epoch)
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("player", player.pseudonym.hexadecimal)
            if let opening = player.opening {
                writer.name("opening")
                writer.raw(opening)
            }
            if let closing {
                writer.name("closing")
                writer.raw(closing)
            }
            writer.name("settledLater")
            writer.array(later) { writer, nonces in
                writer.array([nonces.lowerBound, nonces.upperBound]) { $0.integer($1) }
            }
            writer.name("openRounds")
            writer.array(rounds) { writer, round in round.write(to: &writer) }
        }
        return EpochPlayer(pseudonym: player.pseudonym, json: writer.bytes)
    }

    /// A player as it was when an epoch closed: as it was before the next epoch that touched it,
    /// or as it is.
    private borrowing func closing(of member: MemberID, _ epoch: EpochRow) throws -> [UInt8]? {
        let next = try first(
            """
            SELECT state FROM player_opening
            WHERE member = ? AND game = ? AND epoch > ? ORDER BY epoch LIMIT 1
            """,
            .text(member.text),
            .text(epoch.game.text),
            .int(epoch.number)
        ) { $0.blob(0) }
        if let next { return next }
        return try first(
            "SELECT state FROM player WHERE member = ? AND game = ?",
            .text(member.text),
            .text(epoch.game.text)
        ) { $0.isNull(0) ? nil : $0.blob(0) } ?? nil
    }

    /// The nonces of an epoch that were settled in a later one.
    private borrowing func settledLater(
        of member: MemberID,
        _ epoch: EpochRow
    ) throws -> [ClosedRange<Int64>] {
        try all(
            """
            SELECT start FROM play
            WHERE member = ? AND game = ? AND epoch BETWEEN ? AND ? AND entry_epoch > epoch
            """,
            .text(member.text),
            .text(epoch.game.text),
            // Said by a range, since equality would hide that the index is about such plays.
            .int(epoch.number),
            .int(epoch.number)
        ) { try PlayStart(jsonBytes: $0.blob(0)).reservation.nonces }
        // Sorted here: an order would make SQLite go through all plays of the member instead.
        .sorted { $0.lowerBound < $1.lowerBound }
    }
}
