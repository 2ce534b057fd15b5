import GamesDomain
import Primitives
import Storage

extension Snapshot {
    /// What was given of each prize of a game.
    borrowing func stock(of game: GameID) throws -> [PrizeID: StockCount] {
        var stock: [PrizeID: StockCount] = [:]
        try each(
            "SELECT prize, given, restocked, day, day_given FROM stock WHERE game = ?",
            .text(game.text)
        ) { row in
            stock[PrizeID(validated: row.text(0))] = StockCount(
                given: row.int(1),
                restocked: row.int(2),
                today: PeriodCount(period: row.int(3), count: row.int(4))
            )
        }
        return stock
    }
}

extension Transaction {
    /// Stores what of a game's stock has changed.
    borrowing func save(
        _ stock: [PrizeID: StockCount],
        changedFrom former: [PrizeID: StockCount],
        of game: GameID
    ) throws {
        for (prize, count) in stock where former[prize] != count {
            try execute(
                """
                INSERT INTO stock (game, prize, given, restocked, day, day_given, on_table)
                VALUES (?, ?, ?, ?, ?, ?, 0)
                ON CONFLICT (game, prize) DO UPDATE SET given = excluded.given,
                    restocked = excluded.restocked, day = excluded.day,
                    day_given = excluded.day_given
                """,
                .text(game.text),
                .text(prize.text),
                .int(count.given),
                .int(count.restocked),
                .int(count.today.period),
                .int(count.today.count)
            )
        }
    }
}
