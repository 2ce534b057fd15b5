import Primitives
import Problems
import TestSupport
import Testing
import Wire

@Suite("Refunds of points that are gone", .timeLimit(.minutes(2)))
struct EventShortfallTests {
    private static let refund = JSON.event("r", type: "order.refunded", refersTo: "o")

    @Test("take what is there, and record what is missing once and for all")
    func recorded() async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            try await gateway.send(.event("o", 10_000))
            try await gateway.debit("m", 70, key: "d")
            let refund = try await gateway.send(Self.refund)
            try await gateway.credit("m", 500, key: "c")
            let again = try await gateway.send(Self.refund)
            let rest = try await gateway.send(
                .event("s", type: "order.cancelled", refersTo: "o")
            )

            #expect(refund.json.sum(of: "taken") == 30)
            #expect(refund.json.sum(of: "taken", "shortfall") == 70)
            #expect(again.isReplayed && again.body == refund.body)
            #expect(rest.json["taken"] == [])
            #expect(try await gateway.available("m") == 500)
            #expect(try await gateway.differences().found == [])
        }
    }

    @Test("that find nothing at all record all of it and move nothing")
    func nothing() async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            try await gateway.send(.event("o", 10_000))
            try await gateway.debit("m", 100, key: "d")
            let refund = try await gateway.send(Self.refund)

            #expect(
                refund.json["taken"] == [
                    ["rule": "purchase", "asset": "points", "amount": 0, "shortfall": 100]
                ]
            )
            #expect(try await gateway.statement(of: "m").count == 2)
        }
    }

    @Test("are refused for ever where the programme says so, and take nothing")
    func refused() async throws {
        try await Gateway.serving(
            programme: .earningProgramme(shortfall: "refuse")
        ) { gateway in
            try await gateway.send(.event("o", 10_000))
            try await gateway.debit("m", 70, key: "d")
            let refused = try await gateway.send(Self.refund)
            try await gateway.credit("m", 500, key: "c")
            let again = try await gateway.send(Self.refund)
            let another = try await gateway.send(Self.refund.with("id", "s"))

            expect(refused, refuses: .insufficientPoints, isFinal: true)
            #expect(refused.json["available"] == 30 && refused.json["missing"] == 70)
            #expect(again.isReplayed && again.body == refused.body)
            #expect(another.json.sum(of: "taken") == 100)
            #expect(try await gateway.available("m") == 430)
        }
    }

    @Test("count what has expired as taken back")
    func expired() async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            try gateway.stand(at: "2026-12-28T04:00:00Z")
            let credit = JSON.movement(of: "m", 40).with("expiresOn", "2028-12-31")
            try await gateway.post("/v1/credits", credit, key: "c")
            try await gateway.send(.event("o", 10_000, at: gateway.clock.now))
            try await gateway.debit("m", 30, key: "d")
            try gateway.stand(at: "2028-01-02T04:00:00Z")
            let refund = try await gateway.send(
                .event(
                    "r",
                    type: "order.refunded",
                    at: gateway.clock.now,
                    refersTo: "o"
                )
            )
            let balance = try await gateway.points()

            #expect(refund.json.sum(of: "taken") == 100)
            #expect(balance["available"] == 10 && balance["earnedTotal"] == 40)
            #expect(balance["spentTotal"] == 30)
            #expect(try await gateway.differences().found == [])
        }
    }

    @Test("on which a caller has laid hands take only the rest")
    func afterReversal() async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            let order = try await gateway.send(.event("o", 10_000))
            let grant = try #require(order.json["grants"]?[0]?["transfer"]?.text)
            try await gateway.credit("m", 1000, key: "c")
            let reversal = try await gateway.reverse(grant, 60, key: "v")
            let refund = try await gateway.send(Self.refund)
            let more = try await gateway.reverse(grant, 1, key: "w")

            #expect(reversal.status == 201)
            #expect(refund.json.sum(of: "taken") == 40)
            #expect(refund.json.sum(of: "taken", "shortfall") == 0)
            expect(more, refuses: .limitReached, isFinal: true)
            #expect(try await gateway.available("m") == 1000)
        }
    }

    @Test("of a frozen account are taken all the same")
    func frozen() async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            try await gateway.send(.event("o", 10_000))
            try await gateway.change("m", "freeze", key: "f")
            let refund = try await gateway.send(Self.refund)

            #expect(refund.json.sum(of: "taken") == 100)
            #expect(try await gateway.available("m") == 0)
        }
    }
}
