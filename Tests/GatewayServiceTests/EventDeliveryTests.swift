import Calls
import Primitives
import Problems
import TestSupport
import Testing
import Wire

@Suite("Business events that are sent", .timeLimit(.minutes(2)))
struct EventDeliveryTests {
    @Test("100 times at once, alone and in batches, grant once, also after a restart")
    func manyTimes() async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            let before = try await gateway.sendManyTimes()
            let answer = try #require(before.first?.answer)

            #expect(before.count { $0.answer == answer } == 100)
            #expect(before.count { !$0.isReplayed } == 1)
            #expect(answer.sum(of: "grants") == 19)
            #expect(try await gateway.available("m") == 19)
            #expect(try await gateway.available("neighbour") == 60)
            try await gateway.restarted { again in
                let after = try await again.sendManyTimes()
                #expect(after.count { $0.isReplayed && $0.answer == answer } == 100)
                #expect(try await again.available("m") == 19)
                #expect(try await again.available("neighbour") == 60)
                #expect(try await again.differences().found == [])
                #expect(try await again.chainFault() == nil)
            }
        }
    }

    @Test("under a name of another event are refused with their index, the batch as a whole")
    func reused() async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            try await gateway.send(.event("o", 1000))
            let alone = try await gateway.send(.event("o", 1001))
            let batch = try await gateway.send(batch: [.event("a", 1000), .event("o", 1001)])
            let inside = try await gateway.send(batch: [.event("b", 1000), .event("b", 1001)])

            expect(alone, refuses: .idempotencyKeyReused)
            expect(batch, refuses: .idempotencyKeyReused)
            expect(inside, refuses: .idempotencyKeyReused)
            #expect(alone.json["index"] == nil)
            #expect(batch.json["index"]?.integer == 1 && inside.json["index"]?.integer == 1)
            #expect(try await gateway.get("/v1/events/a").status == 404)
            #expect(try await gateway.get("/v1/events/b").status == 404)
            #expect(try await gateway.available("m") == 10)
        }
    }

    @Test(
        "too late or too early are refused and not stored",
        arguments: [
            (-7 * 86_400_000, 201), (-7 * 86_400_000 - 1, 400), (60_000, 201), (60_001, 400),
        ] as [(Int64, Int)]
    )
    func untimely(offsetMs: Int64, status: Int) async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            let at = Instant(milliseconds: Gateway.start.milliseconds + offsetMs)
            let alone = try await gateway.send(.event("o", 1000, at: at))
            let batch = try await gateway.send(
                batch: [.event("a", 1000), .event("b", 1000, at: at)]
            )

            #expect(alone.status == status)
            #expect(batch.status == (status == 201 ? 200 : 400))
            guard status == 400 else { return }
            #expect(alone.faultPaths == ["occurredAt"])
            #expect(batch.faultPaths == ["events[1].occurredAt"])
            for id in ["o", "a", "b"] {
                #expect(try await gateway.get("/v1/events/\(id)").status == 404)
            }
            #expect(try await gateway.send(.event("o", 1000)).status == 201)
            #expect(try await gateway.available("m") == 10)
        }
    }

    @Test("for a frozen account are taken with the reason, and stay as they are")
    func frozen() async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            try await gateway.change("m", "freeze", key: "f")
            let answer = try await gateway.send(.event("o", 1000))
            try await gateway.change("m", "unfreeze", key: "u")
            let again = try await gateway.send(.event("o", 1000))

            #expect(answer.status == 201 && answer.json["grants"] == [])
            #expect(
                answer.json["notGranted"] == [["rule": "purchase", "reason": "accountFrozen"]]
            )
            #expect(again.isReplayed && again.body == answer.body)
            #expect(try await gateway.available("m") == 0)
        }
    }

    @Test("of a type that no rule knows are taken and grant nothing")
    func unknownType() async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            let answer = try await gateway.send(.event("o", type: "page.viewed"))

            #expect(answer.status == 201)
            #expect(answer.json == ["id": "o", "grants": [], "notGranted": []])
        }
    }

    @Test("are found by their ids in their sender's own space")
    func lookUp() async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            let sent = try await gateway.send(.event("o", 1000))
            try await gateway.send(.event("o", 500), token: gateway.shop)
            let own = try await gateway.get("/v1/events/o").json
            let others = try await gateway.get(
                "/v1/events/o?caller=shop",
                token: gateway.operator
            ).json

            #expect(own.without("status") == sent.json)
            #expect(own["status"]?.integer == 201)
            #expect(others.sum(of: "grants") == 5)
            let forbidden = try await gateway.get("/v1/events/o?caller=shop")
            #expect(forbidden.slug == "forbidden")
            #expect(try await gateway.available("m") == 15)
        }
    }

    @Test("are at most 1,000 in a batch and 1 MiB in a body")
    func limits() async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            let attributes = JSON.object(
                ["a", "b", "c"].map { .init($0, .string(String(repeating: $0, count: 256))) }
            )
            let events = (0..<1001).map {
                JSON.event("o\($0)", 100, of: "m\($0 % 7)").with("attributes", attributes)
            }
            var body = JSON.object([.init("events", .array(Array(events.prefix(1000))))]).encoded
            body += Array(repeating: UInt8(ascii: " "), count: 1_048_576 - body.count)
            let full = try await gateway.client.send(
                .post,
                "/v1/events",
                bytes: body,
                token: gateway.host
            )
            let tooLarge = try await gateway.client.send(
                .post,
                "/v1/events",
                bytes: body + [UInt8(ascii: " ")],
                token: gateway.host
            )
            let tooMany = try await gateway.send(
                batch: events.map { $0.without("attributes") }
            )

            #expect(full.status == 200 && full.results.count == 1000)
            #expect(full.results.count { $0.sum(of: "grants") == 1 } == 1000)
            #expect(tooLarge.status == 413)
            #expect(tooMany.status == 400 && tooMany.faultPaths == ["events"])
            #expect(try await gateway.available("m0") == 143)
        }
    }
}

extension Gateway {
    /// Sends the order `o` 40 times alone and 60 times in batches with others, all at once, and
    /// returns what it was answered as it is answered alone.
    fileprivate func sendManyTimes() async throws -> [(answer: JSON, isReplayed: Bool)] {
        try await atOnce(100) { number in
            let shared = JSON.event("o", 1999)
            if number < 40 {
                let answer = try await send(shared)
                return (answer.json, answer.isReplayed)
            }
            let own = JSON.event("own-\(number)", 100, of: "neighbour")
            let events = number % 2 == 0 ? [own, shared] : [shared, own]
            let result = try await send(batch: events).results.first { $0["id"] == "o" }
            guard let result, result["status"]?.integer == 201 else {
                throw Unexpected(answer: "\(String(describing: result))")
            }
            return (result.without("status").without("replayed"), result["replayed"] == true)
        }
    }
}
