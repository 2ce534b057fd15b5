import Chance

/// The exact chance of one prize.
package struct PrizeOdds: Hashable, Sendable {
    /// The prize.
    package let prize: PrizeID
    /// The chance that it is rolled.
    package let odds: Fraction
}

extension PrizeTable {
    /// The exact chance of each prize in a draw, by the very weights by which it is rolled.
    ///
    /// - Parameter weighting: How the prizes are weighed in it.
    /// - Returns: One chance for each prize, in order; they add up to 1.
    package func odds(_ weighting: Weighting = .plain) -> [PrizeOdds] {
        let sum = sum(in: weighting)
        return prizes.indices.compactMap { place in
            Fraction(weight(of: place, in: weighting), over: sum).map {
                PrizeOdds(prize: prizes[place].id, odds: $0)
            }
        }
    }

    /// Rolls a prize, by one uniform integer below the sum of the weights.
    ///
    /// - Returns: Its place.
    func roll(_ weighting: Weighting, from source: inout some DrawSource) -> Int {
        var rest = source.integer(below: sum(in: weighting))
        for place in prizes.indices {
            let weight = weight(of: place, in: weighting)
            if rest < weight { return place }
            rest -= weight
        }
        // The integer was below the sum, so one of the weights was above what was left of it.
        return max(0, prizes.count - 1)
    }

    /// The sum of the weights of a draw.
    ///
    /// Weights are below 2^30 and at most 100, a rise is below 2^40; so with two of them every
    /// weight stays below 2^112 and the sum below 2^119.
    package func sum(in weighting: Weighting) -> UInt128 {
        if case .plain = weighting { return sum }
        return prizes.indices.reduce(0) { $0 + weight(of: $1, in: weighting) }
    }

    /// The weight of the prize at a place in a draw.
    func weight(of place: Int, in weighting: Weighting) -> UInt128 {
        switch weighting {
        case .plain: weights[place]
        case .only(let tier): prizes[place].tier == tier ? weights[place] : 0
        case .raised(let rises):
            rises.prefix(2).reduce(weights[place]) { weight, rise in
                let isOfTier = prizes[place].tier == rise.tier
                return weight * (isOfTier ? sum + Self.bounded(rise.by) : sum)
            }
        }
    }

    private static func bounded(_ rise: Int64) -> UInt128 {
        UInt128(max(0, min(rise, PityRule.largestRise)))
    }
}
