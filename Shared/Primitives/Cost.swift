/// So much of an asset, to be paid.
package struct Cost: Hashable, Sendable {
    /// What is taken.
    package let asset: AssetID
    /// How much of it.
    package let amount: Points

    /// Joins an asset and an amount.
    package init(asset: AssetID, amount: Points) {
        self.asset = asset
        self.amount = amount
    }
}
