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

    /// The balance after an amount has been earned.
    ///
    /// - Throws: `.limitReached` where a part would pass the largest balance.
    func earning(_ amount: Points) throws(LedgerRefusal) -> Balance {
        var balance = self
        balance.available = try available.grown(by: amount)
        balance.earnedTotal = try earnedTotal.grown(by: amount)
        return balance
    }

    /// The balance after an amount has been spent.
    ///
    /// - Returns: The balance, or nil where less than the amount is available.
    /// - Throws: `.limitReached` where the total would pass the largest balance.
    func spending(_ amount: Points) throws(LedgerRefusal) -> Balance? {
        guard amount <= available, let rest = available.subtracting(amount) else { return nil }
        var balance = self
        balance.available = rest
        balance.spentTotal = try spentTotal.grown(by: amount)
        return balance
    }
}

extension Points {
    /// The sum with an amount.
    ///
    /// - Throws: `.limitReached` where it passes the largest balance.
    fileprivate func grown(by amount: Points) throws(LedgerRefusal) -> Points {
        guard let sum = adding(amount), sum <= .largestBalance else {
            throw .limitReached(limit: "largestBalance", of: .largestBalance)
        }
        return sum
    }
}
