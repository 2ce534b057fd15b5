import Primitives

/// One member's account: what it may do, and what it has of the assets in question.
package struct Account: Hashable, Sendable {
    /// What an account may do.
    ///
    /// The numbers are stored and never change.
    package enum State: Int64, Sendable {
        /// It earns and spends.
        case open = 0
        /// It neither earns nor spends.
        case frozen = 1
        /// It does neither, for ever.
        case closed = 2

        /// The state's name on the wire.
        package var name: String {
            switch self {
            case .open: "open"
            case .frozen: "frozen"
            case .closed: "closed"
            }
        }
    }

    /// An asset and an amount of it, from 1 on.
    package struct Charge: Hashable, Sendable {
        /// What is moved.
        package let asset: AssetID
        /// How much of it.
        package let amount: Points

        /// Joins an asset and an amount.
        package init(asset: AssetID, amount: Points) {
            self.asset = asset
            self.amount = amount
        }
    }

    /// What the account may do.
    package let state: State
    private let balances: [AssetID: Balance]

    /// An account with balances; of an asset that is not among them it has nothing.
    package init(state: State, balances: [AssetID: Balance]) {
        self.state = state
        self.balances = balances
    }

    /// Adds points.
    ///
    /// - Throws: `.accountFrozen`, `.accountClosed`, or `.limitReached`.
    package func credit(_ charge: Charge) throws(LedgerRefusal) -> Movement {
        try mayMove()
        return Movement(
            kind: .credit,
            asset: charge.asset,
            amount: charge.amount,
            balance: try balance(of: charge.asset).earning(charge.amount)
        )
    }

    /// Takes points: the first of the choices that is there in full.
    ///
    /// - Parameters:
    ///   - choices: At least one.
    ///   - notAfter: The last instant at which the charge may be made, or nil.
    ///   - now: The instant that it is.
    /// - Returns: What moves.
    /// - Throws: `.chargeLapsed`, `.accountFrozen`, `.accountClosed`, `.insufficientPoints`, or
    ///   `.limitReached`, in this order.
    package func debit(
        _ choices: [Charge],
        notAfter: Instant?,
        now: Instant
    ) throws(LedgerRefusal) -> Movement {
        if let notAfter, now > notAfter { throw .chargeLapsed(notAfter: notAfter) }
        try mayMove()
        var shortfalls: [LedgerRefusal.Shortfall] = []
        for choice in choices {
            let before = balance(of: choice.asset)
            if let after = try before.spending(choice.amount) {
                return Movement(
                    kind: .debit,
                    asset: choice.asset,
                    amount: choice.amount,
                    balance: after
                )
            }
            shortfalls.append(
                LedgerRefusal.Shortfall(
                    asset: choice.asset,
                    available: before.available,
                    missing: choice.amount.subtracting(before.available) ?? choice.amount
                )
            )
        }
        throw .insufficientPoints(shortfalls)
    }

    private func mayMove() throws(LedgerRefusal) {
        switch state {
        case .open: return
        case .frozen: throw .accountFrozen
        case .closed: throw .accountClosed
        }
    }

    private func balance(of asset: AssetID) -> Balance {
        balances[asset] ?? Balance()
    }
}
