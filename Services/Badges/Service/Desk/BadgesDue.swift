/// What comes due in badges, by the names that the metrics bear.
enum BadgesDue: String, CaseIterable, Sendable {
    /// A day has come for a member: that of a review, of the end of a level, or of growth.
    case day
    /// The programme counts a member otherwise.
    case recount
    /// A period of a leaderboard is over.
    case board
}
