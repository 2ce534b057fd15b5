import Primitives

/// Why a card is not turned, or a flip not sold; nothing was changed.
package enum FlipRefusal: Error, Hashable, Sendable {
    /// There is no card at that position; there are so many.
    case noSuchCard(cards: Int64)
    /// The round is over.
    case finished
    /// Every flip that is paid for is used; so many more can be bought.
    case noFlipLeft(forSale: Int64)
    /// The game sells no further flips.
    case notOffered
    /// Every card has its flip already.
    case noCardLeft
    /// As many flips as a round can have beyond the included ones are bought.
    case limitReached(most: Int64)
}
