/// How the prizes are weighed in one draw.
package enum Weighting: Hashable, Sendable {
    /// A tier whose chance rises, as of soft pity.
    package struct Rise: Hashable, Sendable {
        /// The tier.
        package let tier: Int64
        /// By how much, in the unit of the weights, 0 to 10^12.
        package let by: Int64

        /// Joins a tier and a rise.
        package init(tier: Int64, by: Int64) {
            self.tier = tier
            self.by = by
        }
    }

    /// By their weights.
    case plain
    /// By their weights within one tier, as of hard pity; nothing else can be rolled.
    case only(tier: Int64)
    /// By their weights times `S + W` in a tier that rises by `W`, and times `S` outside it, for
    /// each of at most two such tiers, where `S` is the sum of the plain weights.
    case raised([Rise])
}
