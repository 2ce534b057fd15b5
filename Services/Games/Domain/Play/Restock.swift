import Primitives

/// Why the stock of a prize is not changed.
package enum RestockRefusal: Error, Hashable, Sendable {
    /// The game has no such prize.
    case noSuchPrize
    /// The prize has no stock in all that could be changed.
    case unlimited
    /// More would be taken away than is left, with so many cards' pieces on tables kept back.
    case belowZero(left: Int64, onTables: Int64 = 0)
    /// The change is 0, or the total would leave 0 to 10^12.
    case outOfRange
}

extension PrizeTable {
    /// Adds to the total of a prize, or takes from it what is left.
    ///
    /// Of a paced prize, the new total counts as if it had been there from the start.
    ///
    /// What lies on tables counts as there, and nobody may find out of which prizes it is. So as
    /// many pieces are kept back as lie there in all, as if each were of this prize: what is
    /// refused follows from what everybody may know, and nothing that is won later lacks.
    ///
    /// - Parameters:
    ///   - id: The prize.
    ///   - change: How much more there is, or less where it is negative.
    ///   - state: What was given so far.
    ///   - tables: What lies on tables, prize by prize.
    /// - Returns: What is left then, what lies on tables not counted.
    /// - Throws: `RestockRefusal`, with nothing changed.
    package func restock(
        _ id: PrizeID,
        by change: Int64,
        _ state: inout GameState,
        keeping tables: [PrizeID: TablePieces] = [:]
    ) throws(RestockRefusal) -> Int64 {
        guard let prize = prize(id) else { throw .noSuchPrize }
        guard let total = prize.stock.total else { throw .unlimited }
        var count = state.stock[id] ?? StockCount()
        let left = count.without(tables[id] ?? TablePieces()).left(of: prize.stock) ?? 0
        let kept = tables.values.reduce(Int64(0)) { $0.clampedSum($1.all) }
        if change < 0, left.clampedDifference(kept).clampedSum(change) < 0 {
            throw .belowZero(left: left, onTables: kept)
        }
        let restocked = count.restocked.clampedSum(change)
        guard change != 0, (0...Points.largestMovement.value).contains(total.clampedSum(restocked))
        else { throw .outOfRange }
        count.restocked = restocked
        state.stock[id] = count
        return count.left(of: prize.stock) ?? 0
    }
}
