import Chance
import Primitives

/// A round that was dealt, and how.
package struct Deal: Hashable, Sendable {
    /// The round, which is secret.
    package let round: Round
    /// What was rolled and given for each face, before the cards were shuffled.
    ///
    /// It stands in the order in which it was drawn; for pairs there is one for each pair. It is
    /// as secret as the round.
    package let givings: [Giving]

    /// The deal as it was recorded.
    package init(round: Round, givings: [Giving]) {
        self.round = round
        self.givings = givings
    }
}

extension Deal: CustomStringConvertible, CustomReflectable {
    package var description: String { "a deal of \(round)" }

    /// A mirror without children, so that no dump shows what lies under a card.
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension CardFlip {
    /// Deals a round: the third of the steps of its start, which cannot be refused.
    ///
    /// Drawn are the faces, one after another, each with its amount, and then the shuffle, so that
    /// no position is favoured where stock is scarce.
    ///
    /// - Parameters:
    ///   - reservation: What the first step reserved.
    ///   - now: The instant.
    ///   - source: The stream of the round.
    ///   - state: The game; every prize that is dealt is taken from its stock.
    ///   - player: The member; its draws and prizes change, what is dealt counting as won.
    /// - Returns: The round, and how it was dealt.
    package func deal(
        _ reservation: PlayReservation,
        at now: Instant,
        from source: inout some DrawSource,
        _ state: inout GameState,
        _ player: inout Player
    ) -> Deal {
        let occasion = Occasion(at: now, in: rules.terms.zone, level: reservation.level)
        let givings = (0..<max(0, rules.cards / rules.mode.cardsPerPrize)).map { _ in
            let rolled = table.roll(.plain, from: &source)
            return table.give(rolled, on: occasion, from: &source, &state, &player)
        }
        player.draws = player.draws.clampedSum(1)
        var layout = givings.flatMap { giving in
            let face = Face(prize: giving.given, reward: giving.reward)
            return Array(repeating: face, count: Int(rules.mode.cardsPerPrize))
        }
        source.shuffle(&layout)
        let round = Round(
            mode: rules.mode,
            layout: layout,
            extraFlips: rules.extraFlips,
            dealtOn: occasion.day,
            deadline: Instant(milliseconds: now.milliseconds.clampedSum(rules.timeoutMs)),
            flips: rules.flips
        )
        return Deal(round: round, givings: givings)
    }
}
