import Primitives

/// A badge, with what each of its tiers takes.
package struct Badge: Hashable, Sendable {
    /// One tier, such as gold.
    package struct Tier: Hashable, Sendable {
        /// Its name.
        package let id: TierID
        /// What it takes.
        package let goal: Goal
        /// What is handed out with it, once.
        package let reward: Award

        /// Describes a tier.
        package init(id: TierID, goal: Goal, reward: Award = .nothing) {
            self.id = id
            self.goal = goal
            self.reward = reward
        }
    }

    /// What becomes of a tier whose events are undone.
    package enum Undoing: String, Hashable, Sendable, CaseIterable {
        /// The member keeps it.
        case keep
        /// It is taken away, what it was rewarded with is not; reached again, it is given again and
        /// not rewarded again.
        case revoke
    }

    /// Its name.
    package let id: BadgeID
    /// Its tiers, the easiest first; at least one.
    package let tiers: [Tier]
    /// Whether it is shown only to those who have it.
    package let isHidden: Bool
    /// What becomes of it when events are undone.
    package let undoing: Undoing
    /// How much growth each of its tiers is worth.
    package let growth: Int64

    /// Describes a badge.
    package init(
        id: BadgeID,
        tiers: [Tier],
        isHidden: Bool = false,
        undoing: Undoing = .keep,
        growth: Int64 = 0
    ) {
        self.id = id
        self.tiers = tiers
        self.isHidden = isHidden
        self.undoing = undoing
        self.growth = growth
    }

    /// The measures that decide it.
    package var measures: Set<Measure> {
        tiers.reduce(into: []) { $0.formUnion($1.goal.measures) }
    }

    /// Which tiers a member gains and loses.
    ///
    /// - Parameters:
    ///   - held: The tiers that the member holds.
    ///   - value: What a measure comes to.
    /// - Returns: The tiers to give and those to take, in their order.
    package func changes(
        of held: Set<TierID>,
        _ value: (Measure) -> Int64
    ) -> (given: [Tier], taken: [Tier]) {
        let given = tiers.filter { !held.contains($0.id) && $0.goal.isReached(value) }
        guard undoing == .revoke else { return (given, []) }
        return (given, tiers.filter { held.contains($0.id) && !$0.goal.isReached(value) })
    }
}
