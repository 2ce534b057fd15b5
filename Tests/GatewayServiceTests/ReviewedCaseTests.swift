import Primitives
import TestSupport
import Testing
import Wire

/// Cases that were found by reading: each lost or invented points once.
@Suite("What reading the rules has found", .timeLimit(.minutes(2)))
struct ReviewedCaseTests {
    private static func programme(refunds: JSON = ["order.refunded"]) -> JSON {
        [
            "zone": "Asia/Shanghai",
            "assets": [["id": "points", "name": "积分"], ["id": "tickets", "name": "抽奖券"]],
            "earning": [
                "rules": [
                    [
                        "id": "purchase", "event": "order.paid",
                        "rate": ["points": 1, "per": 100],
                        "categories": [
                            ["category": "presale", "pending": ["confirmAfterDays": 15]]
                        ],
                    ]
                ],
                "refunds": refunds,
            ],
        ]
    }

    @Test("time never goes back in an account: what has ended stays ended, whatever the clock does")
    func clockBack() async throws {
        try await Gateway.serving { gateway in
            let credit = JSON.movement(of: "m", 15, .init("expiresOn", "2026-03-10"))
            try await gateway.post("/v1/credits", credit, key: "c")
            let debit = try await gateway.debit("m", 5, key: "d").transferID
            gateway.clock.advance(milliseconds: 12 * 86_400_000)
            // Stores that 10 have expired.
            try await gateway.credit("m", 1, asset: "tickets", key: "t")
            gateway.clock.advance(milliseconds: -8 * 86_400_000)
            let back = try await gateway.post(
                "/v1/transfers/\(debit)/reversals",
                ["reason": "back"],
                key: "r"
            )
            #expect(back.status == 201, "\(back.text)")
            let points = try await gateway.get("/v1/members/m/balance").json["assets"]?["points"]
            #expect(points?["available"] == 5)
            // Returned on 13 March, when the account's time stands: 30 days more.
            #expect(points?["expiring"] == [["on": "2026-04-12", "amount": 5]])
            #expect(try await gateway.credit("m", 1, key: "c2").status == 201)
            gateway.clock.advance(milliseconds: 60 * 86_400_000)
            #expect(try await gateway.credit("m", 1, key: "c3").status == 201)
            #expect(try await gateway.available("m") == 2)
        }
    }

    @Test("a refund that names no lines takes what is still pending first")
    func pendingFirst() async throws {
        try await Gateway.serving(programme: Self.programme()) { gateway in
            let order: JSON = [
                "id": "o-1", "type": "order.paid", "member": "m",
                "occurredAt": .string(Gateway.start.description),
                "lines": [
                    ["category": "tea", "amountMinor": 10_000],
                    ["category": "presale", "amountMinor": 10_000],
                ],
            ]
            #expect(try await gateway.post("/v1/events", order).status == 201)
            try await gateway.debit("m", 100, key: "spent")
            let refund: JSON = [
                "id": "r-1", "type": "order.refunded", "member": "m", "refersTo": "o-1",
                "occurredAt": .string(Gateway.start.description), "amountMinor": 10_000,
            ]
            let taken = try await gateway.post("/v1/events", refund).json["taken"]?.elements ?? []
            #expect(taken.count == 1 && taken[0]["amount"] == 100)
            #expect(taken[0]["shortfall"] == nil)
            gateway.clock.advance(milliseconds: 20 * 86_400_000)
            let points = try await gateway.get("/v1/members/m/balance").json["assets"]?["points"]
            #expect(points?["available"] == 0 && points?["pending"] == 0)
        }
    }

    @Test("a refund that names no lines and came first leaves what would have been left in order")
    func pendingFirstThoughEarly() async throws {
        try await Gateway.serving(programme: Self.programme()) { gateway in
            let refund: JSON = [
                "id": "r-1", "type": "order.refunded", "member": "m", "refersTo": "o-1",
                "occurredAt": .string(Gateway.start.description), "amountMinor": 10_000,
            ]
            #expect(try await gateway.post("/v1/events", refund).status == 201)
            let order: JSON = [
                "id": "o-1", "type": "order.paid", "member": "m",
                "occurredAt": .string(Gateway.start.description),
                "lines": [
                    ["category": "tea", "amountMinor": 10_000],
                    ["category": "presale", "amountMinor": 10_000],
                ],
            ]
            #expect(try await gateway.post("/v1/events", order).status == 201)
            let points = try await gateway.get("/v1/members/m/balance").json["assets"]?["points"]
            #expect(points?["available"] == 100 && points?["pending"] == 0)
        }
    }

