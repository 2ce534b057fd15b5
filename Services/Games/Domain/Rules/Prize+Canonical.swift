import Chance
import Primitives

extension Prize {
    /// The prize as it is written into canonical bytes.
    var canonical: CanonicalValue {
        .members([
            "id": .text(id.text), "kind": kind.canonical, "weight": .integer(weight),
            "tier": tier.canonical, "stock": stock == .unlimited ? nil : stock.canonical,
            "perMember": perMember.canonical, "window": window.canonical,
            "unlockAfter": unlockAfter == 0 ? nil : .integer(unlockAfter),
            "levelAtLeast": levelAtLeast.canonical,
            "substitute": substitute.map { .text($0.text) }, "value": valueMinor.canonical,
        ])
    }
}

extension Stock {
    fileprivate var canonical: CanonicalValue {
        .members([
            "total": total.canonical, "perDay": perDay.canonical,
            "paced": isPaced ? .flag(true) : nil,
        ])
    }
}

extension PrizeKind {
    fileprivate var canonical: CanonicalValue {
        switch self {
        case .asset(let asset, let range):
            .record([
                "asset": .text(asset.text), "from": .integer(range.lowest),
                "to": .integer(range.highest), "step": .integer(range.step),
            ])
        case .freezes(let count): .record(["freezes": .integer(count)])
        case .product(let product, let quantity):
            .record(["product": .text(product.text), "quantity": .integer(quantity)])
        case .chances(let count): .record(["chances": .integer(count)])
        case .nothing: .nothing
        }
    }
}
