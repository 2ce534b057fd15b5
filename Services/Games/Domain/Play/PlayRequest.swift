import Primitives

/// What a play is asked for with.
package struct PlayRequest: Hashable, Sendable {
    /// How many draws are asked for; 1 of a round.
    package let count: Int64
    /// The epoch that is open.
    package let epoch: Int64
    /// When it is asked for.
    package let now: Instant
    /// What is known of the member.
    package let traits: Traits

    /// Joins the parts of a request.
    package init(count: Int64 = 1, epoch: Int64, at now: Instant, traits: Traits = Traits()) {
        self.count = count
        self.epoch = epoch
        self.now = now
        self.traits = traits
    }
}
