import Primitives

/// The levels that members climb, and what becomes of one who stops growing.
package struct LevelRules: Hashable, Sendable {
    /// One level.
    package struct Step: Hashable, Sendable {
        /// Its name.
        package let id: LevelID
        /// The growth that it takes.
        package let entry: Growth
        /// The growth below which it is not kept at a review, at most `entry`.
        package let keep: Growth
        /// The badges that it takes beside, any tier of each.
        package let badges: Set<BadgeID>
        /// What is handed out at the first entry.
        package let reward: Award

        /// Describes a level.
        package init(
            id: LevelID,
            entry: Growth,
            keep: Growth? = nil,
            badges: Set<BadgeID> = [],
            reward: Award = .nothing
        ) {
            self.id = id
            self.entry = entry
            self.keep = min(keep ?? entry, entry)
            self.badges = badges
            self.reward = reward
        }
    }

    /// When a level is looked at again.
    package struct Review: Hashable, Sendable {
        /// How a member falls.
        package enum Fall: String, Hashable, Sendable, CaseIterable {
            /// By one level.
            case oneStep
            /// To the level that its growth is enough for.
            case toGrowth
        }

        /// So many months after the entry or the last review, 1 to 120.
        package let months: Int64
        /// How many days a member has to grow back before it falls, 0 to 366.
        package let graceDays: Int64
        /// How it falls.
        package let fall: Fall

        /// Describes a review.
        package init(months: Int64, graceDays: Int64 = 0, fall: Fall = .oneStep) {
            self.months = months
            self.graceDays = graceDays
            self.fall = fall
        }
    }

    /// How much a member has grown.
    package typealias Growth = Int64

    /// The levels, 1 first; each takes at least as much growth as the one before.
    package let steps: [Step]
    /// When a level is looked at again; nil where it is for ever.
    package let review: Review?

    /// Describes the levels.
    package init(_ steps: [Step], review: Review? = nil) {
        self.steps = steps
        self.review = review
    }

    /// There are no levels.
    package static let none = LevelRules([])

    /// A level by its number, from 1 on; nil for 0 and for a number that no level has.
    package func step(_ level: Int64) -> Step? {
        guard level >= 1, level <= steps.count else { return nil }
        return steps[Int(level) - 1]
    }

    /// The highest level that growth and badges are enough for; 0 where they are for none.
    package func level(for growth: Growth, holding badges: Set<BadgeID>) -> Int64 {
        let found = steps.lastIndex { $0.entry <= growth && $0.badges.isSubset(of: badges) }
        return Int64((found ?? -1) + 1)
    }
}
