import Primitives

/// A transfer that is to be undone, with what the undoing depends on.
package struct Reversible: Hashable, Sendable {
    /// The transfer.
    package var target: Standing
    /// What the target itself has undone, at the end of the chain of reversals; nil where the
    /// target is no reversal.
    package var origin: Standing?
    /// The pending credit at the end of the chain, if it is one.
    package var pending: PendingCredit?

    /// Joins a transfer and what its undoing depends on.
    package init(target: Standing, origin: Standing? = nil, pending: PendingCredit? = nil) {
        self.target = target
        self.origin = origin
        self.pending = pending
    }

    /// How much can still be undone.
    ///
    /// Undoing a reversal does again what that had undone, so it is bounded by both.
    package var left: Points {
        guard let origin else { return target.left }
        let redone = target.tookPoints == origin.tookPoints ? origin.left : origin.undone
        return min(target.left, redone)
    }
}

extension Holding {
    /// Undoes a transfer, in whole or in part.
    ///
    /// - Parameters:
    ///   - reversible: The transfer, which afterwards stands for less.
    ///   - amount: How much is undone, or nil for all that is left.
    ///   - takesWhatIsThere: Whether too few points make it undo less instead of nothing.
    ///   - return: How points come back whose lot has ended.
    /// - Returns: What moves, or nil where nothing can be undone and less is welcome.
    /// - Throws: `.notReversible`, `.insufficientPoints` or `.limitReached`.
    package mutating func reverse(
        _ reversible: inout Reversible,
        _ amount: Points?,
        takesWhatIsThere: Bool = false,
        _ return: Return
    ) throws(LedgerRefusal) -> Movement? {
        let left = reversible.left
        let asked = amount ?? left
        guard asked > .zero, asked <= left else {
            throw .limitReached(limit: "reversible", of: left)
        }
        return reversible.target.tookPoints
            ? try giveBack(&reversible, asked, `return`)
            : try takeBack(&reversible, asked, takesWhatIsThere: takesWhatIsThere)
    }

    /// Returns points to the places that they came out of, the last taken first.
    private mutating func giveBack(
        _ reversible: inout Reversible,
        _ amount: Points,
        _ return: Return
    ) throws(LedgerRefusal) -> Movement {
        var left = amount.value
        var sources = reversible.sources
        var postings: [Posting] = []
        while left > 0, let source = sources.popLast() {
            let part = min(left, source.amount)
            if part < source.amount {
                sources.append(Posting(source.place, source.amount - part))
            }
            postings.add(reversible.destination(of: source.place, `return`), part)
            left -= part
        }
        let movement = try post(
            .reversal,
            with: reversible.target.counterparty,
            amount,
            postings
        )
        reversible.sources = sources
        reversible.record(amount, movement)
        return movement
    }

    /// Takes points back: first from where they went, then from all lots.
    private mutating func takeBack(
        _ reversible: inout Reversible,
        _ amount: Points,
        takesWhatIsThere: Bool
    ) throws(LedgerRefusal) -> Movement? {
        var postings: [Posting] = []
        // What was brought last is what has been taken back already.
        var gone = reversible.target.undone.value
        for destination in reversible.target.destinations.reversed() {
            let own = max(0, destination.amount - gone)
            gone -= destination.amount - own
            let rest = amount.value + postings.total
            take(min(rest, own), from: destination.place, reversible, &postings)
        }
        postings = lots.taking(amount.value + postings.total, after: postings)
        let taken = Points(-postings.total)
        if taken < amount {
            guard takesWhatIsThere else {
                throw .insufficientPoints([
                    LedgerRefusal.Shortfall(
                        asset: asset,
                        available: taken,
                        missing: amount.subtracting(taken) ?? amount
                    )
                ])
            }
            guard taken > .zero else { return nil }
        }
        let movement = try post(.reversal, with: reversible.target.counterparty, taken, postings)
        reversible.record(taken, movement)
        return movement
    }

    /// Takes up to an amount from one place, what has lapsed in it counting as taken.
    private func take(
        _ most: Int64,
        from place: Posting.Place,
        _ reversible: Reversible,
        _ postings: inout [Posting]
    ) {
        func taken(_ place: Posting.Place) -> Int64 {
            -(postings.first { $0.place == place }?.amount ?? 0)
        }
        switch place {
        case .pending:
            let pending = reversible.pending?.left.value ?? 0
            let part = min(most, pending - taken(.pending))
            postings.add(.pending, -part)
            if let lot = reversible.pending?.settledInto {
                take(most - part, from: .lot(lot), reversible, &postings)
            }
        case .lot(let key):
            let part = min(most, lots[key].available - taken(.lot(key)))
            postings.add(.lot(key), -part)
            take(most - part, from: .lapsed(key), reversible, &postings)
        case .lapsed(let key):
            postings.add(.lapsed(key), -min(most, lots[key].lapsed - taken(.lapsed(key))))
        case .held: return
        }
    }
}

extension Reversible {
    /// Where the target's points would return to.
    ///
    /// Whatever a charge takes anew, after it was undone, is the charge's again: one stack.
    fileprivate var sources: [Posting] {
        get { origin.flatMap { $0.tookPoints ? $0.sources : nil } ?? target.sources }
        set {
            if origin?.tookPoints == true {
                origin?.sources = newValue
            } else {
                target.sources = newValue
            }
        }
    }

    /// Where points go that came out of a place; what was pending may be available by now.
    fileprivate func destination(of source: Posting.Place, _ return: Return) -> Posting.Place {
        guard source == .pending, let lot = pending?.settledInto else {
            return `return`.place(of: source)
        }
        return `return`.place(of: .lot(lot))
    }

    /// Notes that a part was undone, and in the chain's origin that it was done again.
    fileprivate mutating func record(_ amount: Points, _ movement: Movement) {
        target.undo(amount)
        if let left = pending?.left.adding(Points(movement.postings.pending)) {
            pending?.left = left
        }
        guard var origin else { return }
        if origin.tookPoints == target.tookPoints {
            origin.undo(amount)
        } else {
            origin.undone = origin.undone.subtracting(amount) ?? .zero
            // What was taken anew would return to where it was taken from.
            if origin.tookPoints { origin.sources.stack(movement.postings.sources) }
        }
        self.origin = origin
    }
}
