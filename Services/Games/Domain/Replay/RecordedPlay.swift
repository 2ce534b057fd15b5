import Primitives

/// A play of a lottery as an export has it.
package struct RecordedPlay<Key: Hashable & Sendable>: Hashable, Sendable {
    /// What became of it.
    package enum Result: Hashable, Sendable {
        /// It was drawn.
        case drawn([DrawOutcome])
        /// Its charge was refused; its nonces are used.
        case refused
    }

    /// Whose it was, by pseudonym.
    package let player: Key
    /// What its first step had reserved.
    package let reservation: PlayReservation
    /// When it was settled.
    package let settledAt: Instant
    /// What became of it.
    package let result: Result

    /// Joins the parts of a record.
    package init(
        player: Key,
        reservation: PlayReservation,
        settledAt: Instant,
        result: Result
    ) {
        self.player = player
        self.reservation = reservation
        self.settledAt = settledAt
        self.result = result
    }
}
