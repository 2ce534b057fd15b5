import Primitives

/// Something that multiplies what a rule grants while its condition holds.
package struct EarningMultiplier: Hashable, Sendable {
    /// Its name within the rule.
    package let id: String
    /// The group of which only the highest counts, or nil where it stands alone.
    package let group: String?
    /// By how much it multiplies, above 0 and up to 1,000.
    package let times: Ratio
    /// When it applies.
    package let condition: EarningCondition

    /// Joins the parts of a multiplier.
    package init(
        id: String,
        group: String? = nil,
        times: Ratio,
        condition: EarningCondition = EarningCondition()
    ) {
        self.id = id
        self.group = group
        self.times = times
        self.condition = condition
    }
}

extension [EarningMultiplier] {
    /// The highest of each group, and each that stands alone.
    private var effective: [Ratio] {
        var highest: [String: Ratio] = [:]
        var alone: [Ratio] = []
        for multiplier in self {
            guard let group = multiplier.group else {
                alone.append(multiplier.times)
                continue
            }
            highest[group] = Swift.max(highest[group] ?? .zero, multiplier.times)
        }
        return alone + highest.values
    }

    /// A ratio multiplied by those that count, or nil where the product leaves 64 bits.
    func applied(to ratio: Ratio) -> Ratio? {
        effective.reduce(Optional(ratio)) { product, times in product?.times(times) }
    }

    /// Whether every product of a ratio with some of these stays within 64 bits.
    ///
    /// Terms are multiplied without being reduced, and of each group the largest terms: no
    /// combination has larger ones.
    package func canMultiply(_ ratio: Ratio) -> Bool {
        var above: [String: Int64] = [:]
        var below: [String: Int64] = [:]
        for (index, multiplier) in enumerated() {
            // Groups and numbers cannot collide: what stands alone has a blank in its name.
            let group = multiplier.group ?? "alone \(index)"
            above[group] = Swift.max(above[group] ?? 1, multiplier.times.numerator)
            below[group] = Swift.max(below[group] ?? 1, multiplier.times.denominator)
        }
        return Self.fits(ratio.numerator, above.values)
            && Self.fits(ratio.denominator, below.values)
    }

    private static func fits(_ first: Int64, _ factors: some Sequence<Int64>) -> Bool {
        factors.reduce(Optional(first)) { product, factor in
            guard let (next, overflow) = product?.multipliedReportingOverflow(by: factor) else {
                return nil
            }
            return overflow ? nil : next
        } != nil
    }
}
