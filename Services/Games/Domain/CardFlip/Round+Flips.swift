import Primitives

extension Round {
    /// Turns a card.
    ///
    /// A card that is turned already is shown again, whether the round is over or not, so that a
    /// repeat, or another device, sees the same.
    ///
    /// - Parameters:
    ///   - position: Where it lies, 1 to `cards`.
    ///   - now: The instant.
    /// - Returns: The card.
    /// - Throws: `FlipRefusal.noSuchCard`, `.finished` or `.noFlipLeft`, with nothing changed.
    package mutating func flip(
        _ position: Int64,
        at now: Instant
    ) throws(FlipRefusal) -> TurnedCard {
        guard let face = face(at: position) else { throw .noSuchCard(cards: cards) }
        let card = TurnedCard(position: position, face: face)
        if turned.contains(position) { return card }
        guard isOpen(at: now) else { throw .finished }
        guard flipsLeft > 0 else { throw .noFlipLeft(forSale: extrasForSale) }
        turned.append(position)
        return card
    }

    /// Whether cards can be turned at an instant.
    package func isOpen(at now: Instant) -> Bool { phase == .open && now < deadline }

    /// How many extra flips can still be bought.
    package var extrasForSale: Int64 {
        guard let extraFlips else { return 0 }
        let bought = extrasPaid.clampedSum(extrasPending)
        let cardsLeft = cards.clampedDifference(flips.clampedSum(extrasPending))
        return max(0, min(extraFlips.most.clampedDifference(bought), cardsLeft))
    }

    /// Reserves an extra flip, which then is paid for: the first of its three steps.
    ///
    /// The round is not settled before it is known whether it was paid.
    ///
    /// - Returns: What it costs: the first of these that the member has in full.
    /// - Throws: `FlipRefusal.notOffered`, `.finished`, `.noCardLeft` or `.limitReached`, with
    ///   nothing changed.
    package mutating func reserveExtraFlip(at now: Instant) throws(FlipRefusal) -> [Cost] {
        guard let extraFlips else { throw .notOffered }
        guard isOpen(at: now) else { throw .finished }
        guard extrasPaid.clampedSum(extrasPending) < extraFlips.most else {
            throw .limitReached(most: extraFlips.most)
        }
        guard flips.clampedSum(extrasPending) < cards else { throw .noCardLeft }
        extrasPending += 1
        return extraFlips.costs
    }

    /// Gives an extra flip that is paid for; it cannot be refused, whatever has ended meanwhile.
    package mutating func takeExtraFlip() {
        guard extrasPending > 0 else { return }
        extrasPending -= 1
        extrasPaid = extrasPaid.clampedSum(1)
        flips = flips.clampedSum(1)
    }

    /// Gives back the place of an extra flip whose charge was refused.
    package mutating func dropExtraFlip() { extrasPending = max(0, extrasPending - 1) }

    /// Ends the round, as its player asks; it is settled once no extra flip is being paid for.
    package mutating func close() {
        if phase == .open { phase = .closing }
    }

    /// Whether the round is to be settled: it is over, and no extra flip is being paid for.
    package func isDue(at now: Instant) -> Bool {
        phase != .finished && !isOpen(at: now) && extrasPending == 0
    }
}
