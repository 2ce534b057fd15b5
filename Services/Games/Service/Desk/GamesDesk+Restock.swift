import GamesClient
import GamesDomain
import Primitives
import Problems
import ServiceHost
import Storage

extension GamesDesk {
    /// Changes the stock of a prize by hand, as an entry of the open epoch.
    ///
    /// - Returns: What is left then.
    /// - Throws: A `Problem` where the change cannot be made; nothing was changed.
    func restock(
        _ prize: PrizeID,
        of game: GameID,
        by change: Int64,
        because reason: String,
        _ stamp: Stamp,
        _ transaction: borrowing Transaction
    ) throws -> Int64 {
        var table = try table(game, at: stamp.now, withStock: true, transaction)
        let tables = try transaction.reads.pieces(onTablesOf: game)
        do throws(RestockRefusal) {
            _ = try table.entry.game.table
                .restock(prize, by: change, &table.state, keeping: tables)
        } catch {
            throw Problem(error)
        }
        try enter(prize, of: game, change, reason, table.nextEntry(), transaction)
        try save(table, nil, transaction)
        try transaction.record(
            OperatorAction(
                "stock.change:\(change)",
                on: "prize:\(game.text)/\(prize.text)",
                because: reason,
                stamp
            )
        )
        return try left(of: prize, in: table.entry, transaction.reads)
    }

    /// Stores a change of stock where it is entered.
    private func enter(
        _ prize: PrizeID,
        of game: GameID,
        _ change: Int64,
        _ reason: String,
        _ entry: PlayRow.Entry,
        _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO restock (game, epoch, sequence, prize, change, reason, at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            .text(game.text),
            .int(entry.epoch),
            .int(entry.sequence),
            .text(prize.text),
            .int(change),
            .text(reason),
            .int(entry.at.milliseconds)
        )
    }

    /// How much of a prize is left, as it may be shown: what lies on tables counts as there, else
    /// the answer would tell what is under a card.
    private func left(
        of prize: PrizeID,
        in entry: GameEntry,
        _ reads: borrowing Snapshot
    ) throws -> Int64 {
        let shown = try reads.shownStock(of: entry.id)[prize] ?? StockCount()
        return shown.left(of: entry.game.table.prize(prize)?.stock ?? .unlimited) ?? 0
    }
}
