extension PointModel {
    /// Undoes so many points of a transfer, or all that can be.
    mutating func reverse(_ key: String, _ name: String, _ count: Int?) -> Outcome {
        guard let target = transfers[name],
            ["credit", "pendingCredit", "debit", "capture", "reversal"].contains(target.kind)
        else { return .refused("not-reversible") }
        let left = left(of: target)
        let count = count ?? left
        if count < 1 || count > left { return .refused("limit-reached") }
        var reversal = Transfer(
            kind: "reversal",
            asset: target.asset,
            amount: count,
            root: target.root ?? name
        )
        if target.isTaking {
            reversal.brought = giveBack(count, of: name)
        } else {
            guard let taken = takeBack(count, of: name, as: key) else {
                return .refused("insufficient-points")
            }
            // What was taken belongs to the charge that is made anew, if it is one.
            if let root = target.root, transfers[root]?.isTaking == true {
                transfers[root]?.taken += taken
            }
            reversal.taken = taken
        }
        transfers[name]?.undone += count
        if let root = target.root, let isTaking = transfers[root]?.isTaking {
            transfers[root]?.undone += isTaking == target.isTaking ? count : -count
        }
        return done(key, reversal)
    }

    /// What can be undone of a transfer; undoing a reversal does again what that had undone.
    private func left(of target: Transfer) -> Int {
        let left = target.amount - target.undone
        guard let root = target.root.flatMap({ transfers[$0] }) else { return left }
        return min(
            left,
            target.isTaking == root.isTaking ? root.amount - root.undone : root.undone
        )
    }

    /// Returns points that a transfer took, the last taken first.
    private mutating func giveBack(_ count: Int, of name: String) -> [Place] {
        let asset = transfers[name]?.asset ?? ""
        let root = transfers[name]?.root ?? name
        let isCharge = transfers[root]?.isTaking ?? false
        let owner = isCharge ? root : name
        let place = isCharge ? Place.spent(root) : .takenBack(name)
        var brought: [Place] = []
        for _ in 0..<count {
            guard let source = transfers[owner]?.taken.popLast() else {
                fatalError("the model has lost what \(owner) took")
            }
            let destination = returned(asset, to: source, on: today)
            move(asset, from: place, to: destination)
            brought.append(destination)
        }
        return Self.grouped(brought)
    }

    /// Takes points back that a transfer brought: from the lots that it filled, the last first,
    /// where what has gone with the lot counts; then from all others, the earliest end first.
    private mutating func takeBack(_ count: Int, of name: String, as key: String) -> [Place]? {
        guard let target = transfers[name] else { return nil }
        let before = points
        let root = target.root ?? name
        let isCharge = transfers[root]?.isTaking ?? false
        let place = isCharge ? Place.spent(root) : .takenBack(key)
        var taken: [Place] = []
        for brought in target.brought.dropLast(target.undone).reversed() where taken.count < count {
            guard let found = whereabouts(of: brought, target.asset) else { continue }
            move(target.asset, from: found, to: place)
            taken.append(found)
        }
        for lot in lots(target.asset).prefix(count - taken.count) {
            move(target.asset, from: .available(lot), to: place)
            taken.append(.available(lot))
        }
        if taken.count < count {
            points = before
            return nil
        }
        return Self.grouped(taken)
    }

    /// Where a point lies now that was brought to a place, or one that is like it.
    private func whereabouts(of place: Place, _ asset: String) -> Place? {
        var places = [place]
        if case .pending(let key) = place, let lot = pendings[key]?.lot {
            places += [.available(lot), .gone(lot)]
        }
        if case .available(let lot) = place { places.append(.gone(lot)) }
        return places.first { place in
            points.contains { $0.asset == asset && $0.place == place }
        }
    }

    /// Points of one place side by side, as the row of a transfer has them.
    private static func grouped(_ places: [Place]) -> [Place] {
        var order: [Place] = []
        for place in places where !order.contains(place) { order.append(place) }
        return order.flatMap { place in places.filter { $0 == place } }
    }
}
