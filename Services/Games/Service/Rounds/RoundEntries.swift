import Chance
import GamesClient
import GamesDomain
import Primitives
import Storage
import Wire

extension Snapshot {
    /// The ends of rounds that are entered in an epoch, from behind an entry on.
    borrowing func endEntries(
        of epoch: EpochRow,
        after sequence: Int64,
        limit: Int
    ) throws -> [EpochEntry] {
        try all(
            """
            SELECT card_round.id, card_round.game, card_round.epoch, card_round.nonce,
                card_round.round, card_round.commitment, card_round.salt, card_round.end_epoch,
                card_round.end_sequence, card_round.ended_at, card_round.settlement,
                card_round.grants, card_round.revealed, card_round.member, player.pseudonym
            FROM card_round
            JOIN player ON player.member = card_round.member AND player.game = card_round.game
            WHERE card_round.game = ? AND card_round.end_epoch = ? AND card_round.end_sequence > ?
            ORDER BY card_round.end_sequence LIMIT ?
            """,
            .text(epoch.game.text),
            .int(epoch.number),
            .int(sequence),
            .int(Int64(limit))
        ) { row in
            let round = try RoundRow(row, of: MemberID(validated: row.text(13)))
            guard let ending = round.ending, let player = Pseudonym(row.blob(14)) else {
                throw StorageError.fault("the end of a round is not readable")
            }
            let end = ExportedEnd(round.recorded(ending, of: player))
            return EpochEntry(
                sequence: ending.entry.sequence,
                json: ExportedEntry(sequence: ending.entry.sequence, .end(end)).jsonBytes
            )
        }
    }

    /// The rounds of a game that ended before a place, newest first.
    borrowing func ended(
        _ game: GameID,
        before place: EntryPlace,
        limit: Int
    ) throws -> [RoundRow] {
        try all(
            """
            SELECT id, game, epoch, nonce, round, commitment, salt, end_epoch, end_sequence,
                ended_at, settlement, grants, revealed, member
            FROM card_round
            WHERE game = ? AND end_sequence IS NOT NULL AND (end_epoch, end_sequence) < (?, ?)
            ORDER BY end_epoch DESC, end_sequence DESC LIMIT ?
            """,
            .text(game.text),
            .int(place.epoch),
            .int(place.sequence),
            .int(Int64(limit))
        ) { try RoundRow($0, of: MemberID(validated: $0.text(13))) }
    }

    /// The rounds of a member that were dealt before an epoch and ended in it or later, each as it
    /// was dealt: which cards were turned by then is told by its end.
    borrowing func openRounds(
        of member: MemberID,
        at epoch: EpochRow
    ) throws -> [ExportedPlayer.OpenRound] {
        try all(
            """
            SELECT card_round.id, card_round.game, card_round.epoch, card_round.nonce,
                card_round.round, card_round.commitment, card_round.salt, card_round.end_epoch,
                card_round.end_sequence, card_round.ended_at, card_round.settlement,
                card_round.grants, card_round.revealed
            FROM card_round
            JOIN play ON play.member = card_round.member AND play.id = card_round.id
            WHERE card_round.member = ? AND card_round.game = ? AND play.entry_epoch < ?
                AND card_round.end_epoch >= ? AND card_round.end_epoch > card_round.epoch
            """,
            .text(member.text),
            .text(epoch.game.text),
            .int(epoch.number),
            .int(epoch.number)
        ) { row in
            let round = try RoundRow(row, of: member)
            return ExportedPlayer.OpenRound(name: round.name, round: round.round.asDealt)
        }
        // Sorted here: an order would make SQLite go through all rounds of the member instead.
        .sorted { ($0.name.epoch, $0.name.nonce) < ($1.name.epoch, $1.name.nonce) }
    }
}

extension RoundRow {
    /// The end as an export has it.
    fileprivate func recorded(
        _ ending: Ending,
        of player: Pseudonym
    ) -> RecordedEnd<Pseudonym> {
        RecordedEnd(
            player: player,
            name: name,
            endedAt: ending.entry.at,
            // What the settlement turned stands behind what the player has.
            chosen: round.turned.dropLast(ending.settlement.turned.count),
            extrasPaid: round.extrasPaid,
            settlement: ending.settlement
        )
    }
}

extension Round {
    /// The round as it was dealt, with nothing turned and nothing bought.
    fileprivate var asDealt: Round {
        Round(
            mode: mode,
            layout: layout,
            extraFlips: extraFlips,
            dealtOn: dealtOn,
            deadline: deadline,
            flips: max(0, flips - extrasPaid)
        )
    }
}
