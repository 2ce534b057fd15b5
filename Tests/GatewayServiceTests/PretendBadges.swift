import Foundation
import Synchronization
import TestSupport
import Wire

/// Badges as the gateway's feed sees it: it applies each event once, and keeps what it was told.
final class PretendBadges: Sendable {
    /// What it does to a request instead of applying and answering it, or nil.
    typealias Reaction = @Sendable (ScriptedNeighbour.Request) -> ScriptedNeighbour.Reaction?

    private struct State {
        var reaction: Reaction
        var told: [JSON] = []
        var repeats = 0
    }

    private let state: Mutex<State>

    init(_ reaction: @escaping Reaction = { _ in nil }) {
        state = Mutex(State(reaction: reaction))
    }

    /// What it was told, each event once, in the order of arrival.
    var told: [JSON] { state.withLock { $0.told } }
    /// How often an event came that it had already.
    var repeats: Int { state.withLock { $0.repeats } }

    /// What it does to requests from now on.
    func behave(_ reaction: @escaping Reaction) { state.withLock { $0.reaction = reaction } }

    /// The events of a type, in the order of arrival.
    func told(_ type: String) -> [JSON] { told.filter { $0["type"]?.text == type } }

    func react(to request: ScriptedNeighbour.Request) -> ScriptedNeighbour.Reaction {
        let reaction = state.withLock { $0.reaction }
        if let other = reaction(request) { return other }
        // Lost is why it is no JSON; then the answer has no results, which settles nothing.
        let events = (try? JSONParser.parse(request.body))?["events"]?.elements ?? []
        let results = state.withLock { state in
            events.map { event -> JSON in
                let isNew = !state.told.contains { $0["id"] == event["id"] }
                if isNew { state.told.append(event) } else { state.repeats += 1 }
                return ["id": event["id"] ?? .null, "status": 201, "replayed": .bool(!isNew)]
            }
        }
        return .answer(200, body: JSONWriter.bytes(of: ["results": .array(results)]))
    }
}

extension Gateway {
    /// Runs a test with a gateway that tells badges what happens.
    ///
    /// - Parameters:
    ///   - badges: Who is told.
    ///   - settings: What differs from the usual settings.
    ///   - programme: What is published first.
    ///   - test: What is done with the gateway.
    /// - Throws: What the test throws, or what kept the gateway from starting.
    static func telling(
        _ badges: PretendBadges,
        _ settings: [String: String] = [:],
        programme: JSON = earningPoints,
        test: (Gateway, [String: String]) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let secret = folder.file("gateway.secret")
        try Data("a secret of the gateway, 0123456789abcdef".utf8)
            .write(to: URL(fileURLWithPath: secret))
        let neighbour = try ScriptedNeighbour { badges.react(to: $0) }
        defer { neighbour.stop() }
        let calls = ["badges-url": neighbour.url, "service-key": secret]
        try await serving(settings.merging(calls) { $1 }, programme: programme) { gateway in
            try await test(gateway, calls)
        }
        withExtendedLifetime(folder) {}
    }

    /// Waits until badges has been told all.
    func told() async throws {
        try await Patience.wait { try await badgesWay()["owed"] == 0 }
    }

    /// How the way to badges fares, as operators see it.
    func badgesWay() async throws -> JSON {
        try await get("/v1/outbox", token: viewer).json["neighbours"]?[0] ?? .null
    }
}
