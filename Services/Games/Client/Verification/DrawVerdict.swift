import Chance
import GamesDomain

/// What a verification says of one draw, or of one round that was dealt.
package struct DrawVerdict: Hashable, Sendable {
    /// The number of its entry.
    package let sequence: Int64
    /// Whose it is.
    package let player: Pseudonym
    /// The epoch whose seed draws it.
    package let epoch: Int64
    /// Its nonce.
    package let nonce: Int64
    /// What it gave, for people: a prize, or how many cards.
    package let gave: String
    /// Whether the same came out when it was drawn again.
    package let isRight: Bool
}

extension DrawVerdict: CustomStringConvertible {
    /// One line on the draw.
    package var description: String {
        "entry \(sequence), player \(player), epoch \(epoch), nonce \(nonce): \(gave), "
            + (isRight ? "right" : "NOT RIGHT")
    }
}
