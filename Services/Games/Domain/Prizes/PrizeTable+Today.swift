import Primitives

extension PrizeTable {
    /// How many more of a prize can be given on a day, whatever of it is gone by now.
    ///
    /// It is the least of what is left in all, what the day's stock leaves, and what pacing has
    /// released when the day ends.
    ///
    /// - Parameters:
    ///   - prize: The prize.
    ///   - occasion: The instant, and the day that it is.
    ///   - dayEnd: The first instant after that day.
    ///   - state: What was given so far.
    /// - Returns: From 0 on, or nil where the prize has neither a daily stock nor pacing.
    package func leftToday(
        of prize: Prize,
        on occasion: Occasion,
        until dayEnd: Instant,
        _ state: GameState
    ) -> Int64? {
        let stock = prize.stock
        guard stock.perDay != nil || (stock.isPaced && stock.total != nil) else { return nil }
        let open = prize.window.bounded(by: window)
        let lastInstant = Instant(milliseconds: dayEnd.milliseconds.clampedDifference(1))
        guard !open.hasClosed(by: occasion.now), open.hasOpened(by: lastInstant) else { return 0 }
        let count = state.stock[prize.id] ?? StockCount()
        var bounds = [count.left(of: stock)]
        bounds.append(
            stock.perDay?.clampedDifference(count.today.count(in: occasion.day.daysSinceEpoch))
        )
        if stock.isPaced, let total = stock.total {
            let all = total.clampedSum(count.restocked)
            let released = Stock.released(of: all, at: lastInstant, within: open)
            bounds.append(released.clampedDifference(count.given))
        }
        return bounds.compactMap(\.self).min().map { max(0, $0) }
    }

    /// When pacing releases the next piece of a prize, where all that was released is gone.
    ///
    /// - Returns: The instant, or nil where the prize is not paced, or nothing more is released.
    package func nextRelease(of prize: Prize, _ state: GameState) -> Instant? {
        guard prize.stock.isPaced, let total = prize.stock.total else { return nil }
        let count = state.stock[prize.id] ?? StockCount()
        return Stock.release(
            ofPiece: count.given,
            of: total.clampedSum(count.restocked),
            within: prize.window.bounded(by: window)
        )
    }
}
