import Chance
import GamesClient
import GamesDomain
import Primitives
import Storage
import Wire

/// A play as the store has it: the draws of a lottery, or the start of a round.
struct PlayRow {
    /// What kind of game it is of; the numbers are stored.
    enum Kind: Int64 {
        case lottery = 0
        case cardFlip = 1
    }

    /// How far it is; the numbers are stored.
    enum State: Int64 {
        case pending = 0
        /// It was drawn, or dealt.
        case done = 1
        /// Its charge was refused.
        case refused = 2
    }

    /// Where and when it was settled.
    struct Entry {
        let epoch: Int64
        let sequence: Int64
        let at: Instant
    }

    let id: TimeOrderedID
    let member: MemberID
    let game: GameID
    let kind: Kind
    /// What its first step reserved, with the client seed.
    let start: PlayStart
    var state = State.pending
    /// Where it is entered; nil while it is pending.
    var entry: Entry?
    /// What was drawn or dealt, in the form of an export, or the reason of its refusal.
    var outcome: [UInt8]?
    /// For each draw the messages that hand out its prize.
    var grants: [UInt8]?
}

extension Snapshot {
    /// A play of a member, or nil.
    borrowing func play(_ id: TimeOrderedID, of member: MemberID) throws -> PlayRow? {
        try first(
            """
            SELECT id, game, kind, start, state, entry_epoch, sequence,
                settled_at, outcome, grants
            FROM play WHERE member = ? AND id = ?
            """,
            .text(member.text),
            .blob(id.bytes)
        ) { try PlayRow($0, of: member) }
    }

    /// A member's plays of one kind of games that were settled, newest first, from behind one on.
    borrowing func plays(
        of member: MemberID,
        _ kind: PlayRow.Kind,
        before id: [UInt8],
        limit: Int
    ) throws -> [PlayRow] {
        try all(
            """
            SELECT id, game, kind, start, state, entry_epoch, sequence,
                settled_at, outcome, grants
            FROM play WHERE member = ? AND id < ? AND kind = ? ORDER BY id DESC LIMIT ?
            """,
            .text(member.text),
            .blob(id),
            .int(kind.rawValue),
            .int(Int64(limit))
        ) { try PlayRow($0, of: member) }
    }

    /// Whether a play of an epoch is pending.
    borrowing func hasPendingPlay(in epoch: Int64, of game: GameID) throws -> Bool {
        try first(
            "SELECT 1 FROM play WHERE game = ? AND epoch = ? AND state = 0 LIMIT 1",
            .text(game.text),
            .int(epoch)
        ) { _ in true } ?? false
    }
}

extension Transaction {
    /// Stores a new play, pending or settled already.
    borrowing func insert(_ play: PlayRow) throws {
        try execute(
            """
            INSERT INTO play (member, id, game, kind, epoch, start, state, entry_epoch, sequence,
                settled_at, outcome, grants)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .text(play.member.text),
            .blob(play.id.bytes),
            .text(play.game.text),
            .int(play.kind.rawValue),
            .int(play.start.reservation.epoch),
            .blob(play.start.jsonBytes),
            .int(play.state.rawValue),
            .optional(play.entry?.epoch),
            .optional(play.entry?.sequence),
            .optional(play.entry?.at.milliseconds),
            .optional(play.outcome),
            .optional(play.grants)
        )
    }

    /// Stores how a play that was pending was settled.
    borrowing func settle(_ play: PlayRow) throws {
        try execute(
            """
            UPDATE play SET state = ?, entry_epoch = ?, sequence = ?, settled_at = ?, outcome = ?,
                grants = ?
            WHERE member = ? AND id = ?
            """,
            .int(play.state.rawValue),
            .optional(play.entry?.epoch),
            .optional(play.entry?.sequence),
            .optional(play.entry?.at.milliseconds),
            .optional(play.outcome),
            .optional(play.grants),
            .text(play.member.text),
            .blob(play.id.bytes)
        )
    }
}

extension PlayRow {
    /// Reads the columns of a play in their order.
    init(_ row: borrowing Row, of member: MemberID) throws {
        guard let id = TimeOrderedID(bytes: row.blob(0)), let kind = Kind(rawValue: row.int(2)),
            let state = State(rawValue: row.int(4))
        else { throw StorageError.fault("a play is not readable") }
        self.init(
            id: id,
            member: member,
            game: GameID(validated: row.text(1)),
            kind: kind,
            start: try PlayStart(jsonBytes: row.blob(3)),
            state: state,
            entry: row.isNull(5)
                ? nil
                : Entry(
                    epoch: row.int(5),
                    sequence: row.int(6),
                    at: Instant(milliseconds: row.int(7))
                ),
            outcome: row.isNull(8) ? nil : row.blob(8),
            grants: row.isNull(9) ? nil : row.blob(9)
        )
    }
}
