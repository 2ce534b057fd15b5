import Access
import Calls
import Foundation
import ServiceHost
import Storage

/// A service and the gateway that it calls, in the test's own process over real HTTP; one clock
/// for both, which stands until the test moves it.
package struct ServicePair: Sendable {
    /// Where their stores are.
    package let folder: TemporaryFolder
    /// What signs tokens for both.
    package let keys: TestKeys
    /// The clock of both.
    package let clock: TestClock
    /// The gateway.
    package let gateway: RunningService
    /// The service that calls it.
    package let service: RunningService

    /// Starts both.
    ///
    /// - Parameters:
    ///   - blueprint: The service.
    ///   - gateway: The gateway.
    ///   - folder: Where their stores are, which may be there already.
    ///   - callers: The services that have a key, beside this one and the host.
    ///   - clock: The clock of both.
    ///   - way: The address at which the gateway of a port is called, or nil for its own.
    ///   - settings: More settings of the service.
    ///   - adjust: Changes how the service's store behaves.
    /// - Throws: What kept one from starting.
    package init(
        _ blueprint: Blueprint,
        calling gateway: Blueprint,
        in folder: TemporaryFolder,
        callers: [String] = [],
        clock: TestClock,
        at way: (Int) throws -> String? = { _ in nil },
        settings: [String: String],
        adjusting adjust: (inout Store.Configuration) -> Void = { _ in }
    ) async throws {
        let name = blueprint.name
        let keys = try TestKeys(in: folder, services: ["host", name] + callers)
        let below = try await RunningService(
            gateway,
            store: folder.file("gateway.sqlite"),
            keys: keys,
            now: { clock.now }
        )
        let key = folder.file("service-key")
        do {
            try Data(keys.secret(.service, name).utf8).write(to: URL(fileURLWithPath: key))
            service = try await RunningService(
                blueprint,
                store: folder.file("\(name).sqlite"),
                keys: keys,
                settings: [
                    "gateway-url": try way(below.port) ?? below.client.address,
                    "service-key": key, "service-key-id": "service-\(name)",
                ].merging(settings) { $1 },
                now: { clock.now },
                adjusting: adjust
            )
        } catch {
            // A server that is stopped before it has begun to serve ends the whole process.
            _ = try await below.client.send(.get, "/health/live")
            await below.stop()
            throw error
        }
        (self.folder, self.keys, self.clock, self.gateway) = (folder, keys, clock, below)
    }

    /// Does something with both, and stops them whatever happens.
    ///
    /// - Throws: What it throws.
    package func serve(_ test: () async throws -> Void) async throws {
        try await attempt {
            try await test()
        } finally: {
            await stop()
        }
    }

    private func stop() async {
        await service.stop()
        await gateway.stop()
    }
}
