import Wire

/// What the gateway should do, written as plainly as can be.
struct NaiveModel: Sendable {
    /// One operation.
    struct Operation: Sendable {
        let kind: String
        let member: String
        let choices: [(asset: String, amount: Int64)]

        /// The body as it is sent alone.
        var body: JSON {
            var members: [JSON.Member] = [
                .init("member", .string(member)), .init("reason", "random"),
            ]
            if choices.count == 1 {
                members.append(.init("amount", .integer(choices[0].amount)))
                members.append(.init("asset", .string(choices[0].asset)))
            } else {
                let choices = choices.map { choice -> JSON in
                    ["asset": .string(choice.asset), "amount": .integer(choice.amount)]
                }
                members.append(.init("oneOf", .array(choices)))
            }
            return .object(members)
        }
    }

    /// What an operation comes to.
    enum Outcome: Hashable, Sendable {
        case applied(asset: String, amount: Int64, available: Int64)
        case refused(String)

        /// What an answer says, alone or as an element of a batch.
        init(answer: JSON) {
            if let transfer = answer["transfer"], let balance = answer["balance"] {
                self = .applied(
                    asset: transfer["asset"]?.text ?? "",
                    amount: transfer["amount"]?.integer ?? 0,
                    available: balance["available"]?.integer ?? -1
                )
            } else {
                let type = (answer["problem"] ?? answer)["type"]?.text ?? ""
                self = .refused(String(type.dropFirst("/problems/".count)))
            }
        }
    }

    private(set) var balances: [String: [String: Int64]] = [:]
    private(set) var frozen: Set<String> = []
    /// How many transfers each member has.
    private(set) var entries: [String: Int] = [:]

    /// What a member has of an asset.
    func available(_ member: String, _ asset: String) -> Int64 {
        balances[member]?[asset] ?? 0
    }

    mutating func apply(_ operation: Operation) -> Outcome {
        let member = operation.member
        if frozen.contains(member) { return .refused("account-frozen") }
        for (asset, amount) in operation.choices {
            let before = available(member, asset)
            let after = operation.kind == "credit" ? before + amount : before - amount
            if after < 0 { continue }
            balances[member, default: [:]][asset] = after
            entries[member, default: 0] += 1
            return .applied(asset: asset, amount: amount, available: after)
        }
        return .refused("insufficient-points")
    }

    mutating func toggleFreeze(of member: String) -> String {
        if frozen.remove(member) != nil { return "unfreeze" }
        frozen.insert(member)
        return "freeze"
    }
}
