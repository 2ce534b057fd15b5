import Primitives

/// How many pieces of a prize lie on tables, under the cards of rounds that go on.
///
/// They are taken from the stock, and nobody may see that before they are turned.
package struct TablePieces: Hashable, Sendable {
    /// How many there are, from 0 on.
    package let all: Int64
    /// How many of them were taken on the newest day on which any was, by days since 1970-01-01.
    package let today: PeriodCount

    /// The pieces as they were stored; without arguments, none.
    package init(all: Int64 = 0, today: PeriodCount = PeriodCount()) {
        self.all = max(0, all)
        self.today = today
    }
}

extension StockCount {
    /// The count as it may be shown: as if what lies on tables had not been taken.
    package func without(_ pieces: TablePieces) -> StockCount {
        let ofDay = pieces.today.count(in: today.period)
        return StockCount(
            given: max(0, given.clampedDifference(pieces.all)),
            restocked: restocked,
            today: PeriodCount(
                period: today.period,
                count: max(0, today.count.clampedDifference(ofDay))
            )
        )
    }
}
