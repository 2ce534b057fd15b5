import Access
import Calls
import Foundation
import Outbox
import Primitives
import ServiceHost
import Storage
import TestSupport
import Wire

/// A small service that owes the gateway what its operators say.
enum Owing {
    /// The service; the hook hears what became of each row.
    static func blueprint(hook: @escaping Relay.Hook = { _, _, _ in }) -> Blueprint {
        Blueprint(
            name: "owing",
            version: "1.0.0",
            summary: "a service for tests",
            port: 8997,
            settings: NeighbourSettings.all(["gateway", "badges"]),
            openAPI: [],
            assemble: { try assemble($0, hook) }
        )
    }

    private static func assemble(
        _ parts: HostParts,
        _ hook: @escaping Relay.Hook
    ) throws -> Assembly {
        let doorbell = Doorbell()
        let store = try parts.openStore(
            [Migration(1, Migration.outboxTables)],
            ringing: doorbell
        )
        let neighbours = try Neighbours(["gateway", "badges"], parts)
        let relay = Relay(
            [
                Lane(to: "gateway", at: neighbours["gateway"], [.operations]),
                Lane(to: "badges", at: neighbours["badges"], [.events]),
            ],
            store: store,
            doorbell: doorbell,
            parts: parts,
            hook: hook
        )
        return Assembly(
            store: store,
            endpoints: [debts(store, doorbell)]
                + OutboxEndpoints(store: store, relay: relay, now: parts.now).endpoints,
            dueWork: DueWork(
                next: { _ in nil },
                settle: { _, _, _ in 0 },
                isNew: { _ in false },
                owed: relay.owed
            ),
            background: [relay],
            measure: relay.measure
        )
    }

    /// Writes a secret.
    static func write(_ secret: String, to path: String) throws {
        try Data(secret.utf8).write(to: URL(fileURLWithPath: path))
    }

    private static func debts(_ store: Store, _ doorbell: Doorbell) -> Endpoint {
        Endpoint(.post, "/v1/debts", for: .roles([.operator])) { exchange in
            var reader = try ObjectReader(try exchange.json())
            guard let id = TimeOrderedID(try reader.text("id")) else {
                throw JSONFault(at: "id", "is none")
            }
            let amount = try reader.integer("amount", in: 1...1000)
            let neighbour = try reader.optionalText("neighbour") ?? "gateway"
            let need = try reader.optionalText("needs").flatMap { TimeOrderedID($0) }
            try reader.finish()
            let message = OutboxMessage(
                id,
                to: neighbour,
                by: neighbour == "gateway" ? .operations : .events,
                about: MemberID(validated: "m1"),
                needing: need.map { .init($0, namedAs: "ofKey") },
                owedAt: SystemClock.now()
            ) { writer in
                writer.member("member", "m1")
                writer.member("amount", amount)
            }
            try await store.write { try $0.owe(message, doorbell) }
            return Reply(status: 201, body: Array("{}".utf8))
        }
    }
}

/// The owing service while it runs, spoken to by its operator.
struct RunningOwing: Sendable {
    let service: RunningService
    let keys: TestKeys
    let token: String
    let keyPath: String

    /// Owes an amount.
    @discardableResult
    func owe(
        _ amount: Int64,
        to neighbour: String = "gateway",
        needing need: String? = nil
    ) async throws -> String {
        var generator = SystemRandomNumberGenerator()
        let id = TimeOrderedID(
            at: SystemClock.now(),
            random: (generator.next(), generator.next())
        ).description
        var body: [JSON.Member] = [
            .init("id", .string(id)), .init("amount", .integer(amount)),
            .init("neighbour", .string(neighbour)),
        ]
        if let need { body.append(.init("needs", .string(need))) }
        _ = try await service.client.send(.post, "/v1/debts", .object(body), token: token)
        return id
    }

    /// The rows of a state.
    func rows(_ state: String? = nil) async throws -> [JSON] {
        let query = state.map { "?state=\($0)" } ?? ""
        return try await outbox(query)["items"]?.elements ?? []
    }

    /// The ids of the rows of a state, as soon as there are so many.
    @discardableResult
    func ids(_ state: String, count: Int) async throws -> [String] {
        try await Patience.wait { try await rows(state).count == count }
        return try await rows(state).compactMap { $0["id"]?.text }
    }

    func outbox(_ query: String = "") async throws -> JSON {
        try await service.client.send(.get, "/v1/outbox\(query)", token: token).json
    }

    func act(
        _ action: String,
        _ id: String,
        _ body: JSON? = nil,
        key: String
    ) async throws -> TestClient.Answer {
        try await service.client.send(
            .post,
            "/v1/outbox/\(id)/\(action)",
            body,
            token: token,
            key: key
        )
    }
}

/// Runs the owing service beside a receiver, and stops both whatever happens.
func withOwing(
    _ receiver: Receiver,
    settings: [String: String] = [:],
    hook: @escaping Relay.Hook = { _, _, _ in },
    _ test: (RunningOwing, ScriptedNeighbour) async throws -> Void
) async throws {
    let folder = try TemporaryFolder()
    let neighbour = try ScriptedNeighbour { receiver.react(to: $0) }
    defer { neighbour.stop() }
    let keyPath = folder.file("owing.secret")
    try Owing.write("an owing service's first secret, 0123456789", to: keyPath)
    try await withRunning(
        Owing.blueprint(hook: hook),
        in: folder,
        settings: ["gateway-url": neighbour.url, "service-key": keyPath].merging(settings) { $1 }
    ) { service, keys in
        let token = try await keys.token(.operator)
        try await test(
            RunningOwing(service: service, keys: keys, token: token, keyPath: keyPath),
            neighbour
        )
    }
}
