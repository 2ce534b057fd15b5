/// What comes due in games, by the names that the metrics bear.
enum GamesDue: String, CaseIterable, Sendable {
    /// The end of a game's epoch.
    case epoch
    /// The end of a round.
    case round
}
