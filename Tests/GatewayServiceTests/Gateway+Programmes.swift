import Primitives
import TestSupport
import Wire

extension Gateway {
    /// Points that end with the year after that of earning, and tickets that never do.
    static let lastingPoints: JSON = [
        "zone": "Asia/Shanghai",
        "assets": [
            [
                "id": "points", "name": "积分", "expiry": ["policy": "yearEnd", "years": 1],
                "returned": ["extendDays": 30],
            ], ["id": "tickets", "name": "抽奖券"],
        ],
    ]

    /// As above; an order earns 1 point per 1.00, a car 1 per 1,000.00, a phone when it was
    /// received.
    static let earningPoints = earning(shortfall: "record")

    /// As above, saying what becomes of a refund that finds too few points.
    static func earning(shortfall: JSON) -> JSON {
        lastingPoints.with(
            "earning",
            [
                "rules": [
                    [
                        "id": "purchase", "event": "order.paid",
                        "rate": ["points": 1, "per": 100],
                        "categories": [
                            ["category": "cars", "points": 1, "per": 100_000],
                            ["category": "phones", "pending": ["confirmAfterDays": 15]],
                        ],
                        "caps": [
                            [
                                "per": "member", "period": "day", "points": 5000,
                                "excess": "clip",
                            ]
                        ],
                    ]
                ],
                "refunds": ["order.refunded"], "cancellations": ["order.cancelled"],
                "confirmations": ["order.received"], "shortfall": shortfall,
            ]
        )
    }

    /// Posts, and says which transfer it made.
    ///
    /// - Throws: `Unexpected` where none was made.
    func transfer(_ path: String, _ body: JSON, key: String) async throws -> String {
        let answer = try await post(path, body, key: key)
        guard answer.status == 201 else { throw Unexpected(answer: answer.text) }
        return answer.transferID
    }

    /// Credits 30 points to `m` and holds 20 of them until ten seconds after the start.
    ///
    /// - Returns: The hold's path.
    func heldPath() async throws -> String {
        try await credit("m", 30, key: "held-credit")
        let end = Gateway.start.milliseconds + 10_000
        let hold = JSON.movement(
            of: "m",
            20,
            .init("expiresAt", .string(Gateway.instant(end)))
        )
        return "/v1/holds/\(try await transfer("/v1/holds", hold, key: "held"))"
    }

    /// Credits 30 points to `m`.
    ///
    /// - Returns: The path of the credit's reversals.
    func reversalsPath() async throws -> String {
        let body = JSON.movement(of: "m", 30)
        let id = try await transfer("/v1/credits", body, key: "reversed")
        return "/v1/transfers/\(id)/reversals"
    }
}

extension JSON {
    /// An event as it is sent, at the start unless told otherwise.
    static func plainEvent(
        _ id: String,
        of type: String = "order.paid",
        at instant: String = Gateway.start.description,
        _ more: JSON.Member...
    ) -> JSON {
        .object(
            [
                .init("id", .string(id)), .init("type", .string(type)), .init("member", "m"),
                .init("occurredAt", .string(instant)),
            ] + more
        )
    }
}

extension Gateway {
    /// The text of an instant.
    static func instant(_ milliseconds: Int64) -> String {
        Instant(milliseconds: milliseconds).description
    }
}
