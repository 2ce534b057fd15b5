import Chance
import GamesClient
import GamesDomain
import Primitives
import Storage
import Wire

/// A member at a game: the name it goes by there, and what the game knows of it.
struct Seat {
    let member: MemberID
    let pseudonym: Pseudonym
    var player: Player
    /// Whether it is stored, which a refusal leaves as it is.
    let isStored: Bool
    /// What was stored, nil where the member has never played.
    fileprivate let stored: [UInt8]?
    /// The newest epoch in which something of it has changed.
    fileprivate let touched: Int64
}

extension Snapshot {
    /// A member's seat at a game, or nil where it has none.
    borrowing func seat(of member: MemberID, at terms: GameTerms) throws -> Seat? {
        try first(
            "SELECT pseudonym, state, touched FROM player WHERE member = ? AND game = ?",
            .text(member.text),
            .text(terms.id.text)
        ) { row in
            guard let pseudonym = Pseudonym(row.blob(0)) else {
                throw StorageError.fault("a pseudonym is not readable")
            }
            let stored = row.isNull(1) ? nil : row.blob(1)
            return Seat(
                member: member,
                pseudonym: pseudonym,
                player: try stored.map { try Player(jsonBytes: $0) } ?? Player(newTo: terms),
                isStored: true,
                stored: stored,
                touched: row.int(2)
            )
        }
    }

    /// A member's seat at a game; one who has none is given one under a fresh pseudonym, which is
    /// stored with what it does there.
    borrowing func seatOrNew(of member: MemberID, at terms: GameTerms) throws -> Seat {
        try seat(of: member, at: terms)
            ?? Seat(
                member: member,
                pseudonym: .random(),
                player: Player(newTo: terms),
                isStored: false,
                stored: nil,
                touched: 0
            )
    }
}

extension Transaction {
    /// Gives a member who has none a seat at a game, because it looks at the game.
    borrowing func takeSeat(_ member: MemberID, at terms: GameTerms) throws {
        let seat = try reads.seatOrNew(of: member, at: terms)
        guard !seat.isStored else { return }
        try execute(
            """
            INSERT INTO player (member, game, pseudonym, touched) VALUES (?, ?, ?, 0)
            """,
            .text(member.text),
            .text(terms.id.text),
            .blob(seat.pseudonym.bytes)
        )
    }

    /// Stores what a game knows of a member; the first time in an epoch, what it knew before is
    /// kept for the epoch's export.
    borrowing func save(_ seat: Seat, at game: GameID, in epoch: Int64) throws {
        if seat.touched < epoch {
            try execute(
                """
                INSERT INTO player_opening (member, game, epoch, pseudonym, state)
                VALUES (?, ?, ?, ?, ?) ON CONFLICT (member, game, epoch) DO NOTHING
                """,
                .text(seat.member.text),
                .text(game.text),
                .int(epoch),
                .blob(seat.pseudonym.bytes),
                .optional(seat.stored)
            )
        }
        guard seat.isStored else {
            // A seat may be stored twice in one piece of work.
            try execute(
                """
                INSERT INTO player (member, game, pseudonym, state, touched) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (member, game) DO UPDATE SET state = excluded.state,
                    touched = excluded.touched
                """,
                .text(seat.member.text),
                .text(game.text),
                .blob(seat.pseudonym.bytes),
                .blob(seat.player.jsonBytes),
                .int(epoch)
            )
            return
        }
        try execute(
            "UPDATE player SET state = ?, touched = ? WHERE member = ? AND game = ?",
            .blob(seat.player.jsonBytes),
            .int(epoch),
            .text(seat.member.text),
            .text(game.text)
        )
    }
}
