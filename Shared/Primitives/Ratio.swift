/// An exact fraction from 0 on, in lowest terms, so that equal fractions are equal values.
package struct Ratio: Hashable, Sendable {
    /// What stands above, from 0 on.
    package let numerator: Int64
    /// What stands below, from 1 on.
    package let denominator: Int64

    /// The fraction of two numbers, or nil where it is below 0 or has no meaning.
    package init?(_ numerator: Int64, over denominator: Int64) {
        guard numerator >= 0, denominator > 0 else { return nil }
        let divisor = Self.greatestDivisor(numerator, denominator)
        self.init(lowest: numerator / divisor, over: denominator / divisor)
    }

    private init(lowest numerator: Int64, over denominator: Int64) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// Nothing of an amount.
    package static let zero = Ratio(lowest: 0, over: 1)
    /// The whole of an amount.
    package static let one = Ratio(lowest: 1, over: 1)

    /// The product, or nil where one of its terms leaves 64 bits.
    package func times(_ other: Ratio) -> Ratio? {
        // Reduced crosswise first, so that the product is in lowest terms already.
        let left = Self.greatestDivisor(numerator, other.denominator)
        let right = Self.greatestDivisor(other.numerator, denominator)
        let (above, tooHigh) = (numerator / left)
            .multipliedReportingOverflow(by: other.numerator / right)
        let (below, tooLow) = (denominator / right)
            .multipliedReportingOverflow(by: other.denominator / left)
        return tooHigh || tooLow ? nil : Ratio(lowest: above, over: below)
    }

    /// That part of an amount, rounded down once, or nil where it leaves 64 bits.
    package func floor(of amount: Int64) -> Int64? {
        Self.floor(amount, times: numerator, over: denominator)
    }

    /// `amount * numerator / denominator`, computed exactly and rounded down once.
    ///
    /// - Parameters:
    ///   - amount: From 0 on.
    ///   - numerator: From 0 on.
    ///   - denominator: From 1 on.
    /// - Returns: The quotient, or nil where it leaves 64 bits or the denominator is below 1.
    package static func floor(
        _ amount: Int64,
        times numerator: Int64,
        over denominator: Int64
    ) -> Int64? {
        guard denominator > 0 else { return nil }
        return Int64(exactly: Int128(amount) * Int128(numerator) / Int128(denominator))
    }

    /// The greatest common divisor of two numbers from 0 on, at least 1.
    private static func greatestDivisor(_ left: Int64, _ right: Int64) -> Int64 {
        var (larger, smaller) = (left, right)
        while smaller > 0 { (larger, smaller) = (smaller, larger % smaller) }
        return max(1, larger)
    }
}

extension Ratio: Comparable {
    package static func < (left: Ratio, right: Ratio) -> Bool {
        Int128(left.numerator) * Int128(right.denominator)
            < Int128(right.numerator) * Int128(left.denominator)
    }
}
