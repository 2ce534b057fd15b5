import GamesDomain
import Primitives
import Storage

/// What lies on tables: it is taken from the stock, and nobody may see that before it is turned.
extension Snapshot {
    /// What was given of each prize of a game, as it may be shown: without what lies on the tables
    /// of rounds that go on.
    borrowing func shownStock(of game: GameID) throws -> [PrizeID: StockCount] {
        let lying = try pieces(onTablesOf: game)
        return try stock(of: game).reduce(into: [:]) { shown, row in
            shown[row.key] = lying[row.key].map { row.value.without($0) } ?? row.value
        }
    }

    /// What lies on the tables of a game, prize by prize.
    borrowing func pieces(onTablesOf game: GameID) throws -> [PrizeID: TablePieces] {
        var pieces: [PrizeID: TablePieces] = [:]
        try each(
            """
            SELECT prize, on_table, table_day, day_on_table FROM stock
            WHERE game = ? AND on_table > 0
            """,
            .text(game.text)
        ) { row in
            pieces[PrizeID(validated: row.text(0))] = TablePieces(
                all: row.int(1),
                today: PeriodCount(period: row.int(2), count: row.int(3))
            )
        }
        return pieces
    }
}

extension Player {
    /// The player without what lies on the table of a round that goes on.
    func without(_ pieces: [PrizeID: Int64]) -> Player {
        Player(
            draws: draws,
            reserved: reserved,
            onDay: onDay,
            inHour: inHour,
            freeUsed: freeUsed,
            chances: chances,
            pity: pity,
            prizes: prizes.merging(pieces.mapValues { -$0 }) { max(0, $0 + $1) }
                .filter { $0.value >= 0 },
            nonces: nonces
        )
    }
}

extension Transaction {
    /// Notes that the pieces of a round, which are taken from the stock, lie on a table.
    borrowing func lay(_ round: Round, of game: GameID) throws {
        let day = round.dealtOn.daysSinceEpoch
        for (prize, count) in round.pieces {
            try execute(
                """
                UPDATE stock SET on_table = on_table + ?,
                    day_on_table = CASE WHEN table_day >= ? THEN day_on_table + ? ELSE ? END,
                    table_day = CASE WHEN table_day >= ? THEN table_day ELSE ? END
                WHERE game = ? AND prize = ?
                """,
                .int(count),
                .int(day),
                .int(count),
                .int(count),
                .int(day),
                .int(day),
                .text(game.text),
                .text(prize.text)
            )
        }
    }

    /// Notes that they lie there no longer.
    borrowing func clear(_ round: Round, of game: GameID) throws {
        let day = round.dealtOn.daysSinceEpoch
        for (prize, count) in round.pieces {
            try execute(
                """
                UPDATE stock SET on_table = on_table - ?,
                    day_on_table = CASE WHEN table_day = ? AND day_on_table >= ?
                        THEN day_on_table - ? ELSE day_on_table END
                WHERE game = ? AND prize = ?
                """,
                .int(count),
                .int(day),
                .int(count),
                .int(count),
                .text(game.text),
                .text(prize.text)
            )
        }
    }
}
