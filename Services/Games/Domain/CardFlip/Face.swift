/// What lies under a card.
package struct Face: Hashable, Sendable {
    /// The prize.
    package let prize: PrizeID
    /// What it is.
    package let reward: Reward

    /// Joins a prize and what it is.
    package init(prize: PrizeID, reward: Reward) {
        self.prize = prize
        self.reward = reward
    }
}

/// A card that was turned.
package struct TurnedCard: Hashable, Sendable {
    /// Where it lies, from 1 on.
    package let position: Int64
    /// What lay under it.
    package let face: Face

    /// Joins a place and a face.
    package init(position: Int64, face: Face) {
        self.position = position
        self.face = face
    }
}
