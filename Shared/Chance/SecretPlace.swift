/// Where a sealed secret belongs; it cannot be opened as belonging elsewhere.
package struct SecretPlace: Hashable, Sendable {
    /// The game's id.
    package let game: String
    /// The epoch's name.
    package let epoch: String
    /// The round's id, or nil for what belongs to the whole epoch.
    package let round: String?

    /// A place in an epoch of a game.
    package init(game: String, epoch: String, round: String? = nil) {
        self.game = game
        self.epoch = epoch
        self.round = round
    }
}
