import Calls
import Dispatch
import Foundation
import ServiceHost
import Storage
import Synchronization
import TestSupport
import Testing

@Suite("A service's neighbours", .timeLimit(.minutes(1)))
struct NeighboursTests {
    @Test("are called 64 times at once and no more, and one that hangs keeps no other from it")
    func bound() async throws {
        let gate = DispatchSemaphore(value: 0)
        let slow = try ScriptedNeighbour { _ in
            gate.wait()
            return .answer(200)
        }
        let quick = try ScriptedNeighbour { _ in .answer(204) }
        defer {
            // Nothing waits at the gate any more, whatever has happened.
            for _ in 0..<200 { gate.signal() }
            slow.stop()
            quick.stop()
        }
        try await withNeighbours(["gateway": slow.url, "badges": quick.url]) { neighbours in
            let gateway = try #require(neighbours["gateway"])
            let badges = try #require(neighbours["badges"])
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        try await gateway.send(
                            .post,
                            "/v1/debits",
                            key: "\(number)",
                            timeout: .seconds(50)
                        ).status
                    }
                }
                try await slow.wait { $0.requests.count == 64 }
                let other = try await badges.send(.post, "/v1/events", timeout: .seconds(50))
                #expect(other.status == 204)
                for _ in 0..<100 { gate.signal() }
                var statuses: [Int] = []
                for try await status in group { statuses.append(status) }
                #expect(statuses == Array(repeating: 200, count: 100))
            }
            #expect(slow.requests.count == 100)
            // The last ones went over the connections of the first.
            #expect(slow.connectionCount == 64)
        }
    }

    @Test("are only those whose addresses are set")
    func unset() async throws {
        try await withNeighbours(["badges": "http://127.0.0.1:1/"]) { neighbours in
            #expect(neighbours["gateway"] == nil)
            #expect(neighbours["badges"]?.name == "badges")
            #expect(neighbours["badges"]?.url == "http://127.0.0.1:1")
        }
    }

    @Test("keep the service from starting where an address is none, and it says which")
    func address() async throws {
        let error = await #expect(throws: (any Error).self) {
            try await withNeighbours(["gateway": "ftp://127.0.0.1:1"]) { _ in }
        }
        let fault = try #require(error)
        #expect("\(fault)".contains("gateway-url is \"ftp://127.0.0.1:1\""), "\(fault)")
    }

    /// Runs a test with the neighbours that a service has made of its settings.
    private func withNeighbours(
        _ addresses: [String: String],
        _ test: ([String: Neighbour]) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let secret = folder.file("service.secret")
        try Data("a calling service's only secret, 0123456789".utf8)
            .write(to: URL(fileURLWithPath: secret))
        let made = Mutex<[String: Neighbour]>([:])
        var settings = ["service-key": secret]
        for (name, address) in addresses { settings["\(name)-url"] = address }
        let blueprint = Self.blueprint { neighbours in
            made.withLock { made in
                for name in Self.names { made[name] = neighbours[name] }
            }
        }
        try await withRunning(blueprint, in: folder, settings: settings) { _, _ in
            try await test(made.withLock { $0 })
        }
    }

    private static let names = ["gateway", "badges"]

    /// A service that shows the neighbours that it has made.
    private static func blueprint(
        showing show: @escaping @Sendable (Neighbours) -> Void
    ) -> Blueprint {
        Blueprint(
            name: "probe",
            version: "1.0.0",
            summary: "a service for tests",
            port: 8995,
            settings: NeighbourSettings.all(names),
            openAPI: [],
            assemble: { parts in
                show(try Neighbours(names, parts))
                return Assembly(
                    store: try Store.open(
                        parts.settings.text("store"),
                        migrations: [Migration(1, [])],
                        configuration: parts.store,
                        logger: parts.logger
                    ),
                    endpoints: []
                )
            }
        )
    }
}
