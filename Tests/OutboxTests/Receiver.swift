import Synchronization
import TestSupport
import Wire

/// A neighbour that applies each key once, as the gateway and badges do, and keeps what it saw.
final class Receiver: Sendable {
    /// One operation of a request.
    struct Operation: Sendable {
        let key: String
        let member: String
        /// The operation as it came, but for its key.
        let json: JSON
    }

    /// What it does to a request.
    enum Plan: Sendable {
        /// Applies what was not applied, and answers.
        case serve
        /// Applies what was not applied; the answer is this instead.
        case serveAnd(@Sendable (ScriptedNeighbour.Reply) -> ScriptedNeighbour.Reaction)
        /// Applies nothing and does this.
        case fail(ScriptedNeighbour.Reaction)
    }

    struct Seen: Sendable {
        /// The keys of each request, in the order of arrival.
        var requests: [[String]] = []
        /// How many bytes each had.
        var sizes: [Int] = []
        /// What was applied: the operations by their keys.
        var applied: [String: JSON] = [:]
        /// The keys that were applied, by member, in their order.
        var order: [String: [String]] = [:]
        var refused: [String: JSON] = [:]
        /// A key came with another operation than before.
        var reused: [String] = []
        /// A member was in two requests at once.
        var overlaps: [String] = []
        fileprivate var busy: [String: Int] = [:]
    }

    private let state = Mutex(Seen())
    private let isRefused: @Sendable (Operation) -> Bool
    private let plan: @Sendable (Int, [Operation]) -> Plan
    private let list: String
    private let keyName: String

    /// Makes a neighbour that takes lists of operations.
    ///
    /// - Parameters:
    ///   - list: The member of a request that lists them.
    ///   - keyName: The member that holds each one's key.
    ///   - plan: What is done to a request, by its place, from 0 on, and its operations; runs on
    ///     the request's own thread, and may block it.
    ///   - isRefused: Which operations are refused finally.
    init(
        list: String = "operations",
        keyName: String = "key",
        plan: @escaping @Sendable (Int, [Operation]) -> Plan = { _, _ in .serve },
        isRefused: @escaping @Sendable (Operation) -> Bool = { _ in false }
    ) {
        self.list = list
        self.keyName = keyName
        self.isRefused = isRefused
        self.plan = plan
    }

    var seen: Seen { state.withLock { $0 } }

    /// Its answer to a request, for a `ScriptedNeighbour`.
    func react(to request: ScriptedNeighbour.Request) -> ScriptedNeighbour.Reaction {
        let operations = operations(of: request)
        let place = state.withLock { seen in
            seen.requests.append(operations.map(\.key))
            seen.sizes.append(request.body.count)
            for member in Set(operations.map(\.member)) {
                if seen.busy[member, default: 0] > 0 { seen.overlaps.append(member) }
                seen.busy[member, default: 0] += 1
            }
            return seen.requests.count - 1
        }
        defer {
            state.withLock { seen in
                for member in Set(operations.map(\.member)) { seen.busy[member, default: 0] -= 1 }
            }
        }
        switch plan(place, operations) {
        case .serve: return .answer(serve(operations))
        case .serveAnd(let react): return react(serve(operations))
        case .fail(let reaction): return reaction
        }
    }

    private func operations(of request: ScriptedNeighbour.Request) -> [Operation] {
        // Lost is why it is no JSON; a test sees that nothing was applied.
        let json = (try? JSONParser.parse(request.body)) ?? .null
        return (json[list]?.elements ?? [json]).map { entry in
            guard case .object(let members) = entry else {
                return Operation(key: "", member: "", json: entry)
            }
            return Operation(
                key: entry[keyName]?.text ?? "",
                member: entry["member"]?.text ?? "",
                json: .object(members.filter { $0.name != keyName })
            )
        }
    }

    private func serve(_ operations: [Operation]) -> ScriptedNeighbour.Reply {
        var writer = JSONWriter()
        state.withLock { seen in
            writer.object { writer in
                writer.name("results")
                writer.array(operations) { writer, operation in
                    writer.object { apply(operation, &seen, &$0) }
                }
            }
        }
        return ScriptedNeighbour.Reply(200, body: writer.bytes)
    }

    private func apply(_ operation: Operation, _ seen: inout Seen, _ writer: inout JSONWriter) {
        let known = seen.applied[operation.key] ?? seen.refused[operation.key]
        if let known, known != operation.json { seen.reused.append(operation.key) }
        writer.name(of: keyName)
        writer.string(operation.key)
        let isFresh = known == nil
        if seen.refused[operation.key] != nil || isFresh && isRefused(operation) {
            seen.refused[operation.key] = operation.json
            writer.member("status", Int64(409))
            writer.member("replayed", !isFresh)
            let problem: JSON = [
                "type": "/problems/account-frozen", "title": "Frozen", "final": true,
            ]
            writer.member("problem", problem)
            return
        }
        if isFresh {
            seen.applied[operation.key] = operation.json
            seen.order[operation.member, default: []].append(operation.key)
        }
        writer.member("status", Int64(201))
        writer.member("replayed", !isFresh)
    }
}
