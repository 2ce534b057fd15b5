import Outbox
import Primitives
import ServiceHost
import Storage
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("A neighbour that fails", .timeLimit(.minutes(2)))
struct FailureTests {
    static let passing: [(String, Receiver.Plan)] = [
        ("is unreachable or breaks off", .fail(.closeWithoutAnswer)),
        ("resets in the middle of its answer", .serveAnd { .resetAfterBytes(40, $0) }),
        ("applies and then loses its answer", .serveAnd { _ in .closeWithoutAnswer }),
        ("answers 429", .fail(.answer(429))),
        ("answers 502", .fail(.answer(502))),
        ("answers 503", .fail(.answer(503))),
        ("answers 503 after it has applied", .serveAnd { _ in .answer(503) }),
        ("answers 504", .fail(.answer(504))),
        ("answers 408", .fail(.answer(408))),
        ("has no programme yet", .fail(.answer(404))),
        ("still serves the same request", .fail(.answer(409))),
        ("does not answer in time", .fail(.neverAnswer)),
        ("answers too late", .serveAnd { .answerAfter(.milliseconds(700), $0) }),
        ("does not take the token for a while", .fail(.answer(401))),
        ("forbids it for a while", .fail(.answer(403))),
    ]

    @Test("gets everything once when it is well again", arguments: passing)
    func passes(_ name: String, _ plan: Receiver.Plan) async throws {
        let receiver = Receiver { place, _ in place < 4 ? plan : .serve }
        try await withStage(receiver, limits: { $0.timeout = .milliseconds(150) }) { stage in
            var owed: [String: [String]] = [:]
            for index in 0..<40 {
                owed["m\(index % 5)", default: []].append(try await stage.owe("m\(index % 5)"))
            }
            try await stage.settled()

            let seen = receiver.seen
            #expect(seen.order == owed)
            #expect(seen.reused.isEmpty)
            #expect(stage.count(.unknown) == 0)
            #expect(stage.count(.refused) == 0)
        }
    }

