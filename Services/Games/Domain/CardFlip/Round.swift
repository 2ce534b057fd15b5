import Primitives

/// A round of a card flip, with everything that lies under its cards.
///
/// It is secret until it has ended: members are shown its `view`, and its description says
/// nothing of the faces.
package struct Round: Hashable, Sendable {
    /// How far it is.
    package enum Phase: String, CaseIterable, Sendable {
        /// Cards can be turned.
        case open
        /// It was ended, but a flip that is being paid for is still to come.
        case closing
        /// It is over and settled.
        case finished
    }

    /// How it is played.
    package let mode: CardFlipMode
    /// What lies under the cards, that of position 1 first.
    package let layout: [Face]
    /// What further flips cost, as it was when the round began.
    package let extraFlips: ExtraFlips?
    /// The day on which its prizes were taken from the stock.
    package let dealtOn: CalendarDay
    /// From when on it is over.
    package let deadline: Instant
    /// How far it is.
    package internal(set) var phase: Phase
    /// The positions that are turned, in order.
    package internal(set) var turned: [Int64]
    /// How many flips are paid for, those that are used included.
    package internal(set) var flips: Int64
    /// How many extra flips are paid for.
    package internal(set) var extrasPaid: Int64
    /// How many extra flips are being paid for.
    package internal(set) var extrasPending: Int64

    /// The round as it was stored.
    package init(
        mode: CardFlipMode,
        layout: [Face],
        extraFlips: ExtraFlips?,
        dealtOn: CalendarDay,
        deadline: Instant,
        flips: Int64,
        phase: Phase = .open,
        turned: [Int64] = [],
        extrasPaid: Int64 = 0,
        extrasPending: Int64 = 0
    ) {
        self.mode = mode
        self.layout = layout
        self.extraFlips = extraFlips
        self.dealtOn = dealtOn
        self.deadline = deadline
        self.flips = flips
        self.phase = phase
        self.turned = turned
        self.extrasPaid = extrasPaid
        self.extrasPending = extrasPending
    }

    /// How many cards there are.
    package var cards: Int64 { Int64(layout.count) }

    /// How many flips are paid for and not used.
    package var flipsLeft: Int64 { max(0, flips.clampedDifference(Int64(turned.count))) }

    /// The face at a position, or nil where there is no card.
    func face(at position: Int64) -> Face? {
        guard (1...max(1, cards)).contains(position), !layout.isEmpty else { return nil }
        return layout[Int(position) - 1]
    }
}

extension Round: CustomStringConvertible, CustomReflectable {
    package var description: String { "a round of \(cards) cards, \(turned.count) turned" }

    /// A mirror without children, so that no dump shows what lies under a card.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
