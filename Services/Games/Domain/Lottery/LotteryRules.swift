/// What the programme says about a lottery.
package struct LotteryRules: Hashable, Sendable {
    /// Who may play, when, how often, and for what.
    package var terms: GameTerms
    /// What can be won, 1 to 100 prizes.
    package var prizes: [Prize]
    /// What long bad luck is worth, at most 10 rules, two of them with rising chances.
    package var pity: [PityRule] = []
    /// What ten draws at once are like, if they are offered.
    package var ten: TenDraws?

    /// A lottery of some prizes.
    package init(_ terms: GameTerms, prizes: [Prize]) {
        self.terms = terms
        self.prizes = prizes
    }
}

/// Ten draws that are charged as one.
package struct TenDraws: Hashable, Sendable {
    /// The tier from which the tenth draw is, where none of the nine before it gave a prize of it
    /// or a better one; nil where nothing is promised.
    package var atLeastOneOf: Int64?

    /// Ten draws with a promise, or without.
    package init(atLeastOneOf tier: Int64? = nil) {
        atLeastOneOf = tier
    }

    /// How many they are.
    package static let count: Int64 = 10
}
