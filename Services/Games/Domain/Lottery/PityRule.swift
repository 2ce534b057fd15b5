/// What happens after many draws without a prize of a tier.
///
/// Draws are counted for each member and pool; the count begins anew when a prize of the tier or
/// a better one is given, whatever was rolled.
package struct PityRule: Hashable, Sendable {
    /// A chance that rises.
    package struct Soft: Hashable, Sendable {
        /// The draw without such a prize from which on it rises, 1 to 100,000.
        package let from: Int64
        /// By how much it rises with that draw, in the unit of the weights, 1 to 10^9.
        package let rise: Int64
        /// By how much more with each further draw, 0 to 10^9.
        package let step: Int64

        /// A rise from a draw on, and what each further draw adds to it.
        package init(from: Int64, rise: Int64, step: Int64 = 0) {
            self.from = from
            self.rise = rise
            self.step = step
        }
    }

    /// Its counter's name, which is kept through new versions.
    package let pool: PoolID
    /// The tier.
    package let tier: Int64
    /// After how many draws without such a prize the next one is from the tier, 1 to 100,000, or
    /// nil where it never must be.
    package var hard: Int64?
    /// How its chance rises before, if it does.
    package var soft: Soft?

    /// Joins the parts of a rule.
    package init(pool: PoolID, tier: Int64, hard: Int64? = nil, soft: Soft? = nil) {
        self.pool = pool
        self.tier = tier
        self.hard = hard
        self.soft = soft
    }

    /// The largest rise that counts, however many draws have added to it: 10^12.
    package static let largestRise: Int64 = 1_000_000_000_000

    /// Whether the draw after so many without such a prize must be from the tier.
    func isDue(after count: Int64) -> Bool { hard.map { count >= $0 } ?? false }

    /// By how much the tier rises in the draw after so many without such a prize, 0 to 10^12.
    func rise(after count: Int64) -> Int64 {
        guard let soft else { return 0 }
        let further = count.clampedSum(1).clampedDifference(soft.from)
        guard further >= 0 else { return 0 }
        return min(soft.rise.clampedSum(soft.step.clampedProduct(further)), Self.largestRise)
    }
}
