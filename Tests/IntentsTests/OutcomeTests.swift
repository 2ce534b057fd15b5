import Intents
import Primitives
import Problems
import ServiceHost
import Storage
import TestSupport
import Testing
import Wire

@Suite("What becomes of an intent")
struct OutcomeTests {
    @Test("it is charged once, given, and its answer is the same for ever")
    func done() async throws {
        try await withStage { stage, gateway in
            let first = try await stage.makeUp(3)
            #expect(first.status == 201 && !first.isReplayed)
            #expect(first.json["day"] == 3 && first.json["price"] == 10)
            stage.clock.advance(milliseconds: 86_400_000)
            let again = try await stage.makeUp(3)
            #expect(again.body == first.body && again.status == 201 && again.isReplayed)
            #expect(gateway.read { $0.balances["ann"] } == 90)
            #expect(gateway.requests.count == 1)
            #expect(
                try stage.store.calendar(of: "ann") == Calendar(made: [3], used: 1, awards: 1)
            )
            let id = first.json["id"]?.text.flatMap { TimeOrderedID($0) }
            let intent = try stage.intents.intent(try #require(id))
            #expect(intent?.state == .done && intent?.attempts == 0 && intent?.alarm == nil)
            #expect(intent?.settledAt == Stage.start && intent?.transfer != nil)
        }
    }

    @Test("one that was refused for what has come to nothing meanwhile is begun after all")
    func secondThoughts() async throws {
        try await withStage { stage, gateway in
            let reserve = MakeUps.reserve(day: 3)
            let hasRefused = Flag()
            let reply = try await stage.intents.serve(
                MakeUps.kind,
                Stage.request(3, of: "ann", key: "k-1"),
                until: .now + .seconds(120),
                reserve: { opening, transaction in
                    let reservation = try reserve(opening, transaction)
                    guard hasRefused.isUp else {
                        hasRefused.raise()
                        throw Problem(.limitReached)
                    }
                    return reservation
                }
            )
            #expect(reply.status == 201 && !reply.isReplayed)
            #expect(gateway.requests.count == 1)
            #expect(
                try stage.store.calendar(of: "ann") == Calendar(made: [3], used: 1, awards: 1)
            )
        }
    }

    @Test("its id is the charge's key")
    func keyOfCharge() async throws {
        try await withStage { stage, gateway in
            let reply = try await stage.makeUp(3)
            let request = try #require(gateway.requests.first)
            #expect(request.header("Idempotency-Key") == reply.json["id"]?.text)
            #expect(
                String(decoding: request.body, as: UTF8.self) == """
                    {"member":"ann","asset":"points","amount":10,"reason":"make-up",\
                    "notAfter":"2026-03-01T08:15:00.000Z"}
                    """
            )
        }
    }

    @Test("the trace context of a request goes out with its charge")
    func trace() async throws {
        try await withStage { stage, gateway in
            let traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            let reply = try await stage.intents.serve(
                MakeUps.kind,
                Stage.request(3, of: "ann", key: "k-1", traceparent: traceparent),
                until: .now + .seconds(120),
                reserve: MakeUps.reserve(day: 3)
            )
            #expect(reply.status == 201)
            #expect(gateway.requests.first?.header("traceparent") == traceparent)
        }
    }

    @Test("what is free is given at once, and the gateway is not asked")
    func free() async throws {
        try await withGateway { _, path in
            let stage = try Stage(path, gateway: nil)
            let first = try await stage.makeUp(0)
            #expect(first.status == 201 && first.json["price"] == 0)
            let again = try await stage.makeUp(0)
            #expect(again.body == first.body && again.isReplayed)
            #expect(
                try stage.store.calendar(of: "ann") == Calendar(made: [0], used: 1, awards: 1)
            )
            await stage.close()
        }
    }

    @Test("a final refusal of the charge gives back all, is passed on, and stands under its key")
    func refused() async throws {
        try await withStage(balances: ["ann": 4]) { stage, gateway in
            let first = try await stage.makeUp(3)
            #expect(first.status == 409 && first.slug == "insufficient-points")
            #expect(first.contentType == "application/problem+json")
            #expect(first.json["available"] == 4 && first.json["missing"] == 6)
            #expect(first.json["final"] == true && first.json["instance"] == "request-k-1")
            #expect(try stage.store.calendar(of: "ann") == Calendar())
            gateway.change { $0.balances["ann"] = 50 }
            let again = try await stage.makeUp(3)
            #expect(again.body == first.body && again.status == 409 && again.isReplayed)
            #expect(gateway.requests.count == 1)
            let other = try await stage.makeUp(3, key: "k-2")
            #expect(other.status == 201 && gateway.read { $0.balances["ann"] } == 40)
        }
    }

    @Test("a refusal of the first step leaves nothing reserved and stands under its key")
    func refusedAtOnce() async throws {
        try await withStage { stage, gateway in
            for day in 1...3 { _ = try await stage.makeUp(Int64(day), key: "k-\(day)") }
            let before = try stage.store.calendar(of: "ann")
            let first = try await stage.makeUp(4, key: "k-4")
            #expect(first.status == 409 && first.slug == "limit-reached")
            #expect(first.json["limit"] == "makeUps" && first.json["final"] == true)
            #expect(!first.isReplayed && first.json["instance"] == "request-k-4")
            let again = try await stage.makeUp(4, key: "k-4")
            #expect(again.body == first.body && again.isReplayed && again.status == 409)
            #expect(try stage.store.calendar(of: "ann") == before)
            #expect(gateway.requests.count == 3)
        }
    }

    @Test("without a key a refusal of the first step is not kept")
    func refusedWithoutKey() async throws {
        try await withStage { stage, _ in
            _ = try await stage.makeUp(1, key: "k-1")
            await #expect(throws: (any Error).self) { try await stage.makeUp(1, key: nil) }
            let kept = try stage.store.read { reads in
                try reads.first("SELECT COUNT(*) FROM intent_key") { $0.int(0) }
            }
            #expect(kept == 1)
            #expect(try await stage.makeUp(2, key: nil).status == 201)
        }
    }

    @Test("what is no refusal of the business is judged anew under the same key")
    func notFound() async throws {
        try await withStage { stage, _ in
            await #expect(throws: (any Error).self) { try await stage.makeUp(-1) }
            let again = try await stage.makeUp(3)
            #expect(again.status == 201)
        }
    }

    @Test("another request under the key is refused, whatever became of the first")
    func reused() async throws {
        try await withStage(balances: ["ann": 10]) { stage, gateway in
            gateway.change { $0.faults = [.unavailable] }
            #expect(try await stage.makeUp(1, key: "pending").status == 202)
            try await stage.sweeper.sweepOnce()
            #expect(try await stage.makeUp(2, key: "refused").status == 409)
            #expect(try await stage.makeUp(1, key: "at once").status == 409)
            for key in ["pending", "refused", "at once"] {
                await #expect(throws: KeyReused.self) { try await stage.makeUp(9, key: key) }
            }
        }
    }

    @Test("where no gateway is configured, what costs something is refused and not reserved")
    func noGateway() async throws {
        try await withGateway { gateway, path in
            let stage = try Stage(path, gateway: nil)
            await #expect(throws: (any Error).self) { try await stage.makeUp(3) }
            #expect(try stage.store.calendar(of: "ann") == Calendar())
            await stage.close()
            let later = try Stage(path, gateway: gateway)
            #expect(try await later.makeUp(3).status == 201)
            await later.close()
        }
    }
}
