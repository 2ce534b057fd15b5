import Calls
import Logging
import Primitives
import ServiceHost
import Storage

/// A service that runs in the test's own process, on a free port of the loopback interface.
package final class RunningService: Sendable {
    /// Calls it.
    package let client: TestClient
    /// The port on which it listens.
    package let port: Int
    /// Everything that it offers.
    package let endpoints: [Endpoint]
    private let running: Task<Void, any Error>

    /// Starts a service and waits until it listens.
    ///
    /// Its background job is off unless a setting turns it on, so that what is due is done when
    /// the test says so; a request has a minute, as the machine may be busy.
    ///
    /// - Throws: What kept it from starting.
    package init(
        _ blueprint: Blueprint,
        store: String,
        keys: TestKeys,
        settings: [String: String] = [:],
        now: @escaping @Sendable () -> Instant = SystemClock.now,
        adjusting adjust: (inout Store.Configuration) -> Void = { _ in }
    ) async throws {
        var values = [
            "store": "sqlite:\(store)", "keys": keys.path, "port": "0", "member-rate": "0",
            "job-pause-ms": "0", "request-limit-ms": "60000",
        ]
        values.merge(settings) { $1 }
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let service = try await HostedService(
            blueprint,
            settings: try Settings(
                blueprint.allSettings,
                arguments: values.sorted { $0.key < $1.key }.map { "--\($0.key)=\($0.value)" },
                environment: [:]
            ),
            logger: logger,
            now: now,
            adjusting: adjust
        )
        let (ports, report) = AsyncStream.makeStream(of: Int.self)
        running = Task {
            defer { report.finish() }
            try await service.run { report.yield($0) }
        }
        guard let port = await ports.first(where: { _ in true }) else {
            try await running.value
            throw StorageError.closed
        }
        self.port = port
        endpoints = service.endpoints
        client = TestClient(address: "http://127.0.0.1:\(port)")
    }

    /// Waits until it has ended by itself.
    ///
    /// - Returns: Why it has, or nil where it was only stopped.
    package func end() async -> (any Error)? {
        if case .failure(let error) = await running.result { error } else { nil }
    }

    /// Stops it and waits until its store is closed.
    package func stop() async {
        client.close()
        running.cancel()
        _ = await running.result
    }
}

/// Runs a service for one test, and stops it whatever happens.
///
/// - Parameters:
///   - blueprint: The service.
///   - folder: Where its keys are written, and its store, which may be there already.
///   - settings: More settings of it.
///   - now: Its clock.
///   - adjust: Changes how its store behaves.
///   - test: What is done with it and its keys.
/// - Throws: What kept it from starting, or what the test throws.
package func withRunning(
    _ blueprint: Blueprint,
    in folder: TemporaryFolder,
    settings: [String: String] = [:],
    now: @escaping @Sendable () -> Instant = SystemClock.now,
    adjusting adjust: (inout Store.Configuration) -> Void = { _ in },
    _ test: (RunningService, TestKeys) async throws -> Void
) async throws {
    let keys = try TestKeys(in: folder)
    let service = try await RunningService(
        blueprint,
        store: folder.file("store"),
        keys: keys,
        settings: settings,
        now: now,
        adjusting: adjust
    )
    try await attempt {
        try await test(service, keys)
    } finally: {
        await service.stop()
    }
    withExtendedLifetime(folder) {}
}
