import Calls
import Dispatch
import Glibc
import Logging
import ServiceHost
import Storage
import TestSupport
import Testing
import UnixSignals

@Suite("A graceful stop", .timeLimit(.minutes(1)))
struct GracefulStopTests {
    @Test("finishes what was accepted, takes nothing new, and closes the store")
    func finishes() async throws {
        let folder = try TemporaryFolder()
        let keys = try TestKeys(in: folder)
        let opening = DispatchSemaphore(value: 0)
        let (reached, report) = AsyncStream.makeStream(of: Void.self)
        let service = try await HostedService(
            Self.blueprint {
                report.finish(); opening.wait()
            },
            settings: try Settings(
                Probe.blueprint.allSettings,
                arguments: [
                    "--store=sqlite:\(folder.file("store"))", "--keys=\(keys.path)", "--port=0",
                ],
                environment: [:]
            ),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        async let run: Void = service.run(stoppingOn: [.sigusr2]) { listening.yield($0) }
        let port = try #require(await ports.first { _ in true })
        let client = TestClient(address: "http://127.0.0.1:\(port)")
        async let answer = client.send(.post, "/v1/held")
        for await _ in reached {}
        // Nothing else in this process listens to the signal.
        kill(getpid(), SIGUSR2)
        let head = Array("GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".utf8)
        while await RawConnection.send(head, to: port).status != nil {}
        opening.signal()
        #expect(try await answer.status == 200)
        try await run
        client.close()
        let store = try Store.open(
            "sqlite:\(folder.file("store"))",
            migrations: [Probe.migration],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let count = try store.read { try $0.first("SELECT COUNT(*) FROM note") { $0.int(0) } }
        #expect(count == 1)
        await store.close()
    }

    /// A service with one write, inside which the writer waits.
    private static func blueprint(waiting wait: @escaping @Sendable () -> Void) -> Blueprint {
        Blueprint(
            name: "probe",
            version: "1.0.0",
            summary: "a service for tests",
            port: 8999,
            openAPI: [],
            assemble: { parts in
                let store = try Store.open(
                    parts.settings.text("store"),
                    migrations: [Probe.migration],
                    configuration: parts.store,
                    logger: parts.logger
                )
                let held = Endpoint(.post, "/v1/held", for: .anyone) { _ in
                    try await store.write { transaction in
                        wait()
                        try transaction.execute("INSERT INTO note (text) VALUES ('held')")
                        return Reply(body: [])
                    }
                }
                return Assembly(store: store, endpoints: [held])
            }
        )
    }
}
