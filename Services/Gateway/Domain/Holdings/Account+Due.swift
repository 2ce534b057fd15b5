import Primitives

/// What the programme says about the life of an asset's points.
package struct AssetTerms: Hashable, Sendable {
    /// When points end that are earned on a day.
    package let expiry: ExpiryPolicy
    /// What becomes of points that are returned after their lot has ended.
    package let returned: ReturnPolicy

    /// Joins the policies of an asset.
    package init(expiry: ExpiryPolicy, returned: ReturnPolicy) {
        self.expiry = expiry
        self.returned = returned
    }
}

/// What settling a due item did.
package struct SettledItem: Hashable, Sendable {
    /// What was due, and when.
    package let item: DueItem
    /// What moves, or nil where nothing was left to move.
    package let movement: Movement?
    /// The pending credit as it is now, if the item was one.
    package var pending: PendingCredit?
    /// The hold as it is now, if the item was one.
    package var hold: Hold?
}

extension Account {
    /// What is due first of all that the account holds, or nil where nothing ever is.
    package func nextDue(in zone: Zone) -> DueItem? {
        var items: [DueItem] = []
        if let pending = pendings.last, pending.availableAt != nil { items.append(pending.due) }
        if let hold = holds.last { items.append(hold.due) }
        for holding in holdings {
            guard let lot = holding.lots.all.first(where: { $0.available > 0 }),
                let end = lot.key.end(in: zone)
            else { continue }
            items.append(DueItem(at: end, event: .expiry(holding.asset)))
        }
        return items.min()
    }

    /// Does what is due; afterwards it no longer is.
    ///
    /// - Parameters:
    ///   - item: What `nextDue` has named.
    ///   - zone: The programme's zone.
    ///   - terms: What the programme says about an asset at the item's instant.
    /// - Returns: What was done.
    /// - Throws: `.limitReached`.
    package mutating func settle(
        _ item: DueItem,
        in zone: Zone,
        _ terms: (AssetID) -> AssetTerms
    ) throws(LedgerRefusal) -> SettledItem {
        let today = zone.day(of: item.at)
        switch item.event {
        case .confirmation(let id):
            guard let index = pendings.lastIndex(where: { $0.id == id }) else { break }
            var pending = pendings.remove(at: index)
            let policy = terms(pending.asset).expiry
            let movement = try self[pending.asset].settle(&pending, earnedOn: today, policy)
            return SettledItem(item: item, movement: movement, pending: pending)
        case .lapse(let id):
            guard let index = holds.lastIndex(where: { $0.id == id }) else { break }
            var hold = holds.remove(at: index)
            let way = Return(on: today, terms(hold.asset).returned)
            let movement = try self[hold.asset].giveBack(&hold, as: .lapsed, way)
            return SettledItem(item: item, movement: movement, hold: hold)
        case .expiry(let asset):
            let keys = self[asset].lots.all.filter { lot in
                lot.available > 0 && lot.key.end(in: zone).map { $0 <= item.at } ?? false
            }
            let movement = try self[asset].expire(keys.map(\.key))
            return SettledItem(item: item, movement: movement)
        }
        return SettledItem(item: item, movement: nil)
    }
}
