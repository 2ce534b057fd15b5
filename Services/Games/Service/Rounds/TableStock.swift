import GamesDomain
import Primitives
import Storage

/// What lies on tables: it is taken from the stock, and nobody may see that before it is turned.
extension Snapshot {
    /// What was given of each prize of a game, as it may be shown: without what lies on the tables
    /// of rounds that go on.
    borrowing func shownStock(of game: GameID) throws -> [PrizeID: StockCount] {
        var stock = try stock(of: game)
        try each(
            "SELECT prize, on_table FROM stock WHERE game = ? AND on_table > 0",
            .text(game.text)
        ) { row in
            let prize = PrizeID(validated: row.text(0))
            guard let count = stock[prize] else { return }
            stock[prize] = count.without(row.int(1))
        }
        return stock
    }
}

extension StockCount {
    /// The count without so many pieces, as if they had been taken on its newest day.
    fileprivate func without(_ pieces: Int64) -> StockCount {
        StockCount(
            given: max(0, given - min(given, pieces)),
            restocked: restocked,
            today: PeriodCount(
                period: today.period,
                count: max(0, today.count - min(today.count, pieces))
            )
        )
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
    /// Notes that pieces, which are taken from the stock, lie on a table.
    borrowing func lay(_ pieces: [PrizeID: Int64], of game: GameID) throws {
        for (prize, count) in pieces { try change(prize, of: game, by: count) }
    }

    /// Notes that they lie there no longer.
    borrowing func clear(_ pieces: [PrizeID: Int64], of game: GameID) throws {
        for (prize, count) in pieces { try change(prize, of: game, by: 0 - count) }
    }

    private borrowing func change(
        _ prize: PrizeID,
        of game: GameID,
        by count: Int64
    ) throws {
        try execute(
            "UPDATE stock SET on_table = on_table + ? WHERE game = ? AND prize = ?",
            .int(count),
            .text(game.text),
            .text(prize.text)
        )
    }
}
