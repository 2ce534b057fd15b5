import Primitives

extension Cost {
    /// So many times as much.
    func times(_ count: Int64) -> Cost {
        Cost(asset: asset, amount: Points(amount.value.clampedProduct(count)))
    }
}
