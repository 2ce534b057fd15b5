import Primitives

/// Why a prize cannot be given at a moment.
package enum Hindrance: Hashable, Sendable {
    /// Its window has not opened.
    case notYetOpen(opens: Instant)
    /// Its window has closed.
    case closed(since: Instant)
    /// The member's level is too low.
    case level(atLeast: Int64)
    /// The member must make so many more draws first.
    case locked(drawsMissing: Int64)
    /// The member has won as many as it can.
    case memberLimit(most: Int64)
    /// None is left.
    case outOfStock
    /// None is left for the day.
    case dayStockGone(perDay: Int64)
    /// What has been released up to now is gone.
    case notReleased(released: Int64)

    /// Its name on the wire and in exports.
    package var name: String {
        switch self {
        case .notYetOpen: "not-yet-open"
        case .closed: "closed"
        case .level: "level"
        case .locked: "locked"
        case .memberLimit: "member-limit"
        case .outOfStock: "out-of-stock"
        case .dayStockGone: "day-stock-gone"
        case .notReleased: "not-released"
        }
    }
}

/// A prize that could not be given, so that its substitute was tried.
package struct Substitution: Hashable, Sendable {
    /// The prize.
    package let prize: PrizeID
    /// Why it could not be given.
    package let hindrance: Hindrance
    /// How much of it was left in all, or nil where there is no limit.
    package let left: Int64?

    /// Joins a prize, a reason and what was left.
    package init(prize: PrizeID, hindrance: Hindrance, left: Int64?) {
        self.prize = prize
        self.hindrance = hindrance
        self.left = left
    }
}
