/// What is handed out for something, given whole.
package struct Award: Hashable, Sendable {
    /// One thing that is handed out.
    package enum Item: Hashable, Sendable {
        /// So much of an asset, points among them, 1 to 10^12; it is what multipliers multiply.
        case asset(AssetID, Points)
        /// So many freezes, 1 to 31; of these, as many as the member may still hold.
        case freezes(Int64)
        /// So many pieces of a product of the mall, 1 to 100.
        case goods(ProductID, quantity: Int64)
    }

    /// What is handed out, at most 10 things.
    package let items: [Item]

    /// An award of some things.
    package init(_ items: [Item]) {
        self.items = items
    }

    /// An award of nothing.
    package static let nothing = Award([])
}

extension Award.Item {
    /// Whether two items are of one kind, so that they can be added up.
    package func isOfKind(of other: Award.Item) -> Bool {
        switch (self, other) {
        case (.asset(let own, _), .asset(let their, _)): own == their
        case (.freezes, .freezes): true
        case (.goods(let own, _), .goods(let their, _)): own == their
        default: false
        }
    }

    /// How much of its kind it is.
    package var count: Int64 {
        switch self {
        case .asset(_, let amount): amount.value
        case .freezes(let count): count
        case .goods(_, let quantity): quantity
        }
    }

    /// The same kind, so much of it.
    package func with(count: Int64) -> Award.Item {
        switch self {
        case .asset(let asset, _): .asset(asset, Points(count))
        case .freezes: .freezes(count)
        case .goods(let product, _): .goods(product, quantity: count)
        }
    }
}
