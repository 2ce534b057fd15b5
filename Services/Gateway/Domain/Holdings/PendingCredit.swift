import Primitives

/// Points that were granted and become available later.
package struct PendingCredit: Hashable, Sendable {
    /// The id of the transfer that granted them.
    package let id: TimeOrderedID
    /// What was granted.
    package let asset: AssetID
    /// How much of it is still pending.
    package internal(set) var left: Points
    /// When it becomes available by itself, or nil where only an event makes it so.
    package let availableAt: Instant?
    /// Whether an event may make it available.
    package let isConfirmable: Bool
    /// The last day that was asked for, or nil where the programme's policy says it.
    package let expiresOn: CalendarDay?
    /// The lot into which it has gone, or nil while it is pending.
    package internal(set) var settledInto: LotKey?

    /// Describes a pending credit.
    package init(
        id: TimeOrderedID,
        asset: AssetID,
        left: Points,
        availableAt: Instant?,
        isConfirmable: Bool,
        expiresOn: CalendarDay?,
        settledInto: LotKey? = nil
    ) {
        self.id = id
        self.asset = asset
        self.left = left
        self.availableAt = availableAt
        self.isConfirmable = isConfirmable
        self.expiresOn = expiresOn
        self.settledInto = settledInto
    }
}

extension Holding {
    /// Makes what is left of a pending credit available.
    ///
    /// - Parameters:
    ///   - credit: The credit, which afterwards is settled.
    ///   - day: The day of earning.
    ///   - policy: When points end that are earned on a day.
    /// - Returns: What moves, or nil where nothing is left.
    /// - Throws: `.limitReached`.
    package mutating func settle(
        _ credit: inout PendingCredit,
        earnedOn day: CalendarDay,
        _ policy: ExpiryPolicy
    ) throws(LedgerRefusal) -> Movement? {
        let lot = LotKey(lastDay: credit.expiresOn ?? policy.expiryDay(earnedOn: day))
        let amount = credit.left
        let movement = amount > .zero ? try confirm(amount, into: lot) : nil
        credit.left = .zero
        credit.settledInto = lot
        return movement
    }
}
