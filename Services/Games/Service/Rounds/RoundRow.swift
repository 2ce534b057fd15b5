import Chance
import GamesClient
import GamesDomain
import Primitives
import Storage
import Wire

/// A round of a card flip that was dealt, as the store has it.
struct RoundRow {
    /// How a round ended.
    struct Ending {
        let entry: PlayRow.Entry
        let settlement: RoundSettlement
        /// For each win the messages that hand it out.
        let grants: [UInt8]
        /// The secret of the commitment, which is none any more.
        let salt: LayoutSalt
    }

    /// Its id, which is that of its start.
    let id: TimeOrderedID
    let member: MemberID
    let game: GameID
    let name: RoundName
    var round: Round
    let commitment: Commitment
    let sealedSalt: [UInt8]
    /// How it ended, or nil while it goes on.
    var ending: Ending?

    /// Where the secret of its commitment belongs.
    var place: SecretPlace { Self.place(of: id, in: game, name.epoch) }

    static func place(of id: TimeOrderedID, in game: GameID, _ epoch: Int64) -> SecretPlace {
        SecretPlace(game: game.text, epoch: "\(epoch)", round: id.description)
    }

    /// When it is to be settled by itself; nil while an extra flip is being paid for, whose end
    /// settles it, and once it has ended.
    fileprivate var dueAt: Instant? {
        ending == nil && round.extrasPending == 0 ? round.deadline : nil
    }
}

extension RoundRow: CustomStringConvertible, CustomReflectable {
    var description: String { "the round \(id)" }

    /// A mirror without children, so that no dump shows what lies under a card.
    var customMirror: Mirror { Mirror(self, children: []) }
}

extension Transaction {
    /// Stores that the start of a round is being paid for.
    borrowing func reserveRound(
        _ id: TimeOrderedID,
        of member: MemberID,
        _ game: GameID,
        _ name: RoundName
    ) throws {
        try execute(
            """
            INSERT INTO card_round (member, id, game, epoch, nonce, state) VALUES (?, ?, ?, ?, ?, 0)
            """,
            .text(member.text),
            .blob(id.bytes),
            .text(game.text),
            .int(name.epoch),
            .int(name.nonce)
        )
    }

    /// Forgets a round whose charge was refused; its play stays.
    borrowing func dropRound(_ id: TimeOrderedID, of member: MemberID) throws {
        try execute(
            "DELETE FROM card_round WHERE member = ? AND id = ? AND state = 0",
            .text(member.text),
            .blob(id.bytes)
        )
    }

    /// Stores a round as it is now.
    borrowing func save(_ row: RoundRow) throws {
        try execute(
            """
            UPDATE card_round SET state = ?, round = ?, commitment = ?, salt = ?, due_at = ?,
                revealed = ?, settlement = ?, grants = ?, end_epoch = ?, end_sequence = ?,
                ended_at = ?
            WHERE member = ? AND id = ?
            """,
            .int(row.ending == nil ? 1 : 2),
            .blob(row.round.jsonBytes),
            .blob(row.commitment.bytes),
            .blob(row.sealedSalt),
            .optional(row.dueAt?.milliseconds),
            .optional(row.ending?.salt.bytes),
            .optional(row.ending?.settlement.jsonBytes),
            .optional(row.ending?.grants),
            .optional(row.ending?.entry.epoch),
            .optional(row.ending?.entry.sequence),
            .optional(row.ending?.entry.at.milliseconds),
            .text(row.member.text),
            .blob(row.id.bytes)
        )
    }
}

extension RoundRow {
    /// Reads the columns of a round in their order.
    init(_ row: borrowing Row, of member: MemberID) throws {
        guard let id = TimeOrderedID(bytes: row.blob(0)), let commitment = Commitment(row.blob(5))
        else { throw StorageError.fault("a round is not readable") }
        self.init(
            id: id,
            member: member,
            game: GameID(validated: row.text(1)),
            name: RoundName(epoch: row.int(2), nonce: row.int(3)),
            round: try Round(jsonBytes: row.blob(4)),
            commitment: commitment,
            sealedSalt: row.blob(6),
            ending: row.isNull(8) ? nil : try Ending(row)
        )
    }
}

extension RoundRow.Ending {
    fileprivate init(_ row: borrowing Row) throws {
        guard let salt = LayoutSalt(row.blob(12)) else {
            throw StorageError.fault("the end of a round is not readable")
        }
        self.init(
            entry: PlayRow.Entry(
                epoch: row.int(7),
                sequence: row.int(8),
                at: Instant(milliseconds: row.int(9))
            ),
            settlement: try RoundSettlement(jsonBytes: row.blob(10)),
            grants: row.blob(11),
            salt: salt
        )
    }
}
