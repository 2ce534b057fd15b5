import Primitives
import TestSupport
import Testing
import Wire

extension PointWorker {
    /// Compares the balance, the expiries and the newest lines of the statement with the model.
    mutating func compare() async throws {
        model.settle()
        let assets = try await gateway.get("/v1/members/\(member)/balance").json["assets"]
        for asset in model.terms.assets.keys.sorted() {
            let shown = assets?[asset]
            let numbers = ["available", "pending", "held", "earnedTotal", "spentTotal"]
                .map { Int(shown?[$0]?.integer ?? -1) }
            let expected = model.balance(asset) + model.totals(asset)
            try #require(numbers == expected, "\(member) \(asset)")
            try #require(numbers.allSatisfy { $0 >= 0 })
            var days: [Int64: Int] = [:]
            for line in shown?["expiring"]?.elements ?? [] {
                let day = CalendarDay(line["on"]?.text ?? "")?.daysSinceEpoch ?? -1
                days[day, default: 0] += Int(line["amount"]?.integer ?? -1)
            }
            try #require(days == model.expiring(asset), "\(member) \(asset)")
        }
        let newest = try await gateway.get("/v1/members/\(member)/transfers?limit=5").json
        for asset in model.terms.assets.keys {
            let lines = newest["items"]?.elements ?? []
            guard let line = lines.first(where: { $0["asset"] == .string(asset) }) else { continue }
            try #require(line["balanceAfter"] == .integer(Int64(model.available(asset))))
        }
    }

    /// Reads while what is due is not stored, and once more after a write has stored it.
    mutating func readThenStore() async throws {
        let before = try await gateway.statement(of: member)
        let points = try await shown("points")
        var lines: [String: String] = [:]
        for line in before.prefix(3) {
            let id = line["id"]?.text ?? ""
            lines[id] = try await gateway.get("/v1/transfers/\(id)").text
        }
        let credit = PointModel.Amount(asset: "tickets", count: 1)
        let action = PointOperation.Action.credit(credit, expiresOn: nil, availableAt: nil)
        try await alone(PointOperation(member: member, key: key(), action: action))
        let after = try await gateway.statement(of: member)
        let isNew = model.isFrozen ? 0 : 1
        try #require(Array(after.dropFirst(isNew)) == before)
        try #require(try await shown("points") == points)
        for (id, text) in lines {
            try #require(try await gateway.get("/v1/transfers/\(id)").text == text)
        }
    }

    /// Tries to undo what came by itself, whether it is stored yet or not.
    mutating func undoWhatWasDue() async throws {
        let page = try await gateway.get("/v1/members/\(member)/transfers?limit=20").json
        let due = page["items"]?.elements?.first { line in
            ["confirmation", "lapse", "expiry"].contains(line["kind"]?.text ?? "")
        }
        guard let id = due?["id"]?.text else { return }
        let answer = try await gateway.post(
            "/v1/transfers/\(id)/reversals",
            ["reason": "random"],
            key: key()
        )
        try #require(answer.slug == "not-reversible", "\(answer.text)")
    }

    private func shown(_ asset: String) async throws -> JSON? {
        try await gateway.get("/v1/members/\(member)/balance").json["assets"]?[asset]
    }
}
