import Primitives

/// What one member has of one asset; no part of it is ever below 0.
package struct Balance: Hashable, Sendable {
    /// What can be spent.
    package var available: Points
    /// What has been granted but cannot be spent yet.
    package var pending: Points
    /// What is reserved for a charge to come.
    package var held: Points
    /// What has ever become available, less what was taken back.
    package var earnedTotal: Points
    /// What has ever been spent, less what was returned.
    package var spentTotal: Points

    /// A balance of those parts; of nothing unless told otherwise.
    package init(
        available: Points = .zero,
        pending: Points = .zero,
        held: Points = .zero,
        earnedTotal: Points = .zero,
        spentTotal: Points = .zero
    ) {
        self.available = available
        self.pending = pending
        self.held = held
        self.earnedTotal = earnedTotal
        self.spentTotal = spentTotal
    }

    /// Whether no part is below 0, as in every account whose rows and lots agree.
    package var isSound: Bool {
        min(available, pending, held, earnedTotal, spentTotal) >= .zero
    }

    /// The balance after a movement.
    ///
    /// Points that come in from issuance, or become available, are earned, whether they reach a
    /// lot or have gone with it; points that go out to redemption are spent.
    ///
    /// - Throws: `.limitReached` where a part would pass the largest balance.
    package func moved(
        by postings: [Posting],
        _ kind: TransferKind,
        _ counterparty: Counterparty
    ) throws(LedgerRefusal) -> Balance {
        let reached = postings.available + postings.lapsed
        var earned: Int64 = 0
        var spent: Int64 = 0
        switch counterparty {
        case .issuance: earned = reached
        case .redemption: spent = -(reached + postings.held)
        case .none, .expiry: earned = kind == .confirmation ? reached : 0
        }
        let balance = Balance(
            available: try available.changed(by: postings.available),
            pending: try pending.changed(by: postings.pending),
            held: try held.changed(by: postings.held),
            earnedTotal: try earnedTotal.changed(by: earned),
            spentTotal: try spentTotal.changed(by: spent)
        )
        // What is pending will be earned, and that cannot be refused when its day has come.
        _ = try balance.earnedTotal.changed(by: balance.pending.value)
        return balance
    }
}

extension Points {
    /// The sum with a change.
    ///
    /// - Throws: `.limitReached` where it passes the largest balance.
    fileprivate func changed(by amount: Int64) throws(LedgerRefusal) -> Points {
        guard let sum = adding(Points(amount)), sum <= .largestBalance else {
            throw .limitReached(limit: "largestBalance", of: .largestBalance)
        }
        return sum
    }
}
