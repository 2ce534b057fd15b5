import Primitives
import TestSupport
import Wire

extension JSON {
    /// A part of an order as it is sent.
    static func line(
        _ amountMinor: Int64,
        of category: String? = nil,
        id: String? = nil
    ) -> JSON {
        var members = [Member("amountMinor", .integer(amountMinor))]
        if let category { members.append(Member("category", .string(category))) }
        if let id { members.append(Member("id", .string(id))) }
        return .object(members)
    }

    /// A business event as it is sent.
    static func event(
        _ id: String,
        _ amountMinor: Int64? = nil,
        type: String = "order.paid",
        of member: String = "m",
        at occurredAt: Instant = Gateway.start,
        lines: [JSON] = [],
        refersTo: String? = nil
    ) -> JSON {
        var members = [
            Member("id", .string(id)), Member("type", .string(type)),
            Member("member", .string(member)),
            Member("occurredAt", .string(occurredAt.description)),
        ]
        if let amountMinor { members.append(Member("amountMinor", .integer(amountMinor))) }
        if !lines.isEmpty { members.append(Member("lines", .array(lines))) }
        if let refersTo { members.append(Member("refersTo", .string(refersTo))) }
        return .object(members)
    }

    /// The section of a programme in which an order's lines earn by their categories, and wait
    /// as these say.
    ///
    /// - Parameters:
    ///   - expiry: When points end.
    ///   - caps: The caps of the rule for orders.
    ///   - shortfall: What a refund does that finds too few points.
    /// - Returns: The section.
    static func earningProgramme(
        expiry: JSON = ["policy": "yearEnd", "years": 1],
        caps: [JSON] = [],
        shortfall: String = "record"
    ) -> JSON {
        [
            "zone": "Asia/Shanghai",
            "assets": [
                ["id": "points", "name": "积分", "expiry": expiry],
                ["id": "tickets", "name": "抽奖券"],
            ],
            "earning": [
                "rules": [
                    [
                        "id": "purchase", "event": "order.paid",
                        "rate": ["points": 1, "per": 100], "categories": categories,
                        "caps": .array(caps),
                    ],
                    [
                        "id": "welcome", "event": "registration", "fixed": 50,
                        "when": ["first": true],
                    ],
                ],
                "refunds": ["order.refunded"], "cancellations": ["order.cancelled"],
                "confirmations": ["order.received"], "shortfall": .string(shortfall),
            ],
        ]
    }

    private static let categories: JSON = [
        ["category": "half", "points": 1, "per": 200],
        ["category": "car", "points": 1, "per": 100_000],
        ["category": "phone", "points": 0],
        ["category": "presale", "pending": ["confirmAfterDays": 15]],
        ["category": "trial", "pending": ["delayDays": 3]],
    ]

    /// The sum of the amounts of an answer's `grants`, or of another list of it.
    func sum(of name: String, _ part: String = "amount") -> Int64 {
        self[name]?.elements?.reduce(0) { $0 + ($1[part]?.integer ?? 0) } ?? 0
    }
}

extension Gateway {
    /// Sends a business event, as the service `host` unless told otherwise.
    @discardableResult
    func send(_ event: JSON, token: String? = nil) async throws -> Answer {
        try await post("/v1/events", event, token: token)
    }

    /// Sends business events as one batch.
    @discardableResult
    func send(batch events: [JSON]) async throws -> Answer {
        try await post("/v1/events", ["events": .array(events)])
    }

    /// Undoes a part of a transfer, or all of it.
    @discardableResult
    func reverse(_ transfer: String, _ amount: Int64? = nil, key: String) async throws -> Answer {
        var members = [JSON.Member("reason", "test")]
        if let amount { members.append(.init("amount", .integer(amount))) }
        return try await post("/v1/transfers/\(transfer)/reversals", .object(members), key: key)
    }

    /// Moves the clock to an instant.
    func stand(at text: String) throws {
        guard let instant = Instant(text) else { throw Unexpected(answer: text) }
        clock.advance(milliseconds: instant.milliseconds - clock.now.milliseconds)
    }

    /// What a member has of points, with its parts.
    func points(of member: String = "m") async throws -> JSON {
        try await get("/v1/members/\(member)/balance").json["assets"]?["points"] ?? .null
    }

    /// What reconciliation finds, page by page.
    func differences() async throws -> (checked: Int64, pages: Int, found: [JSON]) {
        var result = (checked: Int64(0), pages: 0, found: [JSON]())
        var after = ""
        repeat {
            let page = try await get("/v1/reconciliation\(after)", token: viewer).json
            guard let checked = page["checked"]?.integer else {
                throw Unexpected(answer: "\(page)")
            }
            result.checked += checked
            result.pages += 1
            result.found += page["differences"]?.elements ?? []
            after = page["next"]?.text.map { "?after=\($0)" } ?? ""
        } while !after.isEmpty
        return result
    }

    /// What the audit of the chain finds, page by page; nil where the chain is whole.
    func chainFault() async throws -> JSON? {
        var after = ""
        repeat {
            let page = try await get("/v1/chain/audit\(after)", token: viewer).json
            if let fault = page["fault"] { return fault }
            guard page["checked"] != nil else { throw Unexpected(answer: "\(page)") }
            after = page["next"]?.text.map { "?after=\($0)" } ?? ""
        } while !after.isEmpty
        return nil
    }
}
