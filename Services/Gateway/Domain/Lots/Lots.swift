import Primitives

/// A member's points of one asset by the day on which they end.
package struct Lots: Hashable, Sendable {
    /// One lot: what can be spent of it, and what has gone with it.
    package struct Lot: Hashable, Sendable {
        /// Which lot.
        package let key: LotKey
        /// What can be spent, from 0 on.
        package var available: Int64
        /// What expired in it or was forfeited on return to it, from 0 on.
        package var lapsed: Int64

        /// Describes a lot.
        package init(key: LotKey, available: Int64, lapsed: Int64 = 0) {
            self.key = key
            self.available = available
            self.lapsed = lapsed
        }
    }

    /// The lots in the order of spending.
    package private(set) var all: [Lot]

    /// The lots, in any order.
    package init(_ lots: [Lot] = []) {
        all = lots.sorted { $0.key < $1.key }
    }

    /// A lot; an empty one where there is none of the key.
    package subscript(key: LotKey) -> Lot {
        all.first { $0.key == key } ?? Lot(key: key, available: 0)
    }

    /// Changes the lots as a movement says.
    mutating func apply(_ postings: [Posting]) {
        for posting in postings {
            switch posting.place {
            case .lot(let key): change(key) { $0.available += posting.amount }
            case .lapsed(let key): change(key) { $0.lapsed += posting.amount }
            case .held, .pending: continue
            }
        }
    }

    private mutating func change(_ key: LotKey, _ change: (inout Lot) -> Void) {
        var place = all.startIndex
        while place < all.endIndex, all[place].key < key { place += 1 }
        if place == all.endIndex || all[place].key != key {
            all.insert(Lot(key: key, available: 0), at: place)
        }
        change(&all[place])
        if all[place].available == 0, all[place].lapsed == 0 { all.remove(at: place) }
    }

    /// How points are taken out of the lots, the earliest end first.
    ///
    /// - Parameters:
    ///   - amount: How much is wanted, from 0 on.
    ///   - taken: What the same movement has taken already.
    /// - Returns: What is taken, less than the amount where the lots hold less.
    func taking(_ amount: Int64, after taken: [Posting] = []) -> [Posting] {
        var postings = taken
        var left = amount
        for lot in all where left > 0 {
            let place = Posting.Place.lot(lot.key)
            let gone = taken.first { $0.place == place }?.amount ?? 0
            let part = min(left, lot.available + gone)
            guard part > 0 else { continue }
            postings.add(place, -part)
            left -= part
        }
        return postings
    }
}
