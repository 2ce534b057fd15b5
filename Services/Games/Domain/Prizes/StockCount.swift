import Primitives

/// How much of a prize was given, net of what was returned, and by how much it was restocked.
package struct StockCount: Hashable, Sendable {
    /// How much is given, or reserved on a table of cards, from 0 on.
    package internal(set) var given: Int64
    /// By how much operators have changed the total.
    package internal(set) var restocked: Int64
    /// How much of it was given on the newest day, by days since 1970-01-01.
    package internal(set) var today: PeriodCount

    /// The count as it was stored; without arguments, of a prize that was never given.
    package init(given: Int64 = 0, restocked: Int64 = 0, today: PeriodCount = PeriodCount()) {
        self.given = max(0, given)
        self.restocked = restocked
        self.today = today
    }

    /// How much there is in all, what was given included; from 0 on, or nil without limit.
    package func total(of stock: Stock) -> Int64? {
        stock.total.map { max(0, $0.clampedSum(restocked)) }
    }

    /// How much is left in all.
    ///
    /// - Parameter stock: What the programme says, which may have changed since pieces were given.
    /// - Returns: From 0 on, or nil where there is no limit.
    package func left(of stock: Stock) -> Int64? {
        stock.total.map { max(0, $0.clampedSum(restocked).clampedDifference(given)) }
    }

    mutating func take(on day: CalendarDay) {
        given = given.clampedSum(1)
        today.add(1, in: day.daysSinceEpoch)
    }

    mutating func putBack(_ number: Int64, takenOn day: CalendarDay) {
        given = max(0, given.clampedDifference(number))
        today.takeBack(number, in: day.daysSinceEpoch)
    }
}
