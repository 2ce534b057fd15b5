import Primitives

/// Points that are reserved for a charge to come.
package struct Hold: Hashable, Sendable {
    /// What became of a hold.
    ///
    /// The numbers are stored and never change.
    package enum State: Int64, Sendable {
        /// It holds points.
        case open = 0
        /// All that it held was captured.
        case captured = 1
        /// What it held was given back.
        case released = 2
        /// What it held came back by itself when its time was over.
        case lapsed = 3

        /// The state's name on the wire.
        package var name: String {
            switch self {
            case .open: "open"
            case .captured: "captured"
            case .released: "released"
            case .lapsed: "lapsed"
            }
        }
    }

    /// The id of the transfer that made it.
    package let id: TimeOrderedID
    /// What is held.
    package let asset: AssetID
    /// From when on it can no longer be captured.
    package let lapsesAt: Instant
    /// What became of it.
    package internal(set) var state: State
    /// The lots that the points which it still holds came out of, as a stack.
    package internal(set) var pieces: [Posting]

    /// Describes a hold.
    package init(
        id: TimeOrderedID,
        asset: AssetID,
        lapsesAt: Instant,
        state: State = .open,
        pieces: [Posting]
    ) {
        self.id = id
        self.asset = asset
        self.lapsesAt = lapsesAt
        self.state = state
        self.pieces = pieces
    }

    /// What it still holds.
    package var left: Points { Points(pieces.total) }
}

extension Holding {
    /// Reserves points, those that end first before others.
    ///
    /// - Returns: What moves, or nil where less than the amount is there.
    /// - Throws: `.limitReached`.
    package mutating func hold(_ amount: Points) throws(LedgerRefusal) -> Movement? {
        guard amount <= balance.available else { return nil }
        var postings: [Posting] = []
        for taken in lots.taking(amount.value) {
            guard case .lot(let key) = taken.place else { continue }
            postings.append(taken)
            postings.append(Posting(.held(key), -taken.amount))
        }
        return try post(.hold, amount, postings)
    }

    /// Takes held points, those that end first before others.
    ///
    /// - Parameters:
    ///   - hold: The hold, which afterwards holds less.
    ///   - amount: How much is taken, or nil for all.
    ///   - now: The instant that it is.
    /// - Returns: What moves.
    /// - Throws: `.holdEnded`, `.holdLapsed` or `.limitReached`.
    package mutating func capture(
        _ hold: inout Hold,
        _ amount: Points?,
        now: Instant
    ) throws(LedgerRefusal) -> Movement {
        try hold.mustBeOpen(now: now)
        let amount = amount ?? hold.left
        guard amount <= hold.left else { throw .limitReached(limit: "held", of: hold.left) }
        var left = amount.value
        var postings: [Posting] = []
        var rest: [Posting] = []
        for piece in hold.pieces {
            let part = min(left, piece.amount)
            left -= part
            if part < piece.amount { rest.append(Posting(piece.place, piece.amount - part)) }
            if case .lot(let key) = piece.place { postings.add(.held(key), -part) }
        }
        let movement = try post(.capture, amount, postings)
        hold.pieces = rest
        if rest.isEmpty { hold.state = .captured }
        return movement
    }

    /// Gives all held points back to the lots that they came out of.
    ///
    /// - Parameters:
    ///   - hold: The hold, which afterwards holds nothing.
    ///   - state: `.released`, or `.lapsed` where its time was over.
    ///   - return: What becomes of points whose lot has ended meanwhile.
    /// - Returns: What moves.
    /// - Throws: `.limitReached`, which cannot be: nothing grows.
    mutating func giveBack(
        _ hold: inout Hold,
        as state: Hold.State,
        _ return: Return
    ) throws(LedgerRefusal) -> Movement {
        let amount = hold.left
        var postings: [Posting] = []
        for piece in hold.pieces {
            if case .lot(let key) = piece.place { postings.add(.held(key), -piece.amount) }
        }
        for piece in hold.pieces.reversed() {
            postings.add(`return`.place(of: piece.place), piece.amount)
        }
        hold.pieces = []
        hold.state = state
        return try post(state == .lapsed ? .lapse : .release, amount, postings)
    }

    /// Gives all held points back, as its owner asked.
    ///
    /// - Throws: `.holdEnded`, `.holdLapsed` or `.limitReached`.
    package mutating func release(
        _ hold: inout Hold,
        now: Instant,
        _ return: Return
    ) throws(LedgerRefusal) -> Movement {
        try hold.mustBeOpen(now: now)
        return try giveBack(&hold, as: .released, `return`)
    }
}

extension Hold {
    fileprivate func mustBeOpen(now: Instant) throws(LedgerRefusal) {
        switch state {
        case .open where now < lapsesAt: return
        case .open, .lapsed: throw .holdLapsed(at: lapsesAt)
        case .captured, .released: throw .holdEnded
        }
    }
}
