import Primitives

/// One member's account: what it may do, what it has of the assets in question, and what falls
/// due in it.
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
    /// What it has of the assets in question.
    package private(set) var holdings: [Holding]
    /// Its pending credits that are not settled, the one that is due first last.
    package internal(set) var pendings: [PendingCredit]
    /// Its open holds, the one that is due first last.
    package internal(set) var holds: [Hold]

    /// An account; of an asset that is not among its holdings it has nothing.
    package init(
        state: State = .open,
        holdings: [Holding] = [],
        pendings: [PendingCredit] = [],
        holds: [Hold] = []
    ) {
        self.state = state
        self.holdings = holdings
        self.pendings = pendings.sorted { $0.due > $1.due }
        self.holds = holds.sorted { $0.due > $1.due }
    }

    /// What the account has of an asset.
    package subscript(asset: AssetID) -> Holding {
        get { holdings.first { $0.asset == asset } ?? Holding(asset: asset) }
        set {
            if let index = holdings.firstIndex(where: { $0.asset == asset }) {
                holdings[index] = newValue
            } else {
                holdings.append(newValue)
            }
        }
    }

    /// Whether the account may earn and spend.
    ///
    /// - Throws: `.accountFrozen` or `.accountClosed`.
    package func mayMove() throws(LedgerRefusal) {
        switch state {
        case .open: return
        case .frozen: throw .accountFrozen
        case .closed: throw .accountClosed
        }
    }
}

extension Account {
    /// Adds points, to be spent from now on.
    ///
    /// - Throws: `.accountFrozen`, `.accountClosed`, `.alreadyExpired` or `.limitReached`.
    package mutating func credit(
        _ charge: Charge,
        to lot: LotKey = .never,
        on today: CalendarDay
    ) throws(LedgerRefusal) -> Movement {
        try mayMove()
        if let lastDay = lot.lastDay, lot.hasEnded(on: today) {
            throw .alreadyExpired(lastDay: lastDay)
        }
        return try self[charge.asset].credit(charge.amount, to: lot)
    }

    /// Grants points that become available later.
    ///
    /// - Parameters:
    ///   - charge: What is granted.
    ///   - day: The day on which it becomes available, or nil where that is not known.
    ///   - expiresOn: The last day that was asked for, if one was.
    /// - Returns: What moves.
    /// - Throws: `.accountFrozen`, `.accountClosed`, `.alreadyExpired` or `.limitReached`.
    package mutating func creditPending(
        _ charge: Charge,
        availableOn day: CalendarDay?,
        expiresOn: CalendarDay?
    ) throws(LedgerRefusal) -> Movement {
        try mayMove()
        if let expiresOn, let day, expiresOn < day { throw .alreadyExpired(lastDay: expiresOn) }
        return try self[charge.asset].creditPending(charge.amount)
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
    package mutating func debit(
        _ choices: [Charge],
        notAfter: Instant?,
        now: Instant
    ) throws(LedgerRefusal) -> Movement {
        if let notAfter, now > notAfter { throw .chargeLapsed(notAfter: notAfter) }
        try mayMove()
        for choice in choices {
            if let movement = try self[choice.asset].spend(choice.amount) { return movement }
        }
        throw .insufficientPoints(choices.map { self[$0.asset].shortfall(of: $0.amount) })
    }

    /// Reserves points.
    ///
    /// - Throws: `.holdLapsed`, `.accountFrozen`, `.accountClosed`, `.insufficientPoints`, or
    ///   `.limitReached`, in this order.
    package mutating func hold(
        _ charge: Charge,
        until lapsesAt: Instant,
        now: Instant
    ) throws(LedgerRefusal) -> Movement {
        guard now < lapsesAt else { throw .holdLapsed(at: lapsesAt) }
        try mayMove()
        if let movement = try self[charge.asset].hold(charge.amount) { return movement }
        throw .insufficientPoints([self[charge.asset].shortfall(of: charge.amount)])
    }

    /// Takes what a hold reserves, which is spending.
    ///
    /// - Throws: `.accountFrozen`, `.accountClosed`, `.holdEnded`, `.holdLapsed` or
    ///   `.limitReached`.
    package mutating func capture(
        _ hold: inout Hold,
        _ amount: Points?,
        now: Instant
    ) throws(LedgerRefusal) -> Movement {
        try mayMove()
        return try self[hold.asset].capture(&hold, amount, now: now)
    }
}
