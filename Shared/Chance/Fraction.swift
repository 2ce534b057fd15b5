/// An exact fraction from 0 on, in lowest terms, so that equal fractions are equal values.
package struct Fraction: Hashable, Sendable {
    /// What stands above.
    package let numerator: UInt128
    /// What stands below, from 1 on.
    package let denominator: UInt128

    /// The fraction of two numbers, or nil over 0.
    package init?(_ numerator: UInt128, over denominator: UInt128) {
        guard denominator > 0 else { return nil }
        let divisor = Self.greatestDivisor(numerator, denominator)
        self.init(lowest: numerator / divisor, over: denominator / divisor)
    }

    /// A whole number.
    package init(_ whole: UInt128) {
        self.init(lowest: whole, over: 1)
    }

    private init(lowest numerator: UInt128, over denominator: UInt128) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// What never happens.
    package static let zero = Fraction(0)
    /// What is certain.
    package static let one = Fraction(1)

    /// The sum, or nil where one of its terms leaves 128 bits.
    package func adding(_ other: Fraction) -> Fraction? {
        guard let (left, right, below) = brought(together: other) else { return nil }
        let (above, isTooLarge) = left.addingReportingOverflow(right)
        return isTooLarge ? nil : Fraction(above, over: below)
    }

    /// The difference, or nil where it is below 0 or one of its terms leaves 128 bits.
    package func subtracting(_ other: Fraction) -> Fraction? {
        guard let (left, right, below) = brought(together: other), left >= right else {
            return nil
        }
        return Fraction(left - right, over: below)
    }

    /// The product, or nil where one of its terms leaves 128 bits.
    package func times(_ other: Fraction) -> Fraction? {
        // Reduced crosswise first, so that the product is in lowest terms already.
        let left = Self.greatestDivisor(numerator, other.denominator)
        let right = Self.greatestDivisor(other.numerator, denominator)
        let (above, tooHigh) = (numerator / left)
            .multipliedReportingOverflow(by: other.numerator / right)
        let (below, tooLow) = (denominator / right)
            .multipliedReportingOverflow(by: other.denominator / left)
        return tooHigh || tooLow ? nil : Fraction(lowest: above, over: below)
    }

    /// What stands above in both, and below in both, over their lowest common denominator.
    private func brought(together other: Fraction) -> (UInt128, UInt128, UInt128)? {
        let divisor = Self.greatestDivisor(denominator, other.denominator)
        let (below, tooLow) =
            denominator
            .multipliedReportingOverflow(by: other.denominator / divisor)
        let (left, tooFarLeft) =
            numerator
            .multipliedReportingOverflow(by: other.denominator / divisor)
        let (right, tooFarRight) = other.numerator
            .multipliedReportingOverflow(by: denominator / divisor)
        return tooLow || tooFarLeft || tooFarRight ? nil : (left, right, below)
    }

    /// The greatest common divisor of two numbers, at least 1.
    private static func greatestDivisor(_ left: UInt128, _ right: UInt128) -> UInt128 {
        var (larger, smaller) = (left, right)
        while smaller > 0 { (larger, smaller) = (smaller, larger % smaller) }
        return max(1, larger)
    }
}

extension Fraction: Comparable {
    /// Compares the products crosswise in 256 bits, which hold every one.
    package static func < (left: Fraction, right: Fraction) -> Bool {
        let one = left.numerator.multipliedFullWidth(by: right.denominator)
        let other = right.numerator.multipliedFullWidth(by: left.denominator)
        return (one.high, one.low) < (other.high, other.low)
    }
}

extension Fraction: CustomStringConvertible {
    package var description: String { "\(numerator)/\(denominator)" }
}
