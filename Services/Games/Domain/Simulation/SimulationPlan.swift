import Primitives

/// Who plays in a simulation, and how long.
package struct SimulationPlan: Hashable, Sendable {
    /// How many members play, at most 10,000,000.
    package let members: Int64
    /// For how many days, at most 3,660.
    package let days: Int64
    /// An instant of the first day.
    package let start: Instant
    /// How many draws a member pays for on a day, when its free chances are used: 0 to 1,000.
    package let paidPerDay: Int64
    /// What is known of every member.
    package let traits: Traits

    /// Joins the parts of a plan; numbers outside their ranges are brought into them.
    package init(
        members: Int64,
        days: Int64,
        start: Instant,
        paidPerDay: Int64 = 1,
        traits: Traits = Traits()
    ) {
        self.members = max(0, min(members, 10_000_000))
        self.days = max(0, min(days, 3660))
        self.start = start
        self.paidPerDay = max(0, min(paidPerDay, Self.mostPerDay))
        self.traits = traits
    }

    /// How many draws a member makes on a day at most, so that chances that win chances end.
    static let mostPerDay: Int64 = 1000
}
