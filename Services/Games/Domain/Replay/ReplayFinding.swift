import Primitives

/// Something in an export that is not as the rules, the seed and the opening state make it.
package struct ReplayFinding<Key: Hashable & Sendable>: Hashable, Sendable {
    /// Whose record is at fault, or nil where it is nobody's.
    package let player: Key?
    /// Which draw is, or nil where it is none in particular.
    package let nonce: Int64?
    /// What is at fault.
    package let what: ReplayFault

    init(_ player: Key?, _ nonce: Int64?, _ what: ReplayFault) {
        self.player = player
        self.nonce = nonce
        self.what = what
    }
}

/// What can be at fault in an export.
package enum ReplayFault: Hashable, Sendable {
    /// The play has another number of outcomes, or of streams, than draws.
    case outcomes(expected: Int64, recorded: Int64)
    /// The outcome bears another nonce.
    case nonce(expected: Int64)
    /// The pity counts before the draw were others.
    case pityBefore(expected: [PoolID: Int64], recorded: [PoolID: Int64])
    /// The prizes were weighed otherwise.
    case weighting(expected: Weighting, recorded: Weighting)
    /// Another prize was rolled.
    case rolled(expected: PrizeID, recorded: PrizeID)
    /// Prizes were replaced otherwise.
    case substitutions(expected: [Substitution], recorded: [Substitution])
    /// Another prize was given.
    case given(expected: PrizeID, recorded: PrizeID)
    /// Another amount of it was given.
    case reward(expected: Reward, recorded: Reward)
    /// A nonce is missing; it was neither drawn nor refused.
    case missing
    /// A nonce was used twice.
    case repeated
    /// More draws were made than a limit allows.
    case overLimit(PlayLimit, most: Int64, made: Int64)
    /// A change of stock could not have been made.
    case restock(PrizeID, RestockRefusal)
    /// The cards lie otherwise.
    case layout(expected: [Face], recorded: [Face])
    /// A round has ended that was never dealt, or has ended before.
    case noSuchRound
    /// More extra flips were paid for than the round can have, or fewer than before.
    case extraFlips(Int64)
    /// Cards that do not exist were turned, or more than were paid for, or one twice, or others
    /// than were turned when the epoch opened.
    case chosen([Int64])
    /// The round came to something else.
    case settlement(expected: RoundSettlement, recorded: RoundSettlement)
}
