import Primitives
import TestSupport
import Testing
import Wire

extension PointWorker {
    /// Sends an order that earns a point for each minor unit, sometimes two days later.
    mutating func order() async throws {
        let key = key()
        let count = 1 + random.next(below: 30)
        let isLater = random.chance(40)
        let expected = model.apply(
            PointOperation(
                member: member,
                key: key,
                action: .credit(
                    PointModel.Amount(asset: "points", count: count),
                    expiresOn: nil,
                    availableAt: isLater ? model.terms.start(of: model.today + 2) : nil
                )
            )
        )
        let answer = try await sendTwice([
            "id": .string(key), "type": "order.paid", "member": .string(member),
            "occurredAt": .string(Instant(milliseconds: model.now).description),
            "lines": [
                [
                    "category": isLater ? "later" : "now",
                    "amountMinor": .integer(Int64(count)),
                ]
            ],
        ])
        met["order", default: 0] += 1
        let grants = answer["grants"]?.elements ?? []
        guard case .applied = expected else {
            try #require(grants.isEmpty)
            try #require(answer["notGranted"]?[0]?["reason"] == "accountFrozen", "\(answer)")
            return
        }
        try #require(grants.count == 1 && grants[0]["amount"]?.integer == Int64(count))
        ids[key] = grants[0]["transfer"]?.text
        keys.append(key)
        orders.append((key, count))
    }

    /// Refunds a part of an order, which takes back as many points as it can, up to that many.
    mutating func refund() async throws {
        guard let index = orders.indices.randomElement(using: &random) else {
            return try await order()
        }
        let key = key()
        let asked =
            random.chance(40) ? orders[index].left : random.next(below: orders[index].left + 1)
        let taken = model.takeBack(upTo: asked, of: orders[index].key, as: key, member)
        let answer = try await sendTwice([
            "id": .string(key), "type": "order.refunded", "member": .string(member),
            "occurredAt": .string(Instant(milliseconds: model.now).description),
            "refersTo": .string(orders[index].key), "amountMinor": .integer(Int64(asked)),
        ])
        met[taken < asked ? "refund that finds too few" : "refund", default: 0] += 1
        orders[index].left -= asked
        if orders[index].left == 0 { orders.remove(at: index) }
        let rows = (answer["taken"]?.elements ?? []).filter { $0["transfer"] != nil }
        try #require(rows.map { $0["amount"]?.integer } == (taken > 0 ? [Int64(taken)] : []))
        guard let id = rows.first?["transfer"]?.text else { return }
        ids[key] = id
        keys.append(key)
    }

    /// Sends an event, and again: the answer is the same bytes.
    private func sendTwice(_ event: JSON) async throws -> JSON {
        let first = try await gateway.post("/v1/events", event)
        try #require(first.status == 201, "\(first.text)")
        let again = try await gateway.post("/v1/events", event)
        try #require(again.isReplayed && again.body == first.body)
        return first.json
    }
}

extension PointModel {
    /// Undoes as many points of a transfer as there are, up to a number.
    fileprivate mutating func takeBack(
        upTo most: Int,
        of target: String,
        as key: String,
        _ member: String
    ) -> Int {
        settle()
        for count in stride(from: most, to: 0, by: -1) {
            var trial = self
            let reversal = PointOperation(
                member: member,
                key: key,
                action: .reversal(target, count)
            )
            guard case .applied = trial.apply(reversal) else { continue }
            self = trial
            return count
        }
        return 0
    }
}
