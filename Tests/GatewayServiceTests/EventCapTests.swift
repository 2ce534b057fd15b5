import Primitives
import TestSupport
import Testing
import Wire

@Suite("Caps over events", .timeLimit(.minutes(2)))
struct EventCapTests {
    private static func programme(
        _ points: Int64 = 100,
        per scope: String = "member",
        _ excess: String = "clip",
        period: String = "day"
    ) -> JSON {
        .earningProgramme(caps: [
            [
                "per": .string(scope), "period": .string(period), "points": .integer(points),
                "excess": .string(excess),
            ]
        ])
    }

    private static func order(_ id: String, at text: String, _ amountMinor: Int64) throws -> JSON {
        .event(id, amountMinor, at: try #require(Instant(text)))
    }

    @Test("by day begin anew at midnight of the programme's zone, whenever the event arrives")
    func midnight() async throws {
        try await Gateway.serving(programme: Self.programme()) { gateway in
            try gateway.stand(at: "2026-03-06T00:00:00Z")
            var granted: [Int64] = []
            for (number, at) in [
                "2026-03-04T15:59:59.999Z", "2026-03-04T16:00:00Z", "2026-03-03T16:00:00Z",
                "2026-03-05T15:59:59Z",
            ].enumerated() {
                let answer = try await gateway.send(Self.order("o\(number)", at: at, 8000))
                granted.append(answer.json.sum(of: "grants"))
            }
            let clipped = try await gateway.get("/v1/events/o2").json

            #expect(granted == [80, 80, 20, 20])
            #expect(
                clipped["notGranted"] == [
                    [
                        "rule": "purchase", "reason": "capReached", "detail": "member.day",
                        "amount": 60,
                    ]
                ]
            )
        }
    }

    @Test("count back what a refund takes, on the order's day")
    func refund() async throws {
        try await Gateway.serving(programme: Self.programme()) { gateway in
            try gateway.stand(at: "2026-03-06T00:00:00Z")
            let (first, second) = ("2026-03-04T04:00:00Z", "2026-03-05T04:00:00Z")
            let day = try #require(Instant(second))
            try await gateway.send(Self.order("a", at: first, 10_000))
            try await gateway.send(Self.order("b", at: second, 10_000))
            let refund = JSON.event(
                "r",
                3000,
                type: "order.refunded",
                at: day,
                refersTo: "a"
            )
            try await gateway.send(refund)
            let sameDay = try await gateway.send(Self.order("c", at: first, 10_000))
            let nextDay = try await gateway.send(Self.order("d", at: second, 10_000))

            #expect(sameDay.json.sum(of: "grants") == 30)
            #expect(nextDay.json.sum(of: "grants") == 0)
            #expect(try await gateway.available("m") == 200)
        }
    }

    @Test("count back what a caller reverses, and forth what it gives again")
    func reversals() async throws {
        try await Gateway.serving(programme: Self.programme()) { gateway in
            let order = try await gateway.send(.event("a", 10_000))
            let grant = try #require(order.json["grants"]?[0]?["transfer"]?.text)
            let taken = try await gateway.reverse(grant, 70, key: "t")
            let given = try await gateway.reverse(taken.transferID, 50, key: "g")
            let after = try await gateway.send(.event("b", 10_000))
            let again = try await gateway.reverse(given.transferID, 10, key: "h")
            let last = try await gateway.send(.event("c", 10_000))

            #expect(given.status == 201 && again.status == 201)
            #expect(after.json.sum(of: "grants") == 20)
            #expect(last.json.sum(of: "grants") == 10)
            #expect(try await gateway.available("m") == 100)
        }
    }

    @Test("count back and forth the refund that a caller reverses")
    func reversedRefund() async throws {
        try await Gateway.serving(programme: Self.programme()) { gateway in
            try await gateway.send(.event("a", 10_000))
            let refund = try await gateway.send(
                .event("r", 4000, type: "order.refunded", refersTo: "a")
            )
            let taken = try #require(refund.json["taken"]?[0]?["transfer"]?.text)
            let given = try await gateway.reverse(taken, key: "g")
            let order = try await gateway.send(.event("b", 10_000))

            #expect(given.status == 201)
            #expect(order.json.sum(of: "grants") == 0)
            #expect(try await gateway.available("m") == 100)
        }
    }

    @Test(
        "of the programme's day hold for 50 members at once",
        arguments: [("clip", 1000), ("refuse", 990)] as [(String, Int64)]
    )
    func concurrent(excess: String, total: Int64) async throws {
        try await Gateway.serving(
            programme: Self.programme(1000, per: "programme", excess)
        ) { gateway in
            let answers = try await gateway.atOnce(50) { number in
                try await gateway.send(.event("o\(number)", 3000, of: "m\(number)"))
            }
            let granted = answers.map { $0.json.sum(of: "grants") }
            let full = try await gateway.send(.event("more", 100_000, of: "m0"))

            #expect(answers.allSatisfy { $0.status == 201 })
            #expect(granted.reduce(0, +) == total)
            #expect(granted.count { $0 == 30 } == 33)
            #expect(full.json["grants"] == [])
            #expect(full.json["notGranted"]?[0]?["detail"] == "programme.day")
        }
    }

    @Test("that refuse grant nothing of what would pass them, and all of what would not")
    func refuse() async throws {
        try await Gateway.serving(
            programme: Self.programme(100, per: "member", "refuse", period: "total")
        ) { gateway in
            var granted: [Int64] = []
            for (number, amount) in [6000, 6000, 4000, 100].enumerated() {
                let answer = try await gateway.send(.event("o\(number)", Int64(amount)))
                granted.append(answer.json.sum(of: "grants"))
            }

            #expect(granted == [60, 0, 40, 0])
        }
    }

    @Test("the first of its kind earns once, also where it came while the account was frozen")
    func first() async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            let first = try await gateway.send(.event("a", type: "registration"))
            let second = try await gateway.send(.event("b", type: "registration"))
            try await gateway.change("n", "freeze", key: "f")
            try await gateway.send(.event("c", type: "registration", of: "n"))
            try await gateway.change("n", "unfreeze", key: "u")
            let late = try await gateway.send(.event("d", type: "registration", of: "n"))

            #expect(first.json.sum(of: "grants") == 50)
            for answer in [second, late] {
                #expect(
                    answer.json["notGranted"] == [
                        ["rule": "welcome", "reason": "conditionNotMet", "detail": "first"]
                    ]
                )
            }
        }
    }
}
