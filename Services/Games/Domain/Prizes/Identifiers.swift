import Primitives

/// A game: a lottery, or a card flip.
package struct GameID: Identifier {
    /// The game's name in the programme.
    package let text: String

    /// Takes text that `isValid` has accepted.
    package init(validated text: String) {
        self.text = text
    }
}

/// A prize of one game.
package struct PrizeID: Identifier {
    /// The prize's name within its game.
    package let text: String

    /// Takes text that `isValid` has accepted.
    package init(validated text: String) {
        self.text = text
    }
}

/// A pity counter of one lottery, which survives new versions under its name.
package struct PoolID: Identifier {
    /// The pool's name within its lottery.
    package let text: String

    /// Takes text that `isValid` has accepted.
    package init(validated text: String) {
        self.text = text
    }
}
