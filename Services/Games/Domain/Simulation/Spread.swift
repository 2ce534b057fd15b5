/// How a number varies from run to run.
package struct Spread: Hashable, Sendable {
    /// The mean.
    package let mean: Double
    /// The standard deviation of the runs, 0 of a single one.
    package let deviation: Double
    /// The smallest.
    package let lowest: Int64
    /// The largest.
    package let highest: Int64

    /// The spread of some numbers, or nil where there are none.
    package init?(of numbers: [Int64]) {
        guard let lowest = numbers.min(), let highest = numbers.max() else { return nil }
        self.lowest = lowest
        self.highest = highest
        let values = numbers.map(Double.init)
        let mean = values.reduce(0, +) / Double(values.count)
        self.mean = mean
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        deviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : 0
    }
}
