import Primitives

/// What the first step of a play has reserved: all that its draws need, whatever is changed,
/// ended or closed before they are made.
package struct PlayReservation: Hashable, Sendable {
    /// How the play is paid.
    package enum Payment: Hashable, Sendable {
        /// By free chances, which are taken: those of the day, and those that are kept.
        case chances(daily: Int64, kept: Int64)
        /// By the first of these that the member has in full; each is for all draws together.
        case charge([Cost])
    }

    /// How many draws there are; 1 of a round.
    package let count: Int64
    /// The epoch whose seed draws it.
    package let epoch: Int64
    /// The nonce of the first draw; the others follow it.
    package let firstNonce: Int64
    /// When the play began.
    package let begun: Instant
    /// The day and the hour in which it counts, and from which it is taken back: those of its
    /// beginning, or newer ones in which the member had played already.
    package let period: PlayPeriod
    /// The member's level when it began.
    package let level: Int64
    /// How it is paid.
    package let payment: Payment

    /// The reservation as it was stored.
    package init(
        count: Int64,
        epoch: Int64,
        firstNonce: Int64,
        begun: Instant,
        period: PlayPeriod,
        level: Int64,
        payment: Payment
    ) {
        self.count = count
        self.epoch = epoch
        self.firstNonce = firstNonce
        self.begun = begun
        self.period = period
        self.level = level
        self.payment = payment
    }

    /// The nonces of the draws, in order.
    package var nonces: ClosedRange<Int64> {
        firstNonce...max(firstNonce, firstNonce.clampedSum(count.clampedDifference(1)))
    }
}
