import Outbox
import Primitives
import ServiceHost
import Storage
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("What is owed is delivered", .timeLimit(.minutes(2)))
struct DeliveryTests {
    @Test("at once after its commit, with its id as its key")
    func atOnce() async throws {
        let receiver = Receiver()
        try await withStage(receiver) { stage in
            let id = try await stage.owe("m1", amount: 5)
            try await stage.settled()

            #expect(
                receiver.seen.applied == [id: ["type": "credit", "member": "m1", "amount": 5]]
            )
            #expect(RowState.allCases.allSatisfy { stage.count($0) == 0 })
        }
    }

    @Test("from the start on, when the relay was not running")
    func fromStart() async throws {
        let folder = try TemporaryFolder()
        let receiver = Receiver()
        let neighbour = try ScriptedNeighbour { receiver.react(to: $0) }
        defer { neighbour.stop() }
        let before = try Stage(in: folder, url: nil, isRunning: false)
        try await before.owe((0..<1200).map { .credit(before.id(), "m\($0 % 300)", 1) })
        await before.kill()

        let after = try Stage(in: folder, url: neighbour.url)
        try await after.settled()
        await after.kill()

        #expect(receiver.seen.applied.count == 1200)
        #expect(receiver.seen.requests.count >= 3)
    }

    @Test("in batches of at most 500 rows and 512 KiB")
    func batches() async throws {
        let receiver = Receiver()
        try await withStage(receiver, isRunning: false) { stage in
            let long = String(repeating: "x", count: 8000)
            let messages = (0..<1100).map { OutboxMessage.credit(stage.id(), "m\($0)", 1) }
            let large = (0..<200).map { index in
                OutboxMessage(
                    stage.id(),
                    to: "gateway",
                    by: .operations,
                    about: MemberID(validated: "n\(index)"),
                    owedAt: Stage.start
                ) { writer in
                    writer.member("member", "n\(index)")
                    writer.member("reason", long)
                }
            }
            try await stage.owe(messages + large)
            let task = Task { try await stage.relay.run() }
            try await stage.settled()
            task.cancel()
            _ = await task.result

            let seen = receiver.seen
            #expect(seen.applied.count == 1300)
            #expect(seen.requests.allSatisfy { $0.count <= 500 })
            #expect(seen.sizes.allSatisfy { $0 <= 512 * 1024 })
            #expect(seen.requests.count < 10)
        }
    }

    @Test("each member's in its order, and never two requests with one member at once")
    func order() async throws {
        let receiver = Receiver()
        try await withStage(receiver) { stage in
            var owed: [String: [String]] = [:]
            for round in 0..<300 {
                let member = "m\(round % 7)"
                owed[member, default: []].append(try await stage.owe(member))
            }
            try await stage.settled()

            #expect(receiver.seen.order == owed)
            #expect(receiver.seen.overlaps.isEmpty)
        }
    }

    @Test("to whoever takes single messages, one by one, with the key in the body")
    func single() async throws {
        let bodies = Mutex<[JSON]>([])
        let neighbour = try ScriptedNeighbour { request in
            bodies.withLock { $0.append((try? JSONParser.parse(request.body)) ?? .null) }
            return request.path == "/v1/grants"
                ? .answer(201, body: Array("{}".utf8)) : .answer(404)
        }
        defer { neighbour.stop() }
        let folder = try TemporaryFolder()
        let stage = try Stage(in: folder, url: neighbour.url, delivery: .grants)
        let ids = [stage.id(), stage.id()]
        try await stage.owe(
            ids.map { id in
                OutboxMessage(
                    id,
                    to: "gateway",
                    by: .grants,
                    about: MemberID(validated: "m1"),
                    owedAt: Stage.start
                ) { $0.member("member", "m1") }
            }
        )
        try await stage.settled()
        await stage.kill()

        let expected = ids.map {
            JSON.object([.init("key", .string("\($0)")), .init("member", "m1")])
        }
        #expect(bodies.withLock { $0 } == expected)
    }

    @Test("not at all where the neighbour is not there: it waits, and is not under way")
    func absent() async throws {
        let folder = try TemporaryFolder()
        let stage = try Stage(in: folder, url: nil)
        try await stage.owe()
        let owed = try stage.store.read { try stage.relay.owed($0) }
        stage.relay.measure()
        let text = stage.metrics.text()
        await stage.kill()

        #expect(owed == 0)
        #expect(text.contains(#"jifen_outbox_waiting{neighbour="gateway"} 1.0"#))
        #expect(text.contains(#"jifen_outbox_pending{neighbour="gateway"} 0.0"#))
    }

    @Test("not when its command was undone")
    func undone() async throws {
        struct Undone: Error {}
        let receiver = Receiver()
        try await withStage(receiver) { stage in
            let lost = OutboxMessage.credit(stage.id(), "m1", 1)
            await #expect(throws: Undone.self) {
                try await stage.store.write { transaction in
                    try transaction.owe(lost, stage.doorbell)
                    throw Undone()
                }
            }
            let kept = try await stage.owe()
            try await stage.settled()

            #expect(Array(receiver.seen.applied.keys) == [kept])
        }
    }

    @Test("only if its body is not too long")
    func tooLong() async throws {
        try await withStage { stage in
            let message = OutboxMessage(
                stage.id(),
                to: "gateway",
                by: .operations,
                about: MemberID(validated: "m1"),
                owedAt: Stage.start
            ) { $0.member("reason", String(repeating: "x", count: 20_000)) }
            await #expect(throws: OutboxMessage.TooLong.self) { try await stage.owe([message]) }
            #expect(stage.count(.owed) == 0)
        }
    }
}
