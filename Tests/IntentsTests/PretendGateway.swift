import Primitives
import Synchronization
import TestSupport
import Wire

/// A gateway that keeps balances and keys as the real one does, and errs as it is told.
final class PretendGateway: Sendable {
    /// What goes wrong with one charge.
    enum Fault: Sendable, CaseIterable {
        /// Nothing is done, and the answer says that it may pass.
        case unavailable
        /// Nothing is done, and the answer is a fault.
        case broken
        /// Nothing is done, and the connection ends.
        case dropped
        /// The charge is made, and the answer is lost.
        case answerLost
        /// Nothing is done: the caller is not known.
        case unauthenticated
        /// Nothing is done: too many requests.
        case rateLimited
        /// Something else answers with a page of its own.
        case otherServer
        /// Nothing is done, and no answer comes.
        case silent
    }

    /// A charge as the gateway keeps it under its key.
    struct Entry: Sendable {
        let body: [UInt8]
        let status: Int
        let answer: [UInt8]
        /// Whom and how much it took; 0 where it was refused.
        let member: String
        let amount: Int64
    }

    struct State: Sendable {
        var balances: [String: Int64] = [:]
        var tickets: [String: Int64] = [:]
        var entries: [String: Entry] = [:]
        var faults: [Fault] = []
        var standing: Fault?
        var now: Instant
        var secret = "one"
    }

    private let neighbour: ScriptedNeighbour
    private let state: Box

    /// What the script and the test share.
    private final class Box: Sendable {
        let state: Mutex<State>
        init(_ state: State) { self.state = Mutex(state) }
    }

    init(at now: Instant, balances: [String: Int64] = ["ann": 100]) throws {
        let box = Box(State(balances: balances, now: now))
        state = box
        neighbour = try ScriptedNeighbour { request in box.state.withLock { $0.react(request) } }
    }

    var url: String { neighbour.url }
    var requests: [ScriptedNeighbour.Request] { neighbour.requests }

    func change(_ body: (inout State) -> Void) { state.state.withLock { body(&$0) } }
    func read<Value>(_ body: (State) -> Value) -> Value { state.state.withLock { body($0) } }

    /// The keys under which points were taken.
    var charged: Set<String> {
        read { Set($0.entries.filter { $0.value.amount > 0 }.map(\.key)) }
    }

    /// Waits until something can be seen.
    func wait(until condition: (PretendGateway) throws -> Bool) async throws {
        var failure: (any Error)?
        try await neighbour.wait { _ in
            do {
                return try condition(self)
            } catch {
                failure = error
                return true
            }
        }
        if let failure { throw failure }
    }

    func stop() { neighbour.stop() }
}

extension PretendGateway.State {
    fileprivate mutating func react(
        _ request: ScriptedNeighbour.Request
    ) -> ScriptedNeighbour.Reaction {
        let fault = faults.isEmpty ? standing : faults.removeFirst()
        switch fault {
        case .unavailable: return .answer(503, body: Array("{}".utf8))
        case .broken: return .answer(500, body: Array("{}".utf8))
        case .dropped: return .closeWithoutAnswer
        case .unauthenticated: return .problem(401, "unauthenticated")
        case .rateLimited: return .problem(429, "rate-limited")
        case .otherServer: return .answer(200, body: Array("<html>".utf8))
        case .silent: return .neverAnswer
        case .answerLost:
            let (status, body) = answer(request)
            return .resetAfterBytes(9, .init(status, body: body))
        case nil:
            let (status, body) = answer(request)
            return .answer(status, body: body)
        }
    }

    private mutating func answer(
        _ request: ScriptedNeighbour.Request
    ) -> (status: Int, body: [UInt8]) {
        guard request.header("Authorization") == "Bearer \(secret)" else {
            return problem(401, "unauthenticated")
        }
        let instance = request.header("X-Request-Id") ?? ""
        guard let body = try? JSONParser.parse(request.body) else {
            return problem(400, "invalid-request")
        }
        if request.path == "/v1/debits?dryRun=true" {
            let (status, answer, _, _) = decide(body, instance, isRehearsal: true)
            return (status, answer)
        }
        guard request.path == "/v1/debits", let key = request.header("Idempotency-Key") else {
            return problem(400, "idempotency-key-missing")
        }
        if let known = entries[key] {
            guard known.body == request.body else { return problem(422, "idempotency-key-reused") }
            return (known.status, known.answer)
        }
        let (status, answer, member, amount) = decide(body, instance, isRehearsal: false)
        entries[key] = PretendGateway.Entry(
            body: request.body,
            status: status,
            answer: answer,
            member: member,
            amount: amount
        )
        return (status, answer)
    }

    private mutating func decide(
        _ body: JSON,
        _ instance: String,
        isRehearsal: Bool
    ) -> (status: Int, answer: [UInt8], member: String, amount: Int64) {
        let member = body["member"]?.text ?? ""
        if let notAfter = body["notAfter"]?.text.flatMap({ Instant($0) }), now > notAfter {
            let lapsed = problem(409, "charge-lapsed", instance, [.init("final", true)])
            return (lapsed.status, lapsed.body, member, 0)
        }
        for choice in body["oneOf"]?.elements ?? [body] {
            let asset = choice["asset"]?.text ?? "points"
            let amount = choice["amount"]?.integer ?? 0
            let available = (asset == "points" ? balances : tickets)[member] ?? 0
            guard available >= amount else { continue }
            if isRehearsal { return (200, Array(#"{"dryRun":true}"#.utf8), member, 0) }
            if asset == "points" { balances[member] = available - amount }
            if asset != "points" { tickets[member] = available - amount }
            let random = UInt64(entries.count)
            let id = TimeOrderedID(at: now, random: (random, random)).description
            let answer: JSON = [
                "transfer": [
                    "id": .string(id), "asset": .string(asset), "amount": .integer(amount),
                ]
            ]
            return (201, JSONWriter.bytes(of: answer), member, amount)
        }
        let available = balances[member] ?? 0
        let wanted = (body["oneOf"]?.elements ?? [body]).last?["amount"]?.integer ?? 0
        let refused = problem(
            409,
            "insufficient-points",
            instance,
            [
                .init("available", .integer(available)),
                .init("missing", .integer(wanted - available)), .init("final", true),
            ]
        )
        return (refused.status, refused.body, member, 0)
    }

    private func problem(
        _ status: Int,
        _ slug: String,
        _ instance: String = "",
        _ members: [JSON.Member] = []
    ) -> (status: Int, body: [UInt8]) {
        let start: [JSON.Member] = [
            .init("type", .string("/problems/\(slug)")), .init("title", "No"),
            .init("status", .integer(Int64(status))), .init("instance", .string(instance)),
        ]
        return (status, JSONWriter.bytes(of: .object(start + members)))
    }
}

extension ScriptedNeighbour.Reaction {
    /// A refusal that is not final.
    static func problem(_ status: Int, _ slug: String) -> Self {
        let json: JSON = ["type": .string("/problems/\(slug)"), "status": .integer(Int64(status))]
        return .answer(status, body: JSONWriter.bytes(of: json))
    }
}
