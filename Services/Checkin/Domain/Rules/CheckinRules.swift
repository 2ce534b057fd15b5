import Primitives

/// What the programme says about check-ins; what it does not say is absent.
package struct CheckinRules: Hashable, Sendable {
    /// The programme's zone.
    package var zone: Zone
    /// Whether members may have days in zones of their own.
    package var allowsOwnZones = false
    /// The local time at which a day begins, 0 to 86,399,999 milliseconds after midnight.
    package var dayStartMs: Int64 = 0
    /// What each check-in earns: nothing, one award, or a cycle of 2 to 31 that repeats with the
    /// streak.
    package var base: [Award] = []
    /// What lengths of the streak earn, at most 100.
    package var milestones: [Milestone] = []
    /// What days of a calendar month earn, at most 31.
    package var cumulative: [CumulativeAward] = []
    /// What multiplies all this, at most 100, of which at most 6 can count at once.
    package var multipliers: [AwardMultiplier] = []
    /// What the levels' benefits multiply all this by, at most 100.
    package var levels: [AwardMultiplier] = []
    /// What covers missed days, if anything does.
    package var freezes: FreezeRules?
    /// How many days of a calendar year can be paused, 1 to 366, or nil where none can.
    package var pausedDaysPerYear: Int64?
    /// How missed days are repaired, if they can be.
    package var makeUps: MakeUpRules?
    /// What a missed day does to the streak.
    package var loss = LossPolicy.reset

    /// Rules that only count the streak, with days in a zone.
    package init(zone: Zone) {
        self.zone = zone
    }

    /// Whether what a check-in earns may hang on what is known of the member.
    package var asksOfMember: Bool { allMultipliers.contains { $0.condition.asksOfMember } }

    /// All that multiplies, the levels' benefits included.
    var allMultipliers: [AwardMultiplier] { multipliers + levels }
}

/// What the programme says about freezes.
package struct FreezeRules: Hashable, Sendable {
    /// The most that a member holds, 1 to 31.
    package var most: Int64
    /// How many a member starts with, 0 to `most`.
    package var atStart: Int64 = 0
    /// After how many check-ins, counted in all, the member is given one: 1 to 10,000, or nil
    /// where never.
    package var every: Int64?
    /// What one costs, or nil where none is sold.
    package var price: Cost?

    /// Freezes that are only given, of which a member holds at most so many.
    package init(most: Int64) {
        self.most = most
    }
}

/// What the programme says about the repair of missed days.
package struct MakeUpRules: Hashable, Sendable {
    /// How many days before today can be repaired, 1 to 366.
    package var windowDays: Int64
    /// How many repairs are made in one month of the programme's zone, 1 to 31.
    package var perMonth: Int64
    /// What the first, second, … of a month cost, the last of them repeated: 0 to 31 prices, of
    /// 0 points (free) to 10^12.
    package var prices: [Cost] = []
    /// The asset of which one piece is taken instead of the price where the member has one.
    package var card: AssetID?
    /// What the made-up day earns.
    package var award = Award.nothing

    /// Repairs within a window, so many a month.
    package init(windowDays: Int64, perMonth: Int64) {
        self.windowDays = windowDays
        self.perMonth = perMonth
    }

    /// What a repair costs: the first of these that the member has in full; nothing where empty.
    ///
    /// - Parameter made: How many repairs of the month there are already.
    /// - Returns: A card, if cards are taken, then the price, if it is above 0.
    package func costs(after made: Int64) -> [Cost] {
        let cards = card.map { [Cost(asset: $0, amount: Points(1))] } ?? []
        let index = max(0, min(made, Int64(prices.count) - 1))
        guard let price = prices.dropFirst(Int(index)).first else { return cards }
        return price.amount > .zero ? cards + [price] : []
    }
}
