import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import Primitives
import ServiceLifecycle
import Storage
import UnixSignals

/// A service with its store open, ready to listen.
package struct HostedService: Sendable {
    /// Everything that it offers.
    package let endpoints: [Endpoint]
    private let application: Application<EdgeResponder>
    private let store: Store
    private let storeGuard: StoreGuard
    private let dueWorker: DueWorker?
    private let background: [any Service]
    private let onRunning: RunningSignal
    private let drainLimit: Duration
    private let logger: Logger

    /// Makes a service of its blueprint.
    ///
    /// - Parameters:
    ///   - blueprint: What it is.
    ///   - settings: Its settings.
    ///   - logger: Its log.
    ///   - now: The clock of its business.
    ///   - adjust: Changes how its store behaves; only tests do.
    /// - Throws: `SettingFault`, `KeyFault` or `StorageError`.
    package init(
        _ blueprint: Blueprint,
        settings: Settings,
        logger: Logger,
        now: @escaping @Sendable () -> Instant = SystemClock.now,
        adjusting adjust: (inout Store.Configuration) -> Void = { _ in }
    ) async throws {
        let metrics = PrometheusRegistry(common: [("service", blueprint.name)])
        let edge = try await Edge(settings, logger: logger, metrics: metrics)
        storeGuard = StoreGuard()
        let clock = settings.isOn("test-clock") ? SettableClock(now()) : nil
        var parts = HostParts(
            blueprint.name,
            settings,
            logger: logger,
            metrics: metrics,
            now: now
        )
        if let clock { parts.now = { clock.now } }
        parts.store.observer = .counting(in: metrics, failed: storeGuard.report)
        adjust(&parts.store)
        let assembly = try blueprint.assemble(parts)
        store = assembly.store
        background = assembly.background
        self.logger = logger
        drainLimit = .milliseconds(settings.integer("drain-limit-ms"))
        endpoints =
            CommonEndpoints.all(of: blueprint, assembly: assembly, metrics: metrics)
            + assembly.endpoints + (try await Self.clockEndpoints(clock, of: assembly, logger))
        dueWorker = clock == nil ? DueWorker(assembly, parts) : nil
        let signal = RunningSignal()
        onRunning = signal
        application = Application(
            responder: EdgeResponder(edge: edge, endpoints: endpoints),
            server: .loopBound(Connections(settings, logger: logger, metrics: metrics)),
            configuration: .init(settings),
            onServerRunning: { channel in signal.report(channel.localAddress?.port ?? 0) },
            logger: logger
        )
    }

    /// Listens until it is told to stop; then finishes what was accepted and closes the store.
    ///
    /// - Parameters:
    ///   - signals: The signals that stop it gracefully.
    ///   - onRunning: Hears the port on which it listens.
    /// - Throws: What kept it from listening, or why its store cannot go on.
    package func run(
        stoppingOn signals: [UnixSignal] = [],
        onRunning: @escaping @Sendable (Int) -> Void
    ) async throws {
        self.onRunning.listen(onRunning)
        var group = ServiceGroupConfiguration(
            services: [
                // Where the store fails, those who wait still hear that it has.
                .init(
                    service: storeGuard,
                    failureTerminationBehavior: .gracefullyShutdownGroup
                )
            ] + background.map { .init(service: $0) } + [
                // Stopped before what runs in the background, which can still push what the last
                // requests owe.
                .init(service: application)
            ] + [dueWorker].compactMap { $0.map { .init(service: $0) } },
            gracefulShutdownSignals: signals,
            logger: logger
        )
        group.maximumGracefulShutdownDuration = drainLimit
        let services = ServiceGroup(configuration: group)
        let result: Result<Void, any Error>
        do {
            result = .success(try await services.run())
        } catch {
            result = .failure(error)
        }
        await store.close()
        try result.get()
    }
}

extension HostedService {
    /// The test clock's endpoints, with the clock where the store says; none without one.
    private static func clockEndpoints(
        _ clock: SettableClock?,
        of assembly: Assembly,
        _ logger: Logger
    ) async throws -> [Endpoint] {
        guard let clock else { return [] }
        let run = ClockRun(store: assembly.store, clock: clock, dueWork: assembly.dueWork)
        do {
            try await run.begin()
        } catch {
            await assembly.store.close()
            throw error
        }
        logger.warning("the test clock is on", metadata: ["now": "\(clock.now)"])
        return ClockEndpoints(run: run).endpoints
    }
}

extension ApplicationConfiguration {
    fileprivate init(_ settings: Settings) {
        self.init(
            address: .hostname(settings.text("host"), port: settings.integer("port")),
            backlog: 1024
        )
    }
}

extension HTTPServerBuilder {
    /// HTTP/1.1 with each connection's task on the connection's event loop.
    fileprivate static func loopBound(_ connections: Connections) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            LoopBoundChannel(http: HTTP1Channel(responder: responder), connections: connections)
        }
    }
}
