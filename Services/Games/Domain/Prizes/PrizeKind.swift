import Primitives

/// What a prize is.
package enum PrizeKind: Hashable, Sendable {
    /// So much of an asset, points among them.
    case asset(AssetID, AmountRange)
    /// So many freezes of a streak, 1 to 31.
    case freezes(Int64)
    /// So many pieces of a product of the mall, 1 to 100.
    case product(ProductID, quantity: Int64)
    /// So many further free chances in the same game, 1 to 10.
    case chances(Int64)
    /// Nothing.
    case nothing

    /// Whether it is something that the mall has in its store.
    var isProduct: Bool {
        if case .product = self { true } else { false }
    }

    /// Whether how much it is must be drawn.
    var isRange: Bool {
        if case .asset(_, let range) = self { !range.isFixed } else { false }
    }
}

/// What is handed out for a prize that was won.
package enum Reward: Hashable, Sendable {
    /// So much of an asset, to be credited.
    case asset(AssetID, Points)
    /// So many freezes, to be granted.
    case freezes(Int64)
    /// So many pieces of a product, to be granted by the mall.
    case product(ProductID, quantity: Int64)
    /// So many free chances, which the player has already.
    case chances(Int64)
    /// Nothing.
    case nothing
}
