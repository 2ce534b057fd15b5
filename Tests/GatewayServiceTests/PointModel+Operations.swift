extension PointModel {
    /// Does an operation, after what was due.
    mutating func apply(_ operation: PointOperation) -> Outcome {
        settle()
        let key = operation.key
        let outcome: Outcome
        switch operation.action {
        case .credit(let amount, let expiresOn, let availableAt):
            outcome = credit(key, amount, expiresOn, availableAt)
        case .debit(let choices, let notAfter): outcome = debit(key, choices, notAfter)
        case .hold(let amount, let until): outcome = hold(key, amount, until)
        case .capture(let hold, let count): outcome = capture(key, hold, count)
        case .release(let hold): outcome = release(key, hold)
        case .reversal(let target, let count): outcome = reverse(key, target, count)
        }
        switch outcome {
        case .applied: rows += 1
        case .refused: transfers[key] = Transfer(kind: "refused", asset: "", amount: 0)
        }
        return outcome
    }

    /// Notes a transfer that was done.
    mutating func done(_ key: String, _ transfer: Transfer) -> Outcome {
        transfers[key] = transfer
        return .applied(
            kind: transfer.kind,
            asset: transfer.asset,
            amount: transfer.amount,
            balance: balance(transfer.asset)
        )
    }

    private mutating func credit(
        _ key: String,
        _ amount: Amount,
        _ expiresOn: Int64?,
        _ availableAt: Int64?
    ) -> Outcome {
        if isFrozen { return .refused("account-frozen") }
        let isPending = availableAt.map { $0 > now } ?? false
        let day = isPending ? terms.day(of: availableAt ?? now) : today
        if let expiresOn, expiresOn < day { return .refused("already-expired") }
        var place = Place.pending(key)
        if isPending {
            pendings[key] = Pending(
                asset: amount.asset,
                availableAt: availableAt ?? now,
                expiresOn: expiresOn
            )
        } else {
            let lastDay = expiresOn ?? terms.lastDay(of: amount.asset, earnedOn: day)
            place = .available(Lot(lastDay: lastDay))
        }
        for _ in 0..<amount.count {
            points.append(Point(asset: amount.asset, origin: key, place: place))
        }
        let brought = Array(repeating: place, count: amount.count)
        return done(
            key,
            Transfer(
                kind: isPending ? "pendingCredit" : "credit",
                asset: amount.asset,
                amount: amount.count,
                brought: brought
            )
        )
    }

    private mutating func debit(
        _ key: String,
        _ choices: [Amount],
        _ notAfter: Int64?
    ) -> Outcome {
        if let notAfter, now > notAfter { return .refused("charge-lapsed") }
        if isFrozen { return .refused("account-frozen") }
        for choice in choices where choice.count <= available(choice.asset) {
            let lots = lots(choice.asset).prefix(choice.count)
            for lot in lots { move(choice.asset, from: .available(lot), to: .spent(key)) }
            return done(
                key,
                Transfer(
                    kind: "debit",
                    asset: choice.asset,
                    amount: choice.count,
                    taken: lots.map(Place.available)
                )
            )
        }
        return .refused("insufficient-points")
    }

    private mutating func hold(_ key: String, _ amount: Amount, _ until: Int64?) -> Outcome {
        let lapsesAt = until ?? now + 7 * 86_400_000
        if lapsesAt <= now { return .refused("hold-lapsed") }
        if isFrozen { return .refused("account-frozen") }
        if amount.count > available(amount.asset) { return .refused("insufficient-points") }
        for lot in lots(amount.asset).prefix(amount.count) {
            move(amount.asset, from: .available(lot), to: .held(key, lot))
        }
        holds[key] = Hold(asset: amount.asset, lapsesAt: lapsesAt)
        return done(
            key,
            Transfer(kind: "hold", asset: amount.asset, amount: amount.count)
        )
    }

    private mutating func capture(_ key: String, _ name: String, _ count: Int?) -> Outcome {
        if isFrozen { return .refused("account-frozen") }
        if let refusal = holds[name]?.refusalOfUse { return .refused(refusal) }
        let lots = held(name)
        let count = count ?? lots.count
        if count > lots.count { return .refused("limit-reached") }
        let asset = holds[name]?.asset ?? ""
        for lot in lots.prefix(count) {
            move(asset, from: .held(name, lot), to: .spent(key))
        }
        if count == lots.count { holds[name]?.refusalOfUse = "hold-ended" }
        return done(
            key,
            Transfer(
                kind: "capture",
                asset: asset,
                amount: count,
                taken: lots.prefix(count).map(Place.available)
            )
        )
    }

    private mutating func release(_ key: String, _ name: String) -> Outcome {
        if let refusal = holds[name]?.refusalOfUse { return .refused(refusal) }
        let count = giveBack(name, on: today, "hold-ended")
        return done(
            key,
            Transfer(kind: "release", asset: holds[name]?.asset ?? "", amount: count)
        )
    }
}
