import Calls
import Dispatch
import ServiceHost
import Storage
import TestSupport
import Testing

@Suite("An operation that takes long", .timeLimit(.minutes(1)))
struct SideQueueEndpointTests {
    @Test("is refused where 64 have asked for it, and holds up no other operation meanwhile")
    func overHTTP() async throws {
        let gate = DispatchSemaphore(value: 0)
        try await withService(gate) { service in
            // One connection more than the queue has places, and one for the rest.
            let client = TestClient(address: service.client.address, connections: 66)
            defer { client.close() }
            try await withThrowingTaskGroup(of: TestClient.Answer.self) { group in
                for _ in 0..<65 { group.addTask { try await client.send(.get, "/v1/long") } }
                // All others wait, so the first to be answered is the one that found no place.
                let first = try await group.next()
                let refused = try #require(first)
                #expect(refused.status == 429)
                #expect(refused.slug == "rate-limited")
                #expect(refused.header("Retry-After") == "1")
                let short = try await client.send(.get, "/v1/short")
                #expect(short.status == 200)
                for _ in 0..<64 { gate.signal() }
                var served = 0
                for try await answer in group where answer.status == 200 { served += 1 }
                #expect(served == 64)
            }
            gate.signal()
            let later = try await client.send(.get, "/v1/long")
            #expect(later.status == 200)
        }
    }

    /// Runs a service with an operation that waits at a gate, and one that does not.
    private func withService(
        _ gate: DispatchSemaphore,
        _ test: (RunningService) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let settings = ["request-limit-ms": "600000"]
        try await withRunning(Self.blueprint(gate), in: folder, settings: settings) { service, _ in
            // Nothing waits at the gate any more, whatever has happened.
            defer { for _ in 0..<66 { gate.signal() } }
            try await test(service)
        }
    }

    private static func blueprint(_ gate: DispatchSemaphore) -> Blueprint {
        Blueprint(
            name: "probe",
            version: "1.0.0",
            summary: "a service for tests",
            port: 8996,
            openAPI: [],
            assemble: { parts in
                let queue = SideQueue("test")
                return Assembly(
                    store: try Store.open(
                        parts.settings.text("store"),
                        migrations: [Migration(1, [])],
                        configuration: parts.store,
                        logger: parts.logger
                    ),
                    endpoints: [
                        Endpoint(.get, "/v1/long", for: .anyone) {
                            try await queue.run(until: $0.deadline) { gate.wait() }
                            return Reply(body: Array("{}".utf8))
                        },
                        Endpoint(.get, "/v1/short", for: .anyone) { _ in
                            Reply(body: Array("{}".utf8))
                        },
                    ]
                )
            }
        )
    }
}
