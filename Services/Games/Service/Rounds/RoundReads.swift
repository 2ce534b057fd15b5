import GamesDomain
import Primitives
import Storage

/// A round that is to be settled, in the order in which rounds are.
struct DueRound {
    /// When, in milliseconds since 1970.
    let dueAt: Int64
    let member: MemberID
    let id: TimeOrderedID
}

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

    /// A member's starts of rounds, newest first, from behind one on; they have an index of their
    /// own, since most plays are of lotteries.
    borrowing func starts(
        of member: MemberID,
        before id: [UInt8],
        limit: Int
    ) throws -> [PlayRow] {
        try all(
            """
            SELECT id, game, kind, start, state, entry_epoch, sequence,
                settled_at, outcome, grants
            FROM play WHERE member = ? AND id < ? AND kind = 1 ORDER BY id DESC LIMIT ?
            """,
            .text(member.text),
            .blob(id),
            .int(Int64(limit))
        ) { try PlayRow($0, of: member) }
    }

    /// When a round is to be settled first, or nil.
    borrowing func nextRoundEnd() throws -> Instant? {
        try first(
            "SELECT due_at FROM card_round WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1"
        ) { Instant(milliseconds: $0.int(0)) }
    }

    /// The rounds that are to be settled until an instant, the first ones first, from behind one
    /// on; what they are is read when they are settled.
    borrowing func roundsDue(
        until now: Instant,
        after last: DueRound?,
        limit: Int
    ) throws -> [DueRound] {
        try all(
            """
            SELECT due_at, member, id FROM card_round
            WHERE due_at IS NOT NULL AND due_at <= ? AND (due_at, member, id) > (?, ?, ?)
            ORDER BY due_at, member, id LIMIT ?
            """,
            .int(now.milliseconds),
            .int(last?.dueAt ?? .min),
            .text(last?.member.text ?? ""),
            .blob(last?.id.bytes ?? []),
            .int(Int64(limit))
        ) { row in
            guard let id = TimeOrderedID(bytes: row.blob(2)) else {
                throw StorageError.fault("a round is not readable")
            }
            return DueRound(dueAt: row.int(0), member: MemberID(validated: row.text(1)), id: id)
        }
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
