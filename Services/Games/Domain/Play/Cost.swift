import Primitives

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

    /// So many times as much.
    func times(_ count: Int64) -> Cost {
        Cost(asset: asset, amount: Points(amount.value.clampedProduct(count)))
    }
}
