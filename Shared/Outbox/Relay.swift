import CoreMetrics
import Logging
import Primitives
import ServiceHost
import ServiceLifecycle
import Storage

/// Delivers what a service's commits owe to its neighbours: at once, in batches, at least once.
///
/// The receiver's keys make that exactly once in effect. Nothing is written when a batch goes
/// out, so a process that dies anywhere leaves rows that go out again under the same keys.
package final class Relay: Service {
    /// Hears, in the commit, what became of each row; what it throws undoes the commit, and the
    /// rows go out again.
    package typealias Hook =
        @Sendable (OutboxRow, RowOutcome, borrowing Transaction) throws -> Void

    /// The ways to the neighbours.
    let lanes: [Lane]
    let hook: Hook
    /// What is told by a cursor, to neighbours that are there.
    let feeds: [RunningFeed]
    private let runners: [String: LaneRunner]
    private let gauges: OutboxGauges

    /// Prepares to deliver what a service owes.
    ///
    /// - Parameters:
    ///   - lanes: The ways to the neighbours, those that are not there included.
    ///   - feeds: What neighbours are told of rows that are kept anyway.
    ///   - store: Where the rows are.
    ///   - doorbell: Rings when some were committed; attached to the store.
    ///   - parts: The service's log, metrics and clock of the business.
    ///   - hook: Hears, in the commit, what became of each row.
    package convenience init(
        _ lanes: [Lane],
        feeds: [Feed] = [],
        store: Store,
        doorbell: Doorbell,
        parts: HostParts,
        hook: @escaping Hook = { _, _, _ in }
    ) {
        self.init(
            lanes,
            feeds: feeds,
            store: store,
            doorbell: doorbell,
            now: parts.now,
            metrics: parts.metrics,
            logger: parts.logger,
            hook: hook
        )
    }

    /// Prepares to deliver, with limits of its own as tests need them.
    ///
    /// - Parameters:
    ///   - lanes: The ways to the neighbours.
    ///   - feeds: What neighbours are told of rows that are kept anyway.
    ///   - store: Where the rows are.
    ///   - doorbell: Rings when some were committed; attached to the store.
    ///   - now: The clock of the business.
    ///   - metrics: Where what is delivered and what waits is counted.
    ///   - logger: Hears how the neighbours fare.
    ///   - limits: How much is sent at once.
    ///   - jitter: Draws from 0 up to 1 for each pause.
    ///   - hook: Hears, in the commit, what became of each row.
    package init(
        _ lanes: [Lane],
        feeds: [Feed] = [],
        store: Store,
        doorbell: Doorbell,
        now: @escaping @Sendable () -> Instant,
        metrics: any MetricsFactory,
        logger: Logger,
        limits: RelayLimits = RelayLimits(),
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        hook: @escaping Hook = { _, _, _ in }
    ) {
        self.lanes = lanes
        self.hook = hook
        gauges = OutboxGauges(store: store, now: now, metrics: metrics)
        var runners: [String: LaneRunner] = [:]
        var running: [RunningFeed] = []
        for lane in lanes {
            guard let neighbour = lane.neighbour else { continue }
            let line = Line(lane, neighbour, limits, metrics, logger, jitter)
            let shelf = OutboxShelf(lane: lane.name, store: store, now: now, hook: hook)
            runners[lane.name] = line.runner(of: shelf)
            for feed in feeds where feed.neighbour == lane.name {
                let shelf = FeedShelf(feed, in: store, now: now)
                running.append(RunningFeed(shelf: shelf, runner: line.runner(of: shelf)))
            }
        }
        self.feeds = running
        self.runners = runners
        for (name, runner) in runners { doorbell.listen(for: name) { runner.ring() } }
        for feed in running { doorbell.listenAlways { feed.runner.ring() } }
    }

    /// Delivers until it is told to stop; then waits a little for what is under way.
    package func run() async throws {
        try await withGracefulShutdownHandler {
            try await withThrowingDiscardingTaskGroup { group in
                for runner in allRunners { group.addTask { await runner.run() } }
                // A service that ends by itself would end the process. Lost is that it was
                // cancelled because the stop's time is over, which ends it as well.
                group.addTask { try? await gracefulShutdown() }
            }
        } onGracefulShutdown: {
            for runner in self.allRunners { runner.stop() }
        }
    }

    private var allRunners: [LaneRunner] { Array(runners.values) + feeds.map(\.runner) }

    /// How many rows are owed to neighbours that are there, or are behind a feed's cursor; for the
    /// test clock.
    ///
    /// - Throws: `StorageError`.
    package func owed(_ reads: borrowing Snapshot) throws -> Int64 {
        let told = try feeds.reduce(Int64(0)) { try $0 + $1.shelf.pending(reads) }
        return try runners.keys.reduce(told) { sum, name in
            sum
                + (try reads.first(
                    "SELECT COUNT(*) FROM outbox WHERE neighbour = ? AND state = 0",
                    .text(name)
                ) { $0.int(0) } ?? 0)
        }
    }

    /// Brings the gauges up to date: rows under way, their age, rows that are parked.
    package func measure() {
        gauges.measure(lanes)
        gauges.measure(feeds)
    }

    /// Looks for rows of a neighbour that are owed again.
    func lookAgain(for neighbour: String) {
        runners[neighbour]?.lookAgain()
    }

    /// How the way to a neighbour fares, its feeds included; nil where there is none.
    func health(of neighbour: String) -> (health: LaneDiary.Health, detail: String?)? {
        guard let own = runners[neighbour]?.diary.entry else { return nil }
        let entries =
            [own] + feeds.filter { $0.shelf.feed.neighbour == neighbour }.map(\.runner.diary.entry)
        return entries.first { $0.health == .stopped } ?? entries.first { $0.health == .failing }
            ?? own
    }
}
