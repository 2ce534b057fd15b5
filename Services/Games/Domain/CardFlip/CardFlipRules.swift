import Primitives

/// What the programme says about a card flip.
package struct CardFlipRules: Hashable, Sendable {
    /// Who may play, when, how often, and for what a round.
    package var terms: GameTerms
    /// What can lie under the cards, 1 to 100 prizes.
    package var prizes: [Prize]
    /// How it is played.
    package var mode: CardFlipMode
    /// How many cards lie on the table, 4 to 36; an even number for pairs.
    package var cards: Int64
    /// How many of them are turned for the price of the round, 1 to `cards`.
    package var flips: Int64
    /// What further flips cost, if there are any.
    package var extraFlips: ExtraFlips?
    /// How long a round stays open, 10,000 (10 s) to 86,400,000 (a day) milliseconds.
    package var timeoutMs: Int64 = 900_000

    /// A card flip of some prizes, with a time-out of 15 minutes.
    package init(
        _ terms: GameTerms,
        prizes: [Prize],
        mode: CardFlipMode,
        cards: Int64,
        flips: Int64
    ) {
        self.terms = terms
        self.prizes = prizes
        self.mode = mode
        self.cards = cards
        self.flips = flips
    }
}

/// How a card flip is played.
package enum CardFlipMode: String, CaseIterable, Sendable {
    /// Every card that is turned wins what lies under it.
    case pick
    /// Every two equal faces that are turned win once.
    case pairs

    /// How many cards with one face make one prize.
    package var cardsPerPrize: Int64 {
        switch self {
        case .pick: 1
        case .pairs: 2
        }
    }
}

/// What flips beyond the included ones cost.
package struct ExtraFlips: Hashable, Sendable {
    /// What one costs: the first of these, 1 to 10, that the member has in full.
    package let costs: [Cost]
    /// How many of them a round can have, 1 to 35.
    package let most: Int64

    /// Joins a price and a bound.
    package init(costs: [Cost], most: Int64) {
        self.costs = costs
        self.most = most
    }
}
