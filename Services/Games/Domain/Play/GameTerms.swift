import Primitives

/// Who may play a game, when, how often, and for what: the same for lotteries and card flips.
package struct GameTerms: Hashable, Sendable {
    /// The game's name.
    package let id: GameID
    /// The programme's zone, in which days and hours are counted.
    package let zone: Zone
    /// When it can be played: the campaign.
    package var window = TimeWindow.always
    /// Who may play.
    package var eligibility = Eligibility.everyone
    /// What need not be paid for.
    package var free = FreeChances()
    /// What one draw or round costs, where no free chance is left: the first of these, at most
    /// 10, that the member has in full.
    package var costs: [Cost] = []
    /// How often it can be played.
    package var limits = PlayLimits()

    /// Terms that let everybody play at any time, for nothing that is said yet.
    package init(id: GameID, zone: Zone) {
        self.id = id
        self.zone = zone
    }
}

/// What of a game is free.
package struct FreeChances: Hashable, Sendable {
    /// How many chances each day brings that is not kept for the next, 0 to 1,000.
    package var perDay: Int64
    /// How many a new member has besides, once, 0 to 1,000.
    package var atStart: Int64

    /// Joins what a day brings and what a member begins with.
    package init(perDay: Int64 = 0, atStart: Int64 = 0) {
        self.perDay = perDay
        self.atStart = atStart
    }
}

/// How many draws (of a lottery) or rounds (of a card flip) there can be; nil is without limit.
package struct PlayLimits: Hashable, Sendable {
    /// Of one member within an hour by the programme's clock, 1 to 10^6.
    package var perHour: Int64?
    /// Of one member on a day, 1 to 10^6.
    package var perDay: Int64?
    /// Of one member in all, 1 to 10^6.
    package var perCampaign: Int64?
    /// Of all members together, 1 to 10^12.
    package var total: Int64?

    /// Joins the limits.
    package init(
        perHour: Int64? = nil,
        perDay: Int64? = nil,
        perCampaign: Int64? = nil,
        total: Int64? = nil
    ) {
        self.perHour = perHour
        self.perDay = perDay
        self.perCampaign = perCampaign
        self.total = total
    }
}
