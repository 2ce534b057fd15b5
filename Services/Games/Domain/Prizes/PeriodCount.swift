/// A count within the newest of numbered periods, such as days; it begins anew with each.
///
/// Time never goes back here: what happens in an earlier period counts in the newest one.
package struct PeriodCount: Hashable, Sendable {
    /// The newest period in which something was counted.
    package private(set) var period: Int64
    /// How much was counted in it, from 0 on.
    package private(set) var count: Int64

    /// The count as it was stored; without arguments, of one that has counted nothing.
    package init(period: Int64 = .min, count: Int64 = 0) {
        self.period = period
        self.count = max(0, count)
    }

    /// How much counts in a period.
    package func count(in period: Int64) -> Int64 { period > self.period ? 0 : count }

    mutating func add(_ number: Int64, in period: Int64) {
        count = count(in: period).clampedSum(number)
        self.period = max(self.period, period)
    }

    /// Takes back what was counted in a period, of which nothing is left where it is over.
    mutating func takeBack(_ number: Int64, in period: Int64) {
        if period == self.period { count = max(0, count.clampedDifference(number)) }
    }
}
