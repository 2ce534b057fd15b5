import Primitives

/// Something that happens in an account by itself at an instant.
package struct DueItem: Hashable, Sendable {
    /// What happens; at one instant in this order.
    package enum Event: Hashable, Sendable {
        /// A pending credit becomes available.
        case confirmation(TimeOrderedID)
        /// A hold gives back what it holds.
        case lapse(TimeOrderedID)
        /// Lots of an asset end.
        case expiry(AssetID)
    }

    /// When it is due.
    package let at: Instant
    /// What happens.
    package let event: Event

    /// Joins an instant and what happens then.
    package init(at: Instant, event: Event) {
        self.at = at
        self.event = event
    }
}

extension DueItem: Comparable {
    package static func < (left: DueItem, right: DueItem) -> Bool {
        guard left.at == right.at else { return left.at < right.at }
        switch (left.event, right.event) {
        case (.confirmation(let left), .confirmation(let right)): return left < right
        case (.lapse(let left), .lapse(let right)): return left < right
        case (.expiry(let left), .expiry(let right)): return left.text < right.text
        default: return left.rank < right.rank
        }
    }

    private var rank: Int {
        switch event {
        case .confirmation: 0
        case .lapse: 1
        case .expiry: 2
        }
    }
}

extension PendingCredit {
    /// When it becomes available by itself; at the end of time where it never does.
    var due: DueItem {
        DueItem(at: availableAt ?? Instant(milliseconds: .max), event: .confirmation(id))
    }
}

extension Hold {
    /// When it lapses.
    var due: DueItem { DueItem(at: lapsesAt, event: .lapse(id)) }
}
