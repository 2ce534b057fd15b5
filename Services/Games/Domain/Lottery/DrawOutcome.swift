/// What one draw of a lottery was, to be stored, answered and exported.
package struct DrawOutcome: Hashable, Sendable {
    /// Its nonce.
    package let nonce: Int64
    /// For each pool of the rules, the draws before this one without a prize of its tier.
    package let pityBefore: [PoolID: Int64]
    /// How the prizes were weighed.
    package let weighting: Weighting
    /// What was rolled and what was given.
    package let giving: Giving

    /// Joins the parts of an outcome.
    package init(
        nonce: Int64,
        pityBefore: [PoolID: Int64],
        weighting: Weighting,
        giving: Giving
    ) {
        self.nonce = nonce
        self.pityBefore = pityBefore
        self.weighting = weighting
        self.giving = giving
    }
}
