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
                stored: stored,
                touched: row.int(2)
            )
        }
    }
}

extension Transaction {
    /// Gives a member who has none a seat at a game, under a fresh pseudonym.
    borrowing func seat(of member: MemberID, at terms: GameTerms) throws -> Seat {
        if let seat = try reads.seat(of: member, at: terms) { return seat }
        let pseudonym = Pseudonym.random()
        try execute(
            """
            INSERT INTO player (member, game, pseudonym, touched) VALUES (?, ?, ?, 0)
            """,
            .text(member.text),
            .text(terms.id.text),
            .blob(pseudonym.bytes)
        )
        return Seat(
            member: member,
            pseudonym: pseudonym,
            player: Player(newTo: terms),
            stored: nil,
            touched: 0
        )
    }

    /// Stores what a game knows of a member; the first time in an epoch, what it knew before is
    /// kept for the epoch's export.
    borrowing func save(_ seat: Seat, at game: GameID, in epoch: Int64) throws {
        if seat.touched < epoch {
            try execute(
                """
                INSERT INTO player_opening (game, epoch, member, state) VALUES (?, ?, ?, ?)
                ON CONFLICT (game, epoch, member) DO NOTHING
                """,
                .text(game.text),
                .int(epoch),
                .text(seat.member.text),
                .optional(seat.stored)
            )
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
