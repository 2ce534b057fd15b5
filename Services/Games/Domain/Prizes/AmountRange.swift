/// An amount, or amounts a step apart of which one is drawn, each as likely as any other.
package struct AmountRange: Hashable, Sendable {
    /// The smallest amount, 1 to 10^12.
    package let lowest: Int64
    /// The largest amount, up to 10^12, a whole number of steps above the smallest.
    package let highest: Int64
    /// What lies between one amount and the next, from 1 on.
    package let step: Int64

    /// The amounts from one to another, a step apart.
    package init(from lowest: Int64, to highest: Int64, step: Int64 = 1) {
        self.lowest = lowest
        self.highest = highest
        self.step = step
    }

    /// One amount.
    package init(_ amount: Int64) {
        self.init(from: amount, to: amount)
    }

    /// Whether there is nothing to draw.
    package var isFixed: Bool { lowest == highest }

    /// How many amounts there are; 1 of a range that has faults.
    package var count: UInt64 {
        guard lowest >= 0, highest > lowest, step > 0 else { return 1 }
        return UInt64((highest - lowest) / step) + 1
    }

    /// The amount at a place from 0 on.
    func amount(at place: UInt64) -> Int64 {
        lowest.clampedSum(Int64(clamping: place).clampedProduct(step))
    }
}
