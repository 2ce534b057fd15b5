import Chance
import Primitives

extension LotteryRules {
    /// The rules as they are written into canonical bytes, of which the version's hash is made.
    ///
    /// Names never change their meaning, and what has its default is left out; so a version has
    /// the same bytes under every later release.
    package var canonical: CanonicalValue {
        .members([
            "game": .text("lottery"), "terms": terms.canonical,
            "prizes": .list(prizes.map(\.canonical)),
            "pity": pity.isEmpty ? nil : .list(pity.map(\.canonical)),
            "ten": ten.map { .members(["atLeastOneOf": $0.atLeastOneOf.canonical]) },
        ])
    }
}

extension PityRule {
    fileprivate var canonical: CanonicalValue {
        .members([
            "pool": .text(pool.text), "tier": .integer(tier), "hard": hard.canonical,
            "soft": soft.map {
                .record([
                    "from": .integer($0.from), "rise": .integer($0.rise),
                    "step": .integer($0.step),
                ])
            },
        ])
    }
}

extension CardFlipRules {
    /// The rules as they are written into canonical bytes, as those of a lottery are.
    package var canonical: CanonicalValue {
        .members([
            "game": .text("cardFlip"), "terms": terms.canonical,
            "prizes": .list(prizes.map(\.canonical)), "mode": .text(mode.rawValue),
            "cards": .integer(cards), "flips": .integer(flips),
            "extraFlips": extraFlips.map {
                .record([
                    "costs": .list($0.costs.map(\.canonical)), "most": .integer($0.most),
                ])
            },
            "timeoutMs": .integer(timeoutMs),
        ])
    }
}

extension Face {
    /// The name of the face in the canonical layout of a round, such as `gold:asset:points:10`.
    package var canonicalName: String {
        let reward =
            switch reward {
            case .asset(let asset, let amount): "asset:\(asset):\(amount.value)"
            case .freezes(let count): "freezes:\(count)"
            case .product(let product, let quantity): "product:\(product):\(quantity)"
            case .chances(let count): "chances:\(count)"
            case .nothing: "nothing"
            }
        return "\(prize):\(reward)"
    }
}
