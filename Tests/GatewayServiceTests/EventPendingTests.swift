import Primitives
import TestSupport
import Testing
import Wire

@Suite("Points that wait for a confirmation or a day", .timeLimit(.minutes(2)))
struct EventPendingTests {
    private static func order(_ category: String, at text: String) throws -> JSON {
        .event("o", at: try #require(Instant(text)), lines: [.line(10_000, of: category)])
    }

    private static func follow(_ type: String, at text: String) throws -> JSON {
        .event("f", type: type, at: try #require(Instant(text)), refersTo: "o")
    }

    @Test("ordered on 2026-12-28 and received on 2027-01-05, they last until 2028-12-31")
    func yearEnd() async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            try gateway.stand(at: "2026-12-28T04:00:00Z")
            let order = try await gateway.send(Self.order("presale", at: "2026-12-28T03:00:00Z"))
            let waiting = try await gateway.points()
            try gateway.stand(at: "2027-01-05T04:00:00Z")
            let received = try await gateway.send(
                Self.follow("order.received", at: "2027-01-05T03:00:00Z")
            )
            let balance = try await gateway.points()

            #expect(order.json["grants"]?[0]?["state"] == "pending")
            #expect(order.json["grants"]?[0]?["availableAt"] == "2027-01-11T16:00:00.000Z")
            #expect(waiting["pending"] == 100 && waiting["earnedTotal"] == 0)
            #expect(received.json.sum(of: "confirmed") == 100)
            #expect(balance["available"] == 100 && balance["pending"] == 0)
            #expect(balance["earnedTotal"] == 100)
            #expect(balance["expiring"] == [["on": "2028-12-31", "amount": 100]])
        }
    }

    @Test("refunded before the confirmation, they were never issued")
    func neverIssued() async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            try gateway.stand(at: "2026-12-28T04:00:00Z")
            try await gateway.send(Self.order("presale", at: "2026-12-28T03:00:00Z"))
            let refund = try await gateway.send(
                Self.follow("order.refunded", at: "2026-12-28T04:00:00Z")
            )
            try gateway.stand(at: "2027-03-01T00:00:00Z")
            let balance = try await gateway.points()

            #expect(refund.json.sum(of: "taken") == 100)
            for part in ["available", "pending", "earnedTotal", "spentTotal"] {
                #expect(balance[part] == 0)
            }
            #expect(try await gateway.statement(of: "m").count == 2)
        }
    }

    @Test(
        "come by themselves at the start of their day, with the background job and without it",
        arguments: [0, 20]
    )
    func byThemselves(jobPauseMs: Int) async throws {
        try await Gateway.serving(
            ["job-pause-ms": "\(jobPauseMs)"],
            programme: .earningProgramme()
        ) { gateway in
            try gateway.stand(at: "2026-12-28T04:00:00Z")
            try await gateway.send(Self.order("presale", at: "2026-12-28T03:00:00Z"))
            try gateway.stand(at: "2027-01-11T15:59:59.999Z")
            let before = try await gateway.points()
            try gateway.stand(at: "2027-01-11T16:00:00Z")
            let after = try await gateway.points()
            let row = try await gateway.statement(of: "m").first

            #expect(before["pending"] == 100 && before["available"] == 0)
            #expect(after["pending"] == 0 && after["available"] == 100)
            #expect(after["expiring"] == [["on": "2028-12-31", "amount": 100]])
            #expect(row?["kind"] == "confirmation" && row?["at"] == "2027-01-11T16:00:00.000Z")
            guard jobPauseMs > 0 else { return }
            try await until { try await gateway.storedRows() == 2 }
            #expect(try await gateway.statement(of: "m").first == row)
        }
    }

    @Test("that wait for a day only are not made available by a confirmation")
    func delay() async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            try gateway.stand(at: "2026-12-29T04:00:00Z")
            let order = try await gateway.send(Self.order("trial", at: "2026-12-29T03:00:00Z"))
            let received = try await gateway.send(
                Self.follow("order.received", at: "2026-12-29T04:00:00Z")
            )
            try gateway.stand(at: "2026-12-31T15:59:59.999Z")
            let before = try await gateway.points()
            try gateway.stand(at: "2026-12-31T16:00:00Z")
            let after = try await gateway.points()

            #expect(order.json["grants"]?[0]?["availableAt"] == "2026-12-31T16:00:00.000Z")
            #expect(received.json["confirmed"] == [])
            #expect(before["pending"] == 100 && after["available"] == 100)
            #expect(after["expiring"] == [["on": "2028-12-31", "amount": 100]])
        }
    }

    @Test("whose confirmation comes first are available at once, earned on its day")
    func confirmedFirst() async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            try gateway.stand(at: "2027-01-02T04:00:00Z")
            let received = try await gateway.send(
                Self.follow("order.received", at: "2027-01-01T04:00:00Z")
            )
            let order = try await gateway.send(Self.order("presale", at: "2026-12-28T03:00:00Z"))
            let balance = try await gateway.points()

            #expect(received.json["refersTo"] == ["id": "o", "state": "kept"])
            #expect(order.json["grants"]?[0]?["state"] == nil)
            #expect(balance["available"] == 100 && balance["earnedTotal"] == 100)
            #expect(balance["expiring"] == [["on": "2028-12-31", "amount": 100]])
        }
    }

    @Test("that come after their day are available at once, earned on that day")
    func late() async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            try gateway.stand(at: "2027-01-03T04:00:00Z")
            let order = try await gateway.send(Self.order("trial", at: "2026-12-28T03:00:00Z"))
            let balance = try await gateway.points()

            #expect(order.json["grants"]?[0]?["state"] == nil)
            #expect(balance["available"] == 100 && balance["pending"] == 0)
            #expect(balance["expiring"] == [["on": "2027-12-31", "amount": 100]])
        }
    }
}

extension Gateway {
    /// How many rows of the ledger are stored, whatever reads would show besides.
    func storedRows() async throws -> Int64 {
        try await get("/v1/chain", token: viewer).json["number"]?.integer ?? 0
    }
}
