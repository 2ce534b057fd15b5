import Primitives

/// A prize of a game, and the conditions under which it can be given.
package struct Prize: Hashable, Sendable {
    /// Its name within the game.
    package let id: PrizeID
    /// What it is.
    package var kind: PrizeKind
    /// Its share of the sum of all weights, 0 to 10^9; one of 0 is only a substitute.
    package var weight: Int64
    /// How high it ranks, 1 (the best) to 100, or nil where it has no tier.
    package var tier: Int64?
    /// How much there is of it.
    package var stock = Stock.unlimited
    /// How many of it one member can win in the game, 1 to 10^6, or nil without limit.
    package var perMember: Int64?
    /// When it can be won; its pacing runs through what of it lies in the game's window.
    package var window = TimeWindow.always
    /// How many draws of the game a member must have made before, 0 to 10^6.
    package var unlockAfter: Int64 = 0
    /// The lowest level that can win it, or nil where any can.
    package var levelAtLeast: Int64?
    /// What is given where this prize cannot be; only what can always be given needs none.
    package var substitute: PrizeID?
    /// What one is worth in minor units of the programme's currency, or nil where it is not said.
    package var valueMinor: Int64?

    /// A prize without conditions.
    package init(_ id: PrizeID, _ kind: PrizeKind, weight: Int64) {
        self.id = id
        self.kind = kind
        self.weight = weight
    }

    /// Whether nothing can keep it from being given; of a product there is never without end.
    package var isAlwaysAvailable: Bool {
        !kind.isProduct && stock.total == nil && stock.perDay == nil && perMember == nil
            && window == .always
            && unlockAfter <= 0 && levelAtLeast == nil
    }

    /// Whether it ranks as high as a tier or higher.
    func isOfTier(orBetterThan tier: Int64) -> Bool { self.tier.map { $0 <= tier } ?? false }
}
