import Primitives
import Wire

extension LoadTraffic {
    // MARK: Credits and debits

    mutating func credit(at now: Instant) -> LoadRequest {
        let (operation, members) = someCredit(at: now)
        return single(.credit, "/v1/credits", operation, members)
    }

    private mutating func someCredit(at now: Instant) -> (LoadOperation, [JSON.Member]) {
        let member = anyMember()
        var choice = LoadOperation.Choice(asset: .points, amount: amount(1...200))
        var endsTonight = false
        var more: [JSON.Member] = []
        switch Int.random(in: 0..<10, using: &random) {
        case 0: more = [.init("availableAt", .string(moment(after: now)))]
        case 1:
            choice = .init(asset: .tickets, amount: amount(1...3))
            more = [.init("asset", "tickets")]
        case 2: more = [.init("cause", "reward"), .init("reference", .string("r-\(member)"))]
        default:
            endsTonight = isOfTheNight(member) && chance(1, of: 2)
            if endsTonight { more = [.init("expiresOn", .string(night.day.description))] }
        }
        let operation = LoadOperation(
            member: member,
            work: .credit(choice, endsTonight: endsTonight),
            key: nextKey()
        )
        return (operation, [.member(member), .amount(choice.amount), .reason] + more)
    }

    mutating func debit() -> LoadRequest {
        let (operation, members) = someDebit()
        return single(.debit, "/v1/debits", operation, members)
    }

    private mutating func someDebit() -> (LoadOperation, [JSON.Member]) {
        let member = spender()
        var members: [JSON.Member] = [.member(member), .reason]
        var choices = [LoadOperation.Choice(asset: .points, amount: amount(1...60))]
        switch Int.random(in: 0..<6, using: &random) {
        case 0:
            choices.insert(.init(asset: .tickets, amount: 1), at: 0)
            members.append(
                .init(
                    "oneOf",
                    .array(
                        choices.map {
                            ["asset": .string($0.asset.rawValue), "amount": .integer($0.amount)]
                        }
                    )
                )
            )
        case 1:
            choices = [.init(asset: .points, amount: Self.unaffordable)]
            members.append(.amount(Self.unaffordable))
        default: members.append(.amount(choices[0].amount))
        }
        let operation = LoadOperation(member: member, work: .debit(choices), key: nextKey())
        return (operation, members)
    }

    // MARK: Holds and reversals

    mutating func hold(at now: Instant) -> LoadRequest {
        let member = spender()
        let amount = amount(1...50)
        return single(
            .hold,
            "/v1/holds",
            LoadOperation(member: member, work: .hold(amount), key: nextKey()),
            [
                .member(member), .amount(amount), .reason,
                .init("expiresAt", .string(moment(after: now))),
            ]
        )
    }

    /// Captures or releases a hold, unless it has lapsed meanwhile.
    mutating func holdEnd() -> LoadRequest? {
        guard let hold = holds.take(&random) else { return nil }
        let path = "/v1/holds/\(hold.id)"
        guard chance(2, of: 3) else {
            let release = LoadOperation(member: hold.member, work: .release, key: nextKey())
            return single(.holdEnd, "\(path)/release", release, [])
        }
        let part = chance(1, of: 2) ? amount(1...hold.amount) : nil
        let capture = LoadOperation(
            member: hold.member,
            work: .capture(hold, part),
            key: nextKey()
        )
        return single(.holdEnd, "\(path)/capture", capture, part.map { [.amount($0)] } ?? [])
    }

    mutating func reversal() -> LoadRequest? {
        guard let movement = movements.take(&random) else { return nil }
        let amount = amount(1...movement.amount)
        return single(
            .reversal,
            "/v1/transfers/\(movement.id)/reversals",
            reversal(of: movement, amount),
            [.amount(amount), .reason]
        )
    }

    private mutating func reversal(of movement: LoadMovement, _ amount: Int64) -> LoadOperation {
        LoadOperation(
            member: movement.member,
            work: .reversal(of: movement, amount),
            key: nextKey()
        )
    }

    private func single(
        _ kind: LoadKind,
        _ path: String,
        _ operation: LoadOperation,
        _ members: [JSON.Member]
    ) -> LoadRequest {
        LoadRequest(
            kind: kind,
            path: path,
            body: members.bytes,
            key: operation.key,
            purpose: .write([operation])
        )
    }

    // MARK: Batches

    /// Credits, debits and reversals together.
    mutating func batch(at now: Instant) -> LoadRequest {
        var operations: [LoadOperation] = []
        var entries: [JSON] = []
        for _ in 0..<Int.random(in: 5...40, using: &random) {
            let (type, operation, members) = entry(at: now)
            operations.append(operation)
            entries.append(Self.entry(type, operation, members))
        }
        return Self.batch(operations, entries)
    }

    /// Credits of points together.
    func batch(_ credits: [LoadOperation]) -> LoadRequest {
        let entries = credits.map { operation -> JSON in
            guard case .credit(let choice, _) = operation.work else { return .null }
            return Self.entry(
                "credit",
                operation,
                [.member(operation.member), .amount(choice.amount), .reason]
            )
        }
        return Self.batch(credits, entries)
    }

    private mutating func entry(
        at now: Instant
    ) -> (type: String, LoadOperation, [JSON.Member]) {
        if chance(1, of: 10), let movement = movements.take(&random) {
            let amount = amount(1...movement.amount)
            return (
                "reversal", reversal(of: movement, amount),
                [.init("ofKey", .string(movement.key)), .amount(amount), .reason]
            )
        }
        if chance(1, of: 4) {
            let (operation, members) = someDebit()
            return ("debit", operation, members)
        }
        let (operation, members) = someCredit(at: now)
        return ("credit", operation, members)
    }

    private static func entry(
        _ type: String,
        _ operation: LoadOperation,
        _ members: [JSON.Member]
    ) -> JSON {
        .object([.init("key", .string(operation.key)), .init("type", .string(type))] + members)
    }

    private static func batch(
        _ operations: [LoadOperation],
        _ entries: [JSON]
    ) -> LoadRequest {
        LoadRequest(
            kind: .batch,
            path: "/v1/batches",
            body: JSONWriter.bytes(of: ["operations": .array(entries)]),
            purpose: .write(operations)
        )
    }
}
