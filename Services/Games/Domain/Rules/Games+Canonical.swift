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
    /// The face as it is written into the canonical layout of a round.
    ///
    /// It is a record, since names may contain any character that could part them in one text.
    package var canonical: CanonicalValue {
        .members(["prize": .text(prize.text), "reward": reward.canonical])
    }
}

extension Reward {
    fileprivate var canonical: CanonicalValue {
        switch self {
        case .asset(let asset, let amount):
            .record(["asset": .text(asset.text), "amount": .integer(amount.value)])
        case .freezes(let count): .record(["freezes": .integer(count)])
        case .product(let product, let quantity):
            .record(["product": .text(product.text), "quantity": .integer(quantity)])
        case .chances(let count): .record(["chances": .integer(count)])
        case .nothing: .nothing
        }
    }
}
