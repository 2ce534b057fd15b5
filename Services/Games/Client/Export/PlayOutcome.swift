import Chance
import GamesDomain
import Wire

/// What a play that was paid for came to.
package protocol PlayOutcome: ObjectForm, Hashable {
    /// What the status of such a play is called.
    static var status: String { get }
}

/// The draws of a play.
package struct DrawnPlay: PlayOutcome {
    /// What the status of such a play is called.
    package static let status = "drawn"
    /// The draws, in the order of their nonces.
    package let draws: [DrawRecord]

    /// Joins draws.
    package init(draws: [DrawRecord]) {
        self.draws = draws
    }

    /// Writes the draws.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.member("draws", forms: draws)
    }

    /// Reads the draws.
    package init(members: inout ObjectReader) throws(JSONFault) {
        draws = try members.forms("draws")
    }
}

/// The cards of a round that has ended, and how they were dealt.
package struct DealtRound: PlayOutcome {
    /// What the status of such a play is called.
    package static let status = "dealt"
    /// How the cards were dealt, which is no secret any more.
    package let cards: DealtCards
    /// The secret that kept the layout from being guessed.
    package let salt: LayoutSalt
    /// What was published of the layout when the round began.
    package let commitment: Commitment

    /// Joins cards and what they were committed to by.
    package init(cards: DealtCards, salt: LayoutSalt, commitment: Commitment) {
        self.cards = cards
        self.salt = salt
        self.commitment = commitment
    }

    /// Writes the cards, which must not be secret any more.
    package func writeMembers(to writer: inout JSONWriter) {
        cards.writeMembers(to: &writer)
        writer.member("salt", salt.bytes.hexadecimal)
        writer.member("commitment", "\(commitment)")
    }

    /// Reads the cards.
    package init(members: inout ObjectReader) throws(JSONFault) {
        cards = try DealtCards(members: &members)
        salt = try members.fixedBytes("salt")
        commitment = try members.fixedBytes("commitment")
    }
}
