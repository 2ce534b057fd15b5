import Primitives

/// What events of one type earn.
package struct EarningRule: Hashable, Sendable {
    /// What is multiplied.
    package enum Basis: Hashable, Sendable {
        /// Points for each minor unit of each line.
        case rate(Ratio)
        /// A number of points for the whole event, from 1 on.
        case fixed(Points)
    }

    /// Its name in the programme.
    package let id: RuleID
    /// The type of the events that it judges.
    package let event: EventType
    /// What it grants.
    package let asset: AssetID
    /// What is multiplied.
    package let basis: Basis
    /// Other rates and waiting times by category; only with a rate.
    package var categories: [CategoryTerms] = []
    /// The least amount of an event in minor units, or nil for no bound.
    package var leastAmountMinor: Int64?
    /// The largest amount of an event in minor units, or nil for no bound.
    package var mostAmountMinor: Int64?
    /// When it applies.
    package var condition = EarningCondition()
    /// What multiplies it.
    package var multipliers: [EarningMultiplier] = []
    /// The most that it grants, in the order in which the caps are applied.
    package var caps: [EarningCap] = []
    /// Why its points cannot be spent at once, or nil where they can.
    package var pending: PendingPolicy?

    /// A rule without conditions, multipliers and caps.
    package init(id: RuleID, event: EventType, asset: AssetID, basis: Basis) {
        self.id = id
        self.event = event
        self.asset = asset
        self.basis = basis
    }

    /// Whether no product of a rate and multipliers leaves 64 bits.
    package var isComputable: Bool {
        switch basis {
        case .fixed: multipliers.canMultiply(.one)
        case .rate(let rate):
            ([rate] + categories.compactMap(\.rate)).allSatisfy(multipliers.canMultiply)
        }
    }
}
