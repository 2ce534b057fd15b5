import GamesDomain
import Primitives
import Storage

extension Snapshot {
    /// A round of a member that was dealt, or nil.
    borrowing func round(_ id: TimeOrderedID, of member: MemberID) throws -> RoundRow? {
        try first(
            """
            SELECT id, game, epoch, nonce, round, commitment, salt, end_epoch, end_sequence,
                ended_at, settlement, grants, revealed
            FROM card_round WHERE member = ? AND id = ? AND state > 0
            """,
            .text(member.text),
            .blob(id.bytes)
        ) { try RoundRow($0, of: member) }
    }

    /// The round of a game that a member has not ended, whether it is dealt or being paid for.
    borrowing func openRound(of game: GameID, _ member: MemberID) throws -> TimeOrderedID? {
        try first(
            "SELECT id FROM card_round WHERE member = ? AND game = ? AND state < 2",
            .text(member.text),
            .text(game.text)
        ) { TimeOrderedID(bytes: $0.blob(0)) } ?? nil
    }

    /// When a round is to be settled first, or nil.
    borrowing func nextRoundEnd() throws -> Instant? {
        try first(
            "SELECT due_at FROM card_round WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1"
        ) { Instant(milliseconds: $0.int(0)) }
    }

    /// The rounds that are to be settled until an instant, the first ones first.
    borrowing func roundsDue(until now: Instant, limit: Int) throws -> [RoundRow] {
        try all(
            """
            SELECT id, game, epoch, nonce, round, commitment, salt, end_epoch, end_sequence,
                ended_at, settlement, grants, revealed, member
            FROM card_round WHERE due_at IS NOT NULL AND due_at <= ?
            ORDER BY due_at, member, id LIMIT ?
            """,
            .int(now.milliseconds),
            .int(Int64(limit))
        ) { try RoundRow($0, of: MemberID(validated: $0.text(13))) }
    }

    /// The rounds that go on, from behind one on; their salts are secret still.
    borrowing func secretRounds(
        after member: String,
        _ id: [UInt8],
        limit: Int
    ) throws -> [RoundRow] {
        try all(
            """
            SELECT id, game, epoch, nonce, round, commitment, salt, end_epoch, end_sequence,
                ended_at, settlement, grants, revealed, member
            FROM card_round WHERE state = 1 AND (member, id) > (?, ?) ORDER BY member, id LIMIT ?
            """,
            .text(member),
            .blob(id),
            .int(Int64(limit))
        ) { try RoundRow($0, of: MemberID(validated: $0.text(13))) }
    }

    /// Whether a round that was dealt from an epoch's seed, or is to be, goes on.
    borrowing func hasOpenRound(in epoch: Int64, of game: GameID) throws -> Bool {
        try first(
            "SELECT 1 FROM card_round WHERE game = ? AND epoch = ? AND state < 2 LIMIT 1",
            .text(game.text),
            .int(epoch)
        ) { _ in true } ?? false
    }

    /// Whether any round of a game goes on.
    borrowing func hasOpenRound(_ game: GameID) throws -> Bool {
        try first(
            "SELECT 1 FROM card_round WHERE game = ? AND state < 2 LIMIT 1",
            .text(game.text)
        ) { _ in true } ?? false
    }
}