    @Test(
        "over one row gets all others, and only that one is parked",
        arguments: [400, 413, 422, 500]
    )
    func poison(_ status: Int) async throws {
        let receiver = Receiver { _, operations in
            let isPoisoned = operations.contains { $0.json["amount"] == 666 }
            return isPoisoned
                ? .fail(.answer(status, body: Array(#"{"title":"No"}"#.utf8))) : .serve
        }
        let hooked = Mutex<[String: RowOutcome]>([:])
        try await withStage(
            receiver,
            hook: { row, outcome, _ in
                if case .delivered = outcome { return }
                hooked.withLock { $0[row.key] = outcome }
            }
        ) { stage in
            let bad = stage.id()
            let good = (0..<299).map { OutboxMessage.credit(stage.id(), "m\($0 % 100)", 1) }
            try await stage.owe(
                good.prefix(150) + [.credit(bad, "m7", 666)] + good.suffix(149)
            )
            try await stage.settled()

            let seen = receiver.seen
            #expect(seen.applied.count == 299)
            #expect(seen.overlaps.isEmpty)
            #expect(stage.count(.unknown) == 1)
            #expect(hooked.withLock { Array($0.keys) } == ["\(bad)"])
            let key = try await stage.parked(.unknown).first
            #expect(key == "\(bad)")
        }
    }

    @Test("over a thing that one row names gets all others")
    func unknownThing() async throws {
        let receiver = Receiver { _, operations in
            guard let place = operations.firstIndex(where: { $0.json["amount"] == 666 }) else {
                return .serve
            }
            let body: JSON = ["type": "/problems/not-found", "index": .integer(Int64(place))]
            return .fail(.answer(404, body: JSONWriter.bytes(of: body)))
        }
        try await withStage(receiver) { stage in
            try await stage.owe("m1", amount: 666)
            try await stage.owe("m2")
            try await stage.settled()

            #expect(receiver.seen.applied.count == 1)
            #expect(stage.count(.unknown) == 1)
        }
    }

    static let waited: [(String, Receiver.Plan)] = [
        ("is hidden by who knows no such page", .fail(.answer(404, body: Array("<p>".utf8)))),
        (
            "still serves the same request",
            .fail(.answer(409, body: Array(#"{"type":"/problems/request-in-flight"}"#.utf8)))
        ),
        ("has no programme yet", .fail(.answer(404, body: Array(#"{"type":"/problems/x"}"#.utf8)))),
        ("answers 500", .fail(.answer(500))),
    ]

    @Test("gets single messages when it is well again, however long it takes", arguments: waited)
    func single(_ name: String, _ plan: Receiver.Plan) async throws {
        let receiver = Receiver { place, _ in place < 40 ? plan : .serve }
        try await withStage(receiver, delivery: .grants) { stage in
            let prize = OutboxMessage(
                stage.id(),
                to: "gateway",
                by: .grants,
                about: MemberID(validated: "m1"),
                owedAt: Stage.start
            ) { $0.member("member", "m1") }
            try await stage.owe([prize])
            try await stage.settled()

            #expect(receiver.seen.applied.count == 1)
            #expect(stage.count(.unknown) == 0)
        }
    }

    @Test("on everything is tried for long before a row is thought to be at fault")
    func brokenNeighbour() async throws {
        let receiver = Receiver { place, _ in place < 7 ? .fail(.answer(500)) : .serve }
        try await withStage(receiver) { stage in
            try await stage.owe("m1")
            try await stage.settled()

            #expect(receiver.seen.applied.count == 1)
            #expect(stage.count(.unknown) == 0)
        }
    }

    @Test("over a member's first row gets those of others, however many of that member come before")
    func manyHeld() async throws {
        let receiver = Receiver { _, operations in
            operations.contains { $0.json["amount"] == 666 } ? .fail(.answer(500)) : .serve
        }
        let small: (inout RelayLimits) -> Void = { limits in
            limits.window = 4
            limits.largestBatch = 2
        }
        try await withStage(receiver, limits: small) { stage in
            let held = (0..<40).map { _ in OutboxMessage.credit(stage.id(), "m1", 1) }
            let bad = OutboxMessage.credit(stage.id(), "m1", 666)
            try await stage.owe([bad] + held + [.credit(stage.id(), "m2", 1)])
            try await stage.settled()

            #expect(stage.count(.unknown) == 1)
            #expect(receiver.seen.order["m1"]?.count == 40)
            #expect(receiver.seen.order["m2"]?.count == 1)
        }
    }

    @Test("that hangs on one row gets all others, and only that one is parked")
    func hanging() async throws {
        let receiver = Receiver { _, operations in
            operations.contains { $0.json["amount"] == 666 } ? .fail(.neverAnswer) : .serve
        }
        try await withStage(receiver, limits: { $0.timeout = .milliseconds(400) }) { stage in
            let good = (0..<30).map { OutboxMessage.credit(stage.id(), "m\($0)", 1) }
            try await stage.owe(
                good.prefix(10) + [.credit(stage.id(), "bad", 666)] + good.suffix(20)
            )
            while stage.count(.owed) > 0 {
                // Evidence that others get through.
                try await stage.owe("later")
                try await Patience.wait { stage.count(.owed) <= 1 }
            }

            #expect(stage.count(.unknown) == 1)
            #expect(receiver.seen.applied.count >= 30)
        }
    }

    @Test("to take the token is left alone, but for a look now and then")
    func denied() async throws {
        let isOpen = Atomic(false)
        let receiver = Receiver { _, _ in
            isOpen.load(ordering: .relaxed) ? .serve : .fail(.answer(401))
        }
        try await withStage(receiver, limits: { $0.probePause = .seconds(3600) }) { stage in
            for index in 0..<20 { try await stage.owe("m\(index)") }
            try await Patience.wait { receiver.seen.requests.count > 0 }
            try await Patience.wait {
                stage.metrics.text().contains(#"jifen_outbox_stopped{neighbour="gateway"} 1"#)
            }
            let count = receiver.seen.requests.count
            for index in 0..<20 { try await stage.owe("n\(index)") }

            #expect(receiver.seen.requests.count <= count + 3)
            #expect(stage.count(.owed) == 40)
            #expect(stage.count(.unknown) == 0)
        }
    }

    @Test("whose answers name other keys settles nothing by them")
    func foreignAnswer() async throws {
        let body = #"{"results":[{"key":"other","status":201,"replayed":false}]}"#
        let receiver = Receiver { place, _ in
            place < 2 ? .serveAnd { _ in .answer(200, body: Array(body.utf8)) } : .serve
        }
        try await withStage(receiver) { stage in
            let id = try await stage.owe()
            try await stage.settled()

            #expect(receiver.seen.requests == [[id], [id], [id]])
            #expect(receiver.seen.order == ["m1": [id]])
        }
    }
}

extension Stage {
    /// The ids of the rows in a state.
    func parked(_ state: RowState) async throws -> [String] {
        try store.read { reads in
            try reads.all(
                "SELECT id FROM outbox WHERE state = ? ORDER BY number",
                .int(state.rawValue)
            ) { $0.text(0) }
        }
    }
}
