import Chance
import GamesDomain
import Primitives

/// Of what kind a game is, which it stays for ever.
package enum GameKind: String, CaseIterable, Sendable {
    /// A lottery, of which draws are made.
    case lottery
    /// A card flip, of which rounds are dealt.
    case cardFlip
}

/// One version of a game, ready to be played.
package enum Game: Hashable, Sendable {
    /// A lottery.
    case lottery(Lottery)
    /// A card flip.
    case cardFlip(CardFlip)

    /// Of what kind it is.
    package var kind: GameKind {
        switch self {
        case .lottery: .lottery
        case .cardFlip: .cardFlip
        }
    }

    /// The game's name.
    package var id: GameID { terms.id }

    /// Who may play it, when, how often, and for what.
    package var terms: GameTerms {
        switch self {
        case .lottery(let lottery): lottery.rules.terms
        case .cardFlip(let cardFlip): cardFlip.rules.terms
        }
    }

    /// Its prizes and their weights.
    package var table: PrizeTable {
        switch self {
        case .lottery(let lottery): lottery.table
        case .cardFlip(let cardFlip): cardFlip.table
        }
    }

    /// The bytes of its rules, of which the version's hash is made.
    package var canonical: CanonicalBytes {
        switch self {
        case .lottery(let lottery): CanonicalBytes(lottery.rules.canonical)
        case .cardFlip(let cardFlip): CanonicalBytes(cardFlip.rules.canonical)
        }
    }

    /// What this version would make worse for members, put in force while an older one runs; of
    /// games of two kinds nothing, since none may become the other.
    package func worsenings(since old: Game) -> [Worsening] {
        switch (self, old) {
        case (.lottery(let new), .lottery(let old)): new.rules.worsenings(since: old.rules)
        case (.cardFlip(let new), .cardFlip(let old)): new.rules.worsenings(since: old.rules)
        default: []
        }
    }
}
