import Chance
import Primitives

extension PrizeTable {
    /// What a draw wins of each asset by the plain odds alone, exactly.
    package var expectedPayout: [AssetID: Fraction] {
        var twice: [AssetID: UInt128] = [:]
        for (place, prize) in prizes.enumerated() {
            guard let (asset, amounts) = prize.kind.twiceTheMean else { continue }
            // The products stay below 2^72.
            twice[asset, default: 0] += weights[place] * amounts
        }
        return twice.compactMapValues { Fraction($0, over: 2 * sum) }
    }

    /// What some draws win of each asset by their odds alone, whatever is given instead of what
    /// is rolled.
    ///
    /// - Parameters:
    ///   - draws: How many they are, 0 to 10^12; others are taken for the nearest of these.
    ///   - weighting: How the prizes are weighed in each.
    /// - Returns: Millionths of each asset, those of each prize rounded down.
    package func expectedMillionths(
        of draws: Int64,
        _ weighting: Weighting
    ) -> [AssetID: UInt128] {
        // Amounts are up to 10^12, so that the products with them stay below 2^102.
        let times = UInt128(max(0, min(draws, Points.largestMovement.value))) * 1_000_000
        let sum = sum(in: weighting)
        var millionths: [AssetID: UInt128] = [:]
        for (place, prize) in prizes.enumerated() {
            guard let (asset, amounts) = prize.kind.twiceTheMean, sum > 0 else { continue }
            let weight = weight(of: place, in: weighting)
            // A weight is no more than the sum, so the quotient is no more than what it is of.
            let product = weight.multipliedFullWidth(by: amounts * times)
            millionths[asset, default: 0] += (2 * sum).dividingFullWidth(product).quotient
        }
        return millionths
    }
}

extension PrizeKind {
    /// The asset that it is and twice the mean of its amounts, which are a step apart; nil where it
    /// is none.
    fileprivate var twiceTheMean: (asset: AssetID, amounts: UInt128)? {
        guard case .asset(let asset, let range) = self else { return nil }
        return (asset, UInt128(max(0, range.lowest)) + UInt128(max(0, range.highest)))
    }
}
