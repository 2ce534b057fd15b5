import Primitives

/// What one movement does to one of the places where a member's points lie.
///
/// The postings of a movement say everything about where its points came from and went to; they
/// are stored with it and hashed, so balances and lots can be recomputed from them alone.
package struct Posting: Hashable, Sendable {
    /// A place where points of a member lie, or have gone with their lot.
    package enum Place: Hashable, Sendable {
        /// In a lot, to be spent.
        case lot(LotKey)
        /// Gone with a lot: expired in it, or forfeited on return to it.
        case lapsed(LotKey)
        /// Reserved by a hold, out of a lot.
        case held(LotKey)
        /// Granted, but not available yet.
        case pending
    }

    /// Where.
    package let place: Place
    /// By how much, positive where points come in; never 0.
    package let amount: Int64

    /// Joins a place and a change.
    package init(_ place: Place, _ amount: Int64) {
        self.place = place
        self.amount = amount
    }
}

extension [Posting] {
    /// The sum over all lots: the change of what is available.
    package var available: Int64 {
        reduce(0) { if case .lot = $1.place { $0 + $1.amount } else { $0 } }
    }

    /// The sum over what has gone with its lot.
    package var lapsed: Int64 {
        reduce(0) { if case .lapsed = $1.place { $0 + $1.amount } else { $0 } }
    }

    /// The sum over what is held.
    package var held: Int64 {
        reduce(0) { if case .held = $1.place { $0 + $1.amount } else { $0 } }
    }

    /// The sum over what is pending.
    package var pending: Int64 {
        reduce(0) { if case .pending = $1.place { $0 + $1.amount } else { $0 } }
    }

    /// The sum over all places.
    package var total: Int64 { reduce(0) { $0 + $1.amount } }

    /// Adds a change, joined to one that the same place has already; one of 0 is left out.
    mutating func add(_ place: Posting.Place, _ amount: Int64) {
        guard amount != 0 else { return }
        if let index = firstIndex(where: { $0.place == place }) {
            let sum = self[index].amount + amount
            if sum == 0 { remove(at: index) } else { self[index] = Posting(place, sum) }
        } else {
            append(Posting(place, amount))
        }
    }

    /// The places that points came out of, as a stack of what could be returned to them.
    ///
    /// What a hold gave up would return to the lot that the hold had it from.
    package var sources: [Posting] {
        filter { $0.amount < 0 }.map { posting in
            if case .held(let key) = posting.place {
                Posting(.lot(key), -posting.amount)
            } else {
                Posting(posting.place, -posting.amount)
            }
        }
    }

    /// The places that points went into.
    package var destinations: [Posting] { filter { $0.amount > 0 } }

    /// Puts pieces on a stack, joining those that lie on a piece of the same place.
    mutating func stack(_ pieces: [Posting]) {
        for piece in pieces {
            if let top = last, top.place == piece.place {
                self[count - 1] = Posting(top.place, top.amount + piece.amount)
            } else {
                append(piece)
            }
        }
    }
}
