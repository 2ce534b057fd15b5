import Access
import Calls
import Outbox
import ServiceHost
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("The tokens of a service's own calls", .timeLimit(.minutes(1)))
struct TokenTests {
    @Test("follow the secret's file: a refused one is made anew where it has changed")
    func rotation() async throws {
        let refused = Mutex<Set<String>>([])
        let receiver = Receiver()
        let folder = try TemporaryFolder()
        let keys = try TestKeys(in: folder)
        let neighbour = try ScriptedNeighbour { request in
            let token = request.header("Authorization") ?? ""
            return refused.withLock { $0.contains(token) }
                ? .answer(401) : receiver.react(to: request)
        }
        defer { neighbour.stop() }
        let path = folder.file("owing.secret")
        try Owing.write("the first secret of all, 0123456789abcdef", to: path)
        let service = try await RunningService(
            Owing.blueprint(),
            store: folder.file("store"),
            keys: keys,
            settings: ["gateway-url": neighbour.url + "/", "service-key": path]
        )
        let owing = RunningOwing(
            service: service,
            keys: keys,
            token: try await keys.token(.operator),
            keyPath: path
        )
        try await owing.owe(1)
        try await Patience.wait { receiver.seen.applied.count == 1 }
        let first = neighbour.requests.compactMap { $0.header("Authorization") }
        refused.withLock { $0.formUnion(first) }
        try Owing.write("the second secret of all, 0123456789abcdef", to: path)
        try await owing.owe(2)
        try await Patience.wait { receiver.seen.applied.count == 2 }
        let tokens = neighbour.requests.compactMap { $0.header("Authorization") }
        await service.stop()

        #expect(tokens.count == 3)
        #expect(tokens[0] == tokens[1] && tokens[1] != tokens[2])
        #expect(tokens.allSatisfy { $0.hasPrefix("Bearer ") })
    }

    static let faulty: [([String: String], String)] = [
        (["gateway-url": "http://127.0.0.1:1"], "service-key"),
        (
            ["gateway-url": "http://127.0.0.1:1", "service-key": "/nowhere/at.all"],
            "cannot be read"
        ),
        (["gateway-url": "ftp://127.0.0.1:1", "service-key": "short"], "cannot be read"),
    ]

    @Test("stop the start where they could not be made", arguments: faulty)
    func start(_ settings: [String: String], _ words: String) async throws {
        let folder = try TemporaryFolder()
        let keys = try TestKeys(in: folder)
        do {
            let service = try await RunningService(
                Owing.blueprint(),
                store: folder.file("store"),
                keys: keys,
                settings: settings
            )
            await service.stop()
            Issue.record("it started")
        } catch {
            #expect("\(error)".contains(words), "\(error)")
        }
    }
}
