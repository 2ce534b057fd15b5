import Primitives

/// Why the stock of a prize is not changed.
package enum RestockRefusal: Error, Hashable, Sendable {
    /// The game has no such prize.
    case noSuchPrize
    /// The prize has no stock in all that could be changed.
    case unlimited
    /// More would be taken away than is left.
    case belowZero(left: Int64)
    /// The change is 0, or the total would leave 0 to 10^12.
    case outOfRange
}

extension PrizeTable {
    /// Adds to the total of a prize, or takes from it what is left.
    ///
    /// Of a paced prize, the new total counts as if it had been there from the start.
    ///
    /// - Parameters:
    ///   - id: The prize.
    ///   - change: How much more there is, or less where it is negative.
    ///   - state: What was given so far.
    /// - Returns: What is left then.
    /// - Throws: `RestockRefusal`, with nothing changed.
    package func restock(
        _ id: PrizeID,
        by change: Int64,
        _ state: inout GameState
    ) throws(RestockRefusal) -> Int64 {
        guard let prize = prize(id) else { throw .noSuchPrize }
        guard let total = prize.stock.total else { throw .unlimited }
        var count = state.stock[id] ?? StockCount()
        let left = count.left(of: prize.stock) ?? 0
        if change < 0, left.clampedSum(change) < 0 { throw .belowZero(left: left) }
        let restocked = count.restocked.clampedSum(change)
        guard change != 0, (0...Points.largestMovement.value).contains(total.clampedSum(restocked))
        else { throw .outOfRange }
        count.restocked = restocked
        state.stock[id] = count
        return count.left(of: prize.stock) ?? 0
    }
}
