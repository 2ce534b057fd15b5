import Primitives

/// The start of a round as an export has it.
package struct RecordedDeal<Key: Hashable & Sendable>: Hashable, Sendable {
    /// Whose it was, by pseudonym.
    package let player: Key
    /// What its first step had reserved.
    package let reservation: PlayReservation
    /// When it was dealt, or refused.
    package let settledAt: Instant
    /// What was dealt, or nil where its charge was refused.
    package let deal: Deal?

    /// Joins the parts of a record.
    package init(player: Key, reservation: PlayReservation, settledAt: Instant, deal: Deal?) {
        self.player = player
        self.reservation = reservation
        self.settledAt = settledAt
        self.deal = deal
    }
}

extension RecordedDeal: CustomStringConvertible, CustomReflectable {
    package var description: String {
        "the start of a round: \(deal.map { "\($0)" } ?? "refused")"
    }

    /// A mirror without children, so that no dump shows what lies under a card.
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// The end of a round as an export has it.
package struct RecordedEnd<Key: Hashable & Sendable>: Hashable, Sendable {
    /// Whose it was, by pseudonym.
    package let player: Key
    /// Which round it was, by the epoch and the nonce of its start.
    package let name: RoundName
    /// When it ended.
    package let endedAt: Instant
    /// The cards that the player turned, in order.
    package let chosen: [Int64]
    /// How many extra flips were paid for.
    package let extrasPaid: Int64
    /// What it came to.
    package let settlement: RoundSettlement

    /// Joins the parts of a record.
    package init(
        player: Key,
        name: RoundName,
        endedAt: Instant,
        chosen: [Int64],
        extrasPaid: Int64,
        settlement: RoundSettlement
    ) {
        self.player = player
        self.name = name
        self.endedAt = endedAt
        self.chosen = chosen
        self.extrasPaid = extrasPaid
        self.settlement = settlement
    }
}

/// Which round of a player it is.
package struct RoundName: Hashable, Sendable {
    /// The epoch in which it began.
    package let epoch: Int64
    /// The nonce of its start.
    package let nonce: Int64

    /// Joins an epoch and a nonce.
    package init(epoch: Int64, nonce: Int64) {
        self.epoch = epoch
        self.nonce = nonce
    }
}
