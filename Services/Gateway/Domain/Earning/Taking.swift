import Primitives

/// What a refund takes back of one grant.
package struct Taking: Hashable, Sendable {
    /// The grant's place among those of the order, from 0 on.
    package let grant: Int
    /// How much is taken back, from 1 on; the grant's counters count it back as well.
    package let amount: Points

    /// Joins a grant's place and an amount.
    package init(grant: Int, amount: Points) {
        self.grant = grant
        self.amount = amount
    }
}
