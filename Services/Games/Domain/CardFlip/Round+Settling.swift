import Primitives

/// What a round came to.
package struct RoundSettlement: Hashable, Sendable {
    /// The cards that were turned for the player, to use up what was paid for.
    package let turned: [TurnedCard]
    /// What was won, in the order in which it was turned.
    package let wins: [Face]
    /// How many of each prize were dealt and not won, so that they return to the stock.
    package let returned: [PrizeID: Int64]

    /// What the round came to, as it was recorded.
    package init(turned: [TurnedCard], wins: [Face], returned: [PrizeID: Int64]) {
        self.turned = turned
        self.wins = wins
        self.returned = returned
    }
}

extension Round {
    /// Settles the round if it is due.
    ///
    /// Flips that are paid for and not used turn the lowest cards that still lie face down.
    ///
    /// - Returns: What it came to, or nil where the round is not due.
    mutating func settle(at now: Instant) -> RoundSettlement? {
        guard isDue(at: now) else { return nil }
        var cards: [TurnedCard] = []
        for (index, face) in layout.enumerated() where flipsLeft > 0 {
            let position = Int64(index) + 1
            guard !turned.contains(position) else { continue }
            turned.append(position)
            cards.append(TurnedCard(position: position, face: face))
        }
        phase = .finished
        let wins = wins
        var returned: [PrizeID: Int64] = [:]
        for face in layout { returned[face.prize, default: 0] += 1 }
        for (prize, count) in returned { returned[prize] = count / mode.cardsPerPrize }
        for win in wins { returned[win.prize, default: 0] -= 1 }
        return RoundSettlement(
            turned: cards,
            wins: wins,
            returned: returned.filter { $0.value > 0 }
        )
    }

    /// What the turned cards win, in the order in which they were turned.
    package var wins: [Face] {
        var open: [PrizeID: Int64] = [:]
        var wins: [Face] = []
        for face in turned.compactMap({ face(at: $0) }) {
            let count = (open[face.prize] ?? 0) + 1
            let isWin = count == mode.cardsPerPrize
            open[face.prize] = isWin ? 0 : count
            if isWin { wins.append(face) }
        }
        return wins
    }
}
