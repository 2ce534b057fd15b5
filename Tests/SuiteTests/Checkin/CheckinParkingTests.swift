import Calls
import Synchronization
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("Awards that the gateway does not take")
    struct CheckinParkingTests {
        @Test("An award refused by a frozen account is parked; retried after it, it comes once")
        func frozen() async throws {
            let scene = try await CheckinScene()
            let gateway = try await scene.startFirstGateway()
            let checkin = try await scene.startFirstCheckin()
            try await Self.change("freeze", gateway, scene)
            try await checkin.checkInAll(["m-1", "m-2"])
            try await gateway.expect(["m-2": 1])
            try await eventually("the award is parked") {
                try await checkin.outbox("refused").count == 1
            }
            let row = try #require(try await checkin.outbox("refused").first)
            #expect(row["member"] == "m-1")
            #expect(row["reason"]?["type"] == "/problems/account-frozen")
            let id = try #require(row["id"]?.text)
            #expect(try await checkin.checkIn("m-1").isReplayed)

            // While the account is frozen, a retry is refused anew, under a key of its own.
            try await Self.retry(id, checkin, key: "r-1")
            try await eventually("the retry is refused") {
                let row = try await checkin.outbox("refused").first
                return row?["retries"] == 1
            }
            try await Self.change("unfreeze", gateway, scene)
            for _ in 1...3 { try await Self.retry(id, checkin, key: "r-2") }
            try await gateway.expect(["m-1": 1])
            try await eventually("nothing is owed or parked") {
                let isSettled = try await checkin.owed(to: "gateway") == 0
                return try await checkin.outbox("parked").isEmpty && isSettled
            }
            #expect(try await gateway.statement(of: "m-1") == ["checkin:2026-03-02"])
            #expect(await checkin.process.stop() == .exited(code: 0))
            #expect(await gateway.stop() == .exited(code: 0))
        }

        @Test("A row that always makes the receiver answer 500 is parked, and no other")
        func poisonous() async throws {
            let gateway = PoisonedGateway(poison: "m-13")
            let neighbour = try ScriptedNeighbour { gateway.react(to: $0) }
            defer { neighbour.stop() }
            let scene = try await CheckinScene(neighbour: neighbour.url)
            gateway.isOpen = false
            let checkin = try await scene.startFirstCheckin()
            let members = (0..<40).map { "m-\($0)" }
            try await checkin.checkInAll(members)
            gateway.isOpen = true
            try await eventually("one row is parked, the others are delivered") {
                let isEmpty = try await checkin.owed(to: "gateway") == 0
                return try await checkin.outbox("unknown").count == 1 && isEmpty
            }
            let row = try #require(try await checkin.outbox("parked").first)
            #expect(row["member"] == "m-13")
            #expect(row["state"] == "unknown")
            #expect(gateway.credited == Set(members).subtracting(["m-13"]))
            #expect(gateway.doubled.isEmpty)

            // An operator's retry keeps the key, as nobody knows whether the row was applied.
            gateway.poison = ""
            let id = try #require(row["id"]?.text)
            try await Self.retry(id, checkin, key: "r-1")
            try await eventually("the row is delivered") {
                guard try await checkin.outbox("parked").isEmpty else { return false }
                return try await checkin.owed(to: "gateway") == 0
            }
            #expect(gateway.credited == Set(members))
            #expect(gateway.keys.contains(id))
            #expect(await checkin.process.stop() == .exited(code: 0))
        }

        private static func change(
            _ action: String,
            _ gateway: Gateway,
            _ scene: CheckinScene
        ) async throws {
            let answer = try await gateway.client.send(
                .post,
                "/v1/members/m-1/\(action)",
                ["reason": "test"],
                token: scene.token,
                key: action
            )
            try #require(answer.status == 200, "\(answer.text)")
        }

        private static func retry(_ id: String, _ checkin: Checkin, key: String) async throws {
            _ = try await checkin.operated(.post, "/v1/outbox/\(id)/retry", [:], key: key)
        }
    }
}

/// A gateway that takes every credit, but fails on each batch with one of a certain member.
private final class PoisonedGateway: Sendable {
    private struct State {
        var poison: String
        var isOpen = true
        var members: [String: String] = [:]
        var doubled: [String] = []
    }

    private let state: Mutex<State>

    init(poison: String) {
        state = Mutex(State(poison: poison))
    }

    /// The member whose credits make it fail.
    var poison: String {
        get { state.withLock { $0.poison } }
        set { state.withLock { $0.poison = newValue } }
    }

    /// Whether it takes anything at all.
    var isOpen: Bool {
        get { state.withLock { $0.isOpen } }
        set { state.withLock { $0.isOpen = newValue } }
    }

    /// The keys of the credits that it has taken.
    var keys: Set<String> { state.withLock { Set($0.members.keys) } }
    /// The members of the credits that it has taken.
    var credited: Set<String> { state.withLock { Set($0.members.values) } }
    /// The members who were credited under two keys.
    var doubled: [String] { state.withLock { $0.doubled } }

    func react(to request: ScriptedNeighbour.Request) -> ScriptedNeighbour.Reaction {
        // Lost is why the body is no JSON, which is answered as what it is.
        let body = (try? JSONParser.parse(request.body)) ?? .null
        guard let operations = body["operations"]?.elements else { return .answer(400) }
        return state.withLock { state in
            guard state.isOpen else { return .answer(503) }
            guard !operations.contains(where: { $0["member"]?.text == state.poison }) else {
                return .answer(500)
            }
            let results = operations.map { operation -> JSON in
                let key = operation["key"]?.text ?? ""
                let member = operation["member"]?.text ?? ""
                if state.members[key] == nil, state.members.values.contains(member) {
                    state.doubled.append(member)
                }
                state.members[key] = member
                return ["key": .string(key), "status": 201, "replayed": false]
            }
            let answer: JSON = ["results": .array(results)]
            return .answer(200, body: JSONWriter.bytes(of: answer))
        }
    }
}
