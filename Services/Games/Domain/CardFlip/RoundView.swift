import Primitives

/// What a member may see of a round.
package enum RoundView: Hashable, Sendable {
    /// It goes on, and only what was turned is known.
    case open(OpenRound)
    /// It has ended, and everything is known.
    case finished(FinishedRound)
}

/// A round that goes on; it has no place for a card that lies face down.
package struct OpenRound: Hashable, Sendable {
    /// How it is played.
    package let mode: CardFlipMode
    /// How many cards there are.
    package let cards: Int64
    /// The cards that are turned, in order.
    package let turned: [TurnedCard]
    /// How many flips are paid for and not used.
    package let flipsLeft: Int64
    /// How many extra flips can be bought.
    package let extrasForSale: Int64
    /// How many extra flips are being paid for.
    package let extrasPending: Int64
    /// What one of them costs: the first of these that the member has in full.
    package let extraCosts: [Cost]
    /// Whether it is over and only waits to be settled, as where an extra flip is being paid for.
    package let isClosing: Bool
    /// From when on it is over.
    package let deadline: Instant
}

/// A round that has ended.
package struct FinishedRound: Hashable, Sendable {
    /// How it was played.
    package let mode: CardFlipMode
    /// What lay under the cards, that of position 1 first.
    package let layout: [Face]
    /// The cards that were turned, in order.
    package let turned: [TurnedCard]
    /// What was won.
    package let wins: [Face]
}

extension Round {
    /// What a member may see of it at an instant.
    ///
    /// A round that is over shows its faces only once it is stored as settled: until then an extra
    /// flip could still be paid for, or another device see something else.
    package func view(at now: Instant) -> RoundView {
        phase == .finished ? .finished(whole) : .open(part(at: now))
    }

    private var turnedCards: [TurnedCard] {
        turned.compactMap { position in
            face(at: position).map { TurnedCard(position: position, face: $0) }
        }
    }

    private var whole: FinishedRound {
        FinishedRound(mode: mode, layout: layout, turned: turnedCards, wins: wins)
    }

    private func part(at now: Instant) -> OpenRound {
        let isOpen = isOpen(at: now)
        return OpenRound(
            mode: mode,
            cards: cards,
            turned: turnedCards,
            flipsLeft: flipsLeft,
            extrasForSale: isOpen ? extrasForSale : 0,
            extrasPending: extrasPending,
            extraCosts: isOpen ? extraFlips?.costs ?? [] : [],
            isClosing: !isOpen,
            deadline: deadline
        )
    }
}
