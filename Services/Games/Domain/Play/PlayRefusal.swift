import Primitives

/// Why a play is refused; nothing was reserved.
package enum PlayRefusal: Error, Hashable, Sendable {
    /// The campaign begins at an instant.
    case notYetOpen(opens: Instant)
    /// The campaign is over since an instant.
    case closed(since: Instant)
    /// The member does not meet these conditions.
    case notEligible([Eligibility])
    /// The game is not played so many times at once.
    case countNotOffered(Int64)
    /// The epoch is over, and the member has played in a newer one.
    case epochOver(newest: Int64)
    /// A limit leaves fewer draws than were asked for.
    case limitReached(PlayLimit, most: Int64, left: Int64, resetsAt: Instant?)
    /// Nothing can be paid, and fewer free chances are left than were asked for.
    case noChances(left: Int64, resetsAt: Instant?)
}

/// A limit of a game.
package enum PlayLimit: String, CaseIterable, Sendable {
    /// Of the member within an hour.
    case hour
    /// Of the member on a day.
    case day
    /// Of the member in the campaign.
    case campaign
    /// Of all members in the campaign.
    case total
}
