/// An amount of points, or of any other asset, that arithmetic can never silently overflow.
package struct Points: Hashable, Sendable {
    /// The amount in whole points; negative only as the effect of a movement.
    package let value: Int64

    /// Wraps a whole number of points of any size and sign.
    package init(_ value: Int64) {
        self.value = value
    }

    /// No points at all.
    package static let zero = Points(0)

    /// The largest amount that one movement may name, 10^12.
    package static let largestMovement = Points(1_000_000_000_000)

    /// The largest amount that a balance or a total may reach, 2^53 - 1.
    ///
    /// It is the largest integer that every JSON reader, JavaScript's among them, reads exactly
    /// (RFC 8259, section 6).
    package static let largestBalance = Points(9_007_199_254_740_991)

    /// The sum, or nil where it leaves 64 bits.
    package func adding(_ other: Points) -> Points? {
        let (sum, overflow) = value.addingReportingOverflow(other.value)
        return overflow ? nil : Points(sum)
    }

    /// The difference, or nil where it leaves 64 bits.
    package func subtracting(_ other: Points) -> Points? {
        let (difference, overflow) = value.subtractingReportingOverflow(other.value)
        return overflow ? nil : Points(difference)
    }
}

extension Points: Comparable {
    package static func < (left: Points, right: Points) -> Bool {
        left.value < right.value
    }
}

extension Points: CustomStringConvertible {
    package var description: String { String(value) }
}
