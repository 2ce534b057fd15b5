import Primitives

/// What stands of a transfer that can be reversed: how much is undone, and where points that it
/// took would return to.
package struct Standing: Hashable, Sendable {
    /// The transfer.
    package let id: TimeOrderedID
    /// What it is.
    package let kind: TransferKind
    /// The account of the programme with which it exchanged points.
    package let counterparty: Counterparty
    /// What it moved, from 1 on.
    package let amount: Points
    /// The places that it brought points to.
    package let destinations: [Posting]
    /// The places that it took points from and has not given back to, as a stack.
    package internal(set) var sources: [Posting]
    /// How much of it is undone, from 0 to its amount.
    package internal(set) var undone: Points

    /// Describes what stands of a transfer.
    package init(
        id: TimeOrderedID,
        kind: TransferKind,
        counterparty: Counterparty,
        amount: Points,
        destinations: [Posting],
        sources: [Posting],
        undone: Points
    ) {
        self.id = id
        self.kind = kind
        self.counterparty = counterparty
        self.amount = amount
        self.destinations = destinations
        self.sources = sources
        self.undone = undone
    }

    /// Whether a transfer of its kind can be undone at all.
    package var isReversible: Bool {
        switch kind {
        case .credit, .debit, .pendingCredit, .capture, .reversal: true
        case .refused, .confirmation, .hold, .release, .lapse, .expiry: false
        }
    }

    /// Whether the transfer took points, so that undoing it gives them back.
    var tookPoints: Bool {
        switch kind {
        case .debit, .capture: true
        case .reversal: destinations.isEmpty
        default: false
        }
    }

    /// How much of it can still be undone.
    package var left: Points { amount.subtracting(undone) ?? .zero }

    mutating func undo(_ amount: Points) {
        undone = undone.adding(amount) ?? undone
    }
}
