import Primitives

/// What a member has of one asset: the balance, and the lots that it lies in.
package struct Holding: Hashable, Sendable {
    /// The asset.
    package let asset: AssetID
    /// The balance; its available part is the sum of the lots.
    package private(set) var balance: Balance
    /// The lots; only those that an operation needs may be there.
    package private(set) var lots: Lots

    /// A holding of nothing, unless told otherwise.
    package init(asset: AssetID, balance: Balance = Balance(), lots: Lots = Lots()) {
        self.asset = asset
        self.balance = balance
        self.lots = lots
    }

    /// Moves points.
    ///
    /// - Throws: `.limitReached`; nothing was changed then.
    mutating func post(
        _ kind: TransferKind,
        with counterparty: Counterparty? = nil,
        _ amount: Points,
        _ postings: [Posting]
    ) throws(LedgerRefusal) -> Movement {
        let counterparty = counterparty ?? kind.counterparty
        balance = try balance.moved(by: postings, kind, counterparty)
        lots.apply(postings)
        return Movement(
            kind: kind,
            counterparty: counterparty,
            asset: asset,
            amount: amount,
            postings: postings,
            balance: balance
        )
    }

    /// Adds points to a lot.
    ///
    /// - Throws: `.limitReached`.
    package mutating func credit(
        _ amount: Points,
        to lot: LotKey
    ) throws(LedgerRefusal) -> Movement {
        try post(.credit, amount, [Posting(.lot(lot), amount.value)])
    }

    /// Grants points that become available later.
    ///
    /// - Throws: `.limitReached`.
    package mutating func creditPending(_ amount: Points) throws(LedgerRefusal) -> Movement {
        try post(.pendingCredit, amount, [Posting(.pending, amount.value)])
    }

    /// Makes pending points available.
    ///
    /// - Throws: `.limitReached`.
    package mutating func confirm(
        _ amount: Points,
        into lot: LotKey
    ) throws(LedgerRefusal) -> Movement {
        try post(
            .confirmation,
            amount,
            [Posting(.pending, -amount.value), Posting(.lot(lot), amount.value)]
        )
    }

    /// Takes points, those that end first before others.
    ///
    /// - Returns: What moves, or nil where less than the amount is there.
    /// - Throws: `.limitReached`.
    package mutating func spend(_ amount: Points) throws(LedgerRefusal) -> Movement? {
        guard amount <= balance.available else { return nil }
        return try post(.debit, amount, lots.taking(amount.value))
    }

    /// Takes what has ended out of its lots.
    ///
    /// - Throws: `.limitReached`, which cannot be: nothing grows.
    mutating func expire(_ keys: [LotKey]) throws(LedgerRefusal) -> Movement {
        var postings: [Posting] = []
        for key in keys {
            let gone = lots[key].available
            postings.add(.lot(key), -gone)
            postings.add(.lapsed(key), gone)
        }
        return try post(.expiry, Points(postings.lapsed), postings)
    }

    /// What is missing for a charge.
    func shortfall(of amount: Points) -> LedgerRefusal.Shortfall {
        LedgerRefusal.Shortfall(
            asset: asset,
            available: balance.available,
            missing: amount.subtracting(balance.available) ?? amount
        )
    }
}
