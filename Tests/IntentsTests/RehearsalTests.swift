import Dispatch
import Intents
import Primitives
import Problems
import ServiceHost
import Storage
import TestSupport
import Testing
import Wire

@Suite("A dry run")
struct RehearsalTests {
    @Test("names the price, has no id, and changes nothing")
    func success() async throws {
        try await withStage { stage, gateway in
            let reply = try await rehearse(3, on: stage)
            #expect(
                reply.json == [
                    "dryRun": true, "charge": ["asset": "points", "amount": 10], "foretold": true,
                ]
            )
            #expect(try isUntouched(stage))
            #expect(gateway.read { $0.balances["ann"] == 100 && $0.entries.isEmpty })
            #expect(gateway.requests.first?.path == "/v1/debits?dryRun=true")
            #expect(gateway.requests.first?.header("Idempotency-Key") == nil)
        }
    }

    @Test("what is free is said to cost nothing")
    func free() async throws {
        try await withStage { stage, gateway in
            let reply = try await rehearse(0, on: stage)
            #expect(reply.json == ["dryRun": true])
            #expect(try isUntouched(stage) && gateway.requests.isEmpty)
        }
    }

    @Test("too few points are refused as the write would be, with the numbers")
    func insufficient() async throws {
        try await withStage(balances: ["ann": 4]) { stage, _ in
            let dry = try await rehearse(3, on: stage)
            #expect(dry.slug == "insufficient-points" && dry.status == 409)
            #expect(dry.json["available"] == 4 && dry.json["missing"] == 6)
            #expect(try isUntouched(stage))
            let real = try await stage.makeUp(3)
            #expect(real.slug == dry.slug && real.json["missing"] == dry.json["missing"])
        }
    }

    @Test("a refusal of the first step is the same, and what it wrote is undone")
    func refused() async throws {
        try await withStage { stage, _ in
            for day in 1...3 { _ = try await stage.makeUp(Int64(day), key: "k-\(day)") }
            let before = try stage.store.calendar(of: "ann")
            let problem = await #expect(throws: Problem.self) { try await rehearse(4, on: stage) }
            #expect(problem?.slug == .limitReached && problem?.isFinal == true)
            #expect(try stage.store.calendar(of: "ann") == before)
            let real = try await stage.makeUp(4, key: "k-4")
            #expect(real.slug == "limit-reached" && real.json["final"] == true)
        }
    }

    @Test(
        "a gateway that is not to be heard leaves the price, and says that nothing is foretold",
        arguments: [.unavailable, .broken, .unauthenticated, .otherServer]
            as [PretendGateway.Fault]
    )
    func unheard(fault: PretendGateway.Fault) async throws {
        try await withStage { stage, gateway in
            gateway.change { $0.standing = fault }
            let reply = try await rehearse(3, on: stage)
            #expect(reply.status == 200 && reply.json["foretold"] == false)
            #expect(reply.json["charge"]?["amount"] == 10)
            #expect(try isUntouched(stage))
        }
    }

    @Test("as many as may come at once keep nobody from the writer, and undo nobody's work")
    func many() async throws {
        try await withStage { stage, _ in
            let gate = DispatchSemaphore(value: 0)
            let held = Task.immediate { try await stage.store.write { _ in gate.wait() } }
            let dry = (0..<40).map { _ in Task.immediate { try await rehearse(0, on: stage) } }
            let real = Task.immediate { try await stage.beginMakeUp(1) }
            gate.signal()
            try await held.value
            for run in dry {
                let reply = try await run.value
                #expect(reply.json == ["dryRun": true])
            }
            let intent = try await real.value
            #expect(intent.state == .pending)
            #expect(try stage.store.calendar(of: "ann").reserved == [1])
        }
    }

    private func rehearse(_ day: Int64, on stage: Stage) async throws -> Reply {
        try await stage.intents.rehearse(
            MemberID(validated: "ann"),
            requestID: "request-dry",
            until: .now + .seconds(120),
            MakeUps.reserve(day: day)
        ).reply
    }

    /// Whether neither an intent, nor a key, nor anything reserved is stored.
    private func isUntouched(_ stage: Stage) throws -> Bool {
        let rows = try stage.store.read { reads in
            try reads.first(
                "SELECT (SELECT COUNT(*) FROM intent) + (SELECT COUNT(*) FROM intent_key)"
            ) { $0.int(0) }
        }
        return try rows == 0 && stage.store.calendar(of: "ann") == Calendar()
    }
}