    @Test("points confirmed into a lot that would be over are earned on the account's day")
    func confirmedLate() async throws {
        let programme: JSON = [
            "zone": "Asia/Shanghai",
            "assets": [
                [
                    "id": "points", "name": "积分",
                    "expiry": ["policy": "rolling", "months": 1, "exactDay": true],
                ], ["id": "tickets", "name": "抽奖券"],
            ],
            "earning": [
                "rules": [
                    [
                        "id": "purchase", "event": "order.paid", "fixed": 7,
                        "pending": ["untilConfirmed": true],
                    ]
                ],
                "confirmations": ["order.received"],
            ],
        ]
        try await Gateway.serving(programme: programme) { gateway in
            let order = JSON.event("o-1", 100)
            #expect(try await gateway.post("/v1/events", order).status == 201)
            gateway.clock.advance(milliseconds: 40 * 86_400_000)
            try await gateway.credit("m", 1, asset: "tickets", key: "t")
            gateway.clock.advance(milliseconds: -40 * 86_400_000)
            let received = JSON.event("c-1", type: "order.received", refersTo: "o-1")
            #expect(try await gateway.post("/v1/events", received).status == 201)
            let points = try await gateway.get("/v1/members/m/balance").json["assets"]?["points"]
            // 1 March and 40 days is 10 April; a month later they end.
            #expect(points?["expiring"] == [["on": "2026-05-10", "amount": 7]])
        }
    }

    @Test("a charge may be made until its last instant by the clock, whatever time the account has")
    func chargedInTime() async throws {
        try await Gateway.serving { gateway in
            gateway.clock.advance(milliseconds: 3_600_000)
            try await gateway.credit("m", 5, key: "c")
            gateway.clock.advance(milliseconds: -3_600_000)
            let debit = JSON.movement(
                of: "m",
                5,
                .init("notAfter", .string(Gateway.start.description))
            )
            #expect(try await gateway.post("/v1/debits", debit, key: "d").status == 201)
        }
    }

    @Test("a refund that came before its order is one whatever the programme calls refunds by then")
    func keptRole() async throws {
        try await Gateway.serving(programme: Self.programme()) { gateway in
            let refund: JSON = [
                "id": "r-1", "type": "order.refunded", "member": "m", "refersTo": "o-1",
                "occurredAt": .string(Gateway.start.description),
            ]
            let kept = try await gateway.post("/v1/events", refund).json
            #expect(kept["refersTo"]?["state"] == "kept")
            try await gateway.publish(Self.programme(refunds: ["refund.done"]))
            let order: JSON = [
                "id": "o-1", "type": "order.paid", "member": "m",
                "occurredAt": .string(Gateway.start.description), "amountMinor": 10_000,
            ]
            let judged = try await gateway.post("/v1/events", order).json
            #expect(judged["grants"] == [])
            #expect(judged["notGranted"]?[0]?["reason"] == "refunded")
        }
    }

    @Test("what is due at the instant of a publication stays as it was shown")
    func publishedAtTheInstant() async throws {
        try await Gateway.serving { gateway in
            let later = Gateway.start.milliseconds + 86_400_000
            let credit = JSON.movement(
                of: "m",
                7,
                .init("availableAt", .string(Instant(milliseconds: later).description))
            )
            try await gateway.post("/v1/credits", credit, key: "c")
            gateway.clock.advance(milliseconds: 86_400_000)
            let before = try await gateway.get("/v1/members/m/transfers").body
            try await gateway.publish([
                "zone": "Asia/Shanghai",
                "assets": [
                    [
                        "id": "points", "name": "积分",
                        "expiry": ["policy": "yearEnd", "years": 1],
                    ], ["id": "tickets", "name": "抽奖券"],
                ],
            ])
            #expect(try await gateway.get("/v1/members/m/transfers").body == before)
            try await gateway.credit("m", 1, asset: "tickets", key: "t")
            let rows = try await gateway.statement(of: "m")
            #expect(rows.count == 3 && rows[1]["kind"] == "confirmation")
            #expect(rows[1]["expiresOn"] == nil)
        }
    }
}
