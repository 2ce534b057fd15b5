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
    /// A nonce was drawn that, by the closing state, was never used.
    case neverUsed
    /// The play is of a later epoch than this one.
    case epoch(expected: Int64)
    /// The game is not played so many times at once.
    case count(Int64)
    /// The play began at an instant at which the game was not open.
    case begunOutside(Instant)
    /// The play was settled before it had begun.
    case settledBefore(begun: Instant)
    /// The entry was settled before the one that stands before it, or before the epoch opened.
    case outOfOrder(Instant, after: Instant)
    /// The play counts in an earlier period than that of its beginning, or in none that there is.
    case period(expected: PlayPeriod, recorded: PlayPeriod)
    /// The play counts in a later period than that of its beginning, in which the player has
    /// begun none.
    case unfoundedPeriod(PlayPeriod)
    /// The epoch was closed in a state to which its entries do not lead.
    case closing(ClosingPart)
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
