import Wire

/// A transfer that can be reversed.
struct LoadMovement: Sendable {
    let id: String
    let key: String
    let member: Int
    let asset: LoadAsset
    let amount: Int64
    /// Whether points came in; else they were spent.
    let isCredit: Bool
}

/// A hold that may still be open.
struct LoadHold: Sendable {
    let id: String
    let member: Int
    let amount: Int64
}

/// An order that can be refunded, cancelled or confirmed.
struct LoadOrder: Sendable {
    struct Line: Sendable {
        let id: String
        let category: String
        let amountMinor: Int64
    }

    let id: String
    let member: Int
    let lines: [Line]
}

/// One write about one member, as it was meant.
struct LoadOperation: Sendable {
    struct Choice: Sendable, Equatable {
        let asset: LoadAsset
        let amount: Int64
    }

    enum Work: Sendable {
        case credit(Choice, endsTonight: Bool)
        case debit([Choice])
        case hold(Int64)
        case capture(LoadHold, Int64?)
        case release
        case reversal(of: LoadMovement, Int64)
        case order(LoadOrder)
        /// A refund, cancellation or confirmation.
        case follower
    }

    let member: Int
    let work: Work
    /// Its key, or the event's id.
    let key: String
}

/// What a write did, as its answer says.
struct LoadOutcome: Sendable {
    var points = LoadMember.Sums()
    var tickets = LoadMember.Sums()
    var tonight: Int64 = 0
    var movement: LoadMovement?
    var hold: LoadHold?
    var order: LoadOrder?
    var isRefused = false

    mutating func add(_ asset: LoadAsset, earned: Int64 = 0, spent: Int64 = 0) {
        switch asset {
        case .points:
            points.earned += earned
            points.spent += spent
        case .tickets:
            tickets.earned += earned
            tickets.spent += spent
        }
    }
}

extension LoadOperation {
    /// What an answer says was done; a final refusal did nothing.
    ///
    /// - Throws: Where it is no answer to this.
    func outcome(_ status: Int64?, _ answer: JSON) throws(LoadFault) -> LoadOutcome {
        if status == 409, answer["final"] == true { return LoadOutcome(isRefused: true) }
        guard status == 201 else { throw wrong(answer, "status \(status ?? 0)") }
        switch work {
        case .order(let order): return try event(order, answer)
        case .follower: return try event(nil, answer)
        default: return try ledger(answer)
        }
    }

    private func wrong(_ answer: JSON, _ what: String) -> LoadFault {
        LoadFault("\(what) to \(key), \(work): \(answer)")
    }

    private func event(_ order: LoadOrder?, _ answer: JSON) throws(LoadFault) -> LoadOutcome {
        guard answer["id"]?.text == key else { throw wrong(answer, "another event") }
        var outcome = LoadOutcome(order: order)
        for (name, sign) in [("grants", 1), ("taken", -1)] as [(String, Int64)] {
            for part in answer[name]?.elements ?? [] {
                guard let asset = part["asset"]?.text.flatMap(LoadAsset.init),
                    let amount = part["amount"]?.integer
                else { throw wrong(answer, "no amount") }
                outcome.add(asset, earned: sign * amount)
            }
        }
        return outcome
    }

    private func ledger(_ answer: JSON) throws(LoadFault) -> LoadOutcome {
        guard let transfer = answer["transfer"], let id = transfer["id"]?.text,
            transfer["member"]?.text == "m-\(member)",
            let asset = transfer["asset"]?.text.flatMap(LoadAsset.init),
            let amount = transfer["amount"]?.integer
        else { throw wrong(answer, "no transfer") }
        let moved = Choice(asset: asset, amount: amount)
        guard isMeant(moved) else { throw wrong(answer, "another amount") }
        var outcome = LoadOutcome()
        func movement(isCredit: Bool) -> LoadMovement {
            LoadMovement(
                id: id,
                key: key,
                member: member,
                asset: asset,
                amount: amount,
                isCredit: isCredit
            )
        }
        switch work {
        case .credit(_, let endsTonight):
            outcome.add(asset, earned: amount)
            outcome.tonight = endsTonight ? amount : 0
            outcome.movement = endsTonight ? nil : movement(isCredit: true)
        case .debit, .capture:
            outcome.add(asset, spent: amount)
            outcome.movement = movement(isCredit: false)
        case .hold: outcome.hold = LoadHold(id: id, member: member, amount: amount)
        case .reversal(let original, _):
            outcome.add(
                asset,
                earned: original.isCredit ? -amount : 0,
                spent: original.isCredit ? 0 : -amount
            )
        case .release, .order, .follower: break
        }
        return outcome
    }

    /// Whether it is what was asked for.
    private func isMeant(_ moved: Choice) -> Bool {
        switch work {
        case .credit(let choice, _): moved == choice
        case .debit(let choices):
            choices.contains(moved) && moved.amount < LoadTraffic.unaffordable
        case .hold(let amount): moved.amount == amount
        case .capture(let hold, let amount): moved.amount == amount ?? hold.amount
        case .reversal(let original, let amount):
            moved == Choice(asset: original.asset, amount: amount)
        case .release, .order, .follower: true
        }
    }
}
