extension PointModel {
    private enum Due {
        case pending(String)
        case hold(String)
        case end(of: String)
    }

    /// When something happens next by itself, or nil.
    var nextDue: Int64? { due?.at }

    /// Does what is due, the earliest first; at one instant pending points become available, then
    /// holds lapse, then lots end.
    mutating func settle() {
        while let (at, due) = due, at <= now {
            let day = terms.day(of: at)
            switch due {
            case .pending(let key): confirm(key, on: day)
            case .hold(let key):
                _ = giveBack(key, on: day, "hold-lapsed")
                rows += 1
            case .end(let asset):
                for lot in lots(asset) where lot.lastDay < day {
                    move(asset, from: .available(lot), to: .gone(lot))
                }
                rows += 1
            }
        }
    }

    private var due: (at: Int64, Due)? {
        var earliest: (at: Int64, Due)?
        func consider(_ at: Int64, _ due: Due) {
            if at < earliest?.at ?? .max { earliest = (at, due) }
        }
        for (key, pending) in pendings where pending.lot == nil {
            consider(pending.availableAt, .pending(key))
        }
        for (key, hold) in holds where hold.refusalOfUse == nil {
            consider(hold.lapsesAt, .hold(key))
        }
        for asset in terms.assets.keys.sorted() {
            guard let lot = lots(asset).first, lot.lastDay < .max else { continue }
            consider(terms.start(of: lot.lastDay + 1), .end(of: asset))
        }
        return earliest
    }

    private mutating func confirm(_ key: String, on day: Int64) {
        guard let pending = pendings[key] else { return }
        let lot = Lot(
            lastDay: pending.expiresOn ?? terms.lastDay(of: pending.asset, earnedOn: day)
        )
        pendings[key]?.lot = lot
        let left = points.count { $0.place == .pending(key) }
        for _ in 0..<left { move(pending.asset, from: .pending(key), to: .available(lot)) }
        if left > 0 { rows += 1 }
    }

    /// The lots of what a hold holds, a lot for each point, earliest end first.
    func held(_ key: String) -> [Lot] {
        points.compactMap { point in
            if case .held(key, let lot) = point.place { lot } else { nil }
        }.sorted()
    }

    /// Ends a hold.
    ///
    /// - Returns: How many points came back, or were forfeited.
    mutating func giveBack(_ key: String, on day: Int64, _ refusalOfUse: String) -> Int {
        let asset = holds[key]?.asset ?? ""
        let lots = held(key)
        for lot in lots {
            let place = returned(asset, to: .available(lot), on: day)
            move(asset, from: .held(key, lot), to: place)
        }
        holds[key]?.refusalOfUse = refusalOfUse
        return lots.count
    }

    /// Where a point of an asset comes to that is returned to a place on a day.
    func returned(_ asset: String, to place: Place, on day: Int64) -> Place {
        switch place {
        case .pending(let key):
            guard let lot = pendings[key]?.lot else { return place }
            return returned(asset, to: .available(lot), on: day)
        case .available(let lot) where lot.lastDay < day:
            guard let days = terms.assets[asset]?.extendDays, !lot.isExtended else {
                return .gone(lot)
            }
            return .available(Lot(lastDay: day + days, isExtended: true))
        default: return place
        }
    }
}
