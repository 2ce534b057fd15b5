import GamesDomain

/// How a game is shown to members; none of it changes what is drawn.
package struct GameDisplay: Hashable, Sendable {
    /// The game's title for people, 1 to 64 characters.
    package let title: String
    /// What the game is about, for people, or nil.
    package let description: String?
    /// As what a lottery is shown, or nil of a card flip.
    package let skin: Skin?
    /// Whether members that may not play do not see the game; else they see it with the reason.
    package let isHiddenUnlessEligible: Bool
    /// How each prize is shown.
    package let prizes: [PrizeID: PrizeDisplay]

    /// How a prize is shown; by its own name where the game says nothing of it.
    package func prize(_ id: PrizeID) -> PrizeDisplay {
        prizes[id] ?? PrizeDisplay(title: id.text, image: nil)
    }
}

/// How a prize is shown to members.
package struct PrizeDisplay: Hashable, Sendable {
    /// Its title for people, 1 to 64 characters.
    package let title: String
    /// The address of its picture, 1 to 512 bytes, or nil.
    package let image: String?
}

/// As what a lottery is shown; the draw is the same.
package enum Skin: String, CaseIterable, Sendable {
    /// A wheel of fortune.
    case wheel
    /// A grid around which a light runs.
    case nineCells
    /// A card to be scratched.
    case scratchCard
    /// Eggs to be smashed.
    case goldenEgg
}
