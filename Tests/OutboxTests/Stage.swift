import Calls
import Logging
import Outbox
import Primitives
import ServiceHost
import Storage
import Synchronization
import TestSupport
import Wire

/// A store that owes, and the relay that delivers, without a service around them.
final class Stage: Sendable {
    static let start = Instant("2026-01-01T00:00:00Z") ?? Instant(milliseconds: 0)

    let store: Store
    let doorbell = Doorbell()
    let relay: Relay
    let metrics = PrometheusRegistry(common: [])
    private let caller: HTTPCaller
    private let running: Mutex<Task<Void, any Error>?>
    private let counter = Atomic<UInt64>(0)

    /// Opens a store in a folder and starts the relay to a neighbour, which is not there where
    /// no address is given.
    init(
        in folder: TemporaryFolder,
        url: String?,
        neighbour name: String = "gateway",
        delivery: Delivery = .operations,
        feeds: [Feed] = [],
        tables: [String] = [],
        readLimit: Duration = .seconds(1),
        isRunning: Bool = true,
        limits adjust: (inout RelayLimits) -> Void = { _ in },
        hook: @escaping Relay.Hook = { _, _, _ in }
    ) throws {
        var configuration = Store.Configuration()
        configuration.readLimit = readLimit
        doorbell.attach(to: &configuration)
        let logger = Logger(label: "outbox") { _ in SwiftLogNoOpLogHandler() }
        store = try Store.open(
            "sqlite:\(folder.file("store"))",
            migrations: [Migration(1, tables + Migration.outboxTables)],
            configuration: configuration,
            logger: logger
        )
        caller = HTTPCaller(logger: logger)
        let neighbour = url.map { [caller] in Neighbour.quick(name, at: $0, through: caller) }
        var limits = RelayLimits.quick
        adjust(&limits)
        relay = Relay(
            [Lane(to: name, at: neighbour, [delivery])],
            feeds: feeds,
            store: store,
            doorbell: doorbell,
            now: { Stage.start },
            metrics: metrics,
            logger: logger,
            limits: limits,
            hook: hook
        )
        let relay = relay
        running = Mutex(isRunning ? Task { try await relay.run() } : nil)
    }

    /// Stops the relay as a kill does, wherever it is, and closes the store.
    func kill() async {
        let task = running.withLock { $0 }
        task?.cancel()
        _ = await task?.result
        caller.close()
        await store.close()
    }

    /// The next id; ids of one stage never repeat, nor do those of two seeds.
    func id(_ seed: UInt64 = 0) -> TimeOrderedID {
        let count = counter.wrappingAdd(1, ordering: .relaxed).newValue
        return TimeOrderedID(at: Stage.start, random: (seed, count))
    }

    /// Owes one credit in a commit of its own.
    @discardableResult
    func owe(
        _ member: String = "m1",
        amount: Int64 = 1,
        id: TimeOrderedID? = nil,
        needing need: OutboxMessage.Need? = nil
    ) async throws -> String {
        let id = id ?? self.id()
        try await owe([.credit(id, member, amount, needing: need)])
        return id.description
    }

    /// Owes messages in one commit.
    func owe(_ messages: [OutboxMessage]) async throws {
        try await store.write { [doorbell] transaction in
            for message in messages { try transaction.owe(message, doorbell) }
        }
    }

    /// How many rows are in a state.
    func count(_ state: RowState) -> Int64 {
        // Lost is why the store cannot be read; the count shows that something is wrong.
        (try? store.read { reads in
            try reads.first(
                "SELECT COUNT(*) FROM outbox WHERE state = ?",
                .int(state.rawValue)
            ) { $0.int(0) }
        }) ?? -1
    }

    /// Waits until nothing is owed any more.
    func settled() async throws {
        try await Patience.wait { self.count(.owed) == 0 }
    }
}

extension Neighbour {
    /// A neighbour that is tried again without a long rest.
    static func quick(
        _ name: String,
        at url: String,
        through caller: HTTPCaller
    ) -> Neighbour {
        Neighbour(
            name,
            at: url,
            through: caller,
            as: .init(authorisation: { "Bearer token" }),
            breaker: CircuitBreaker(.init(rest: .quick))
        )
    }
}

extension DoublingPause {
    /// A pause that tests need not wait for.
    static var quick: DoublingPause {
        DoublingPause(from: .milliseconds(1), upTo: .milliseconds(4))
    }
}

extension RelayLimits {
    /// Limits that lose no time between attempts.
    static var quick: RelayLimits {
        var limits = RelayLimits()
        limits.pause = .quick
        limits.probePause = .milliseconds(5)
        limits.timeout = .seconds(60)
        // A relay that missed what it waits for must not be helped by it.
        limits.lookout = .seconds(3600)
        return limits
    }
}

extension OutboxMessage {
    /// A credit that is owed to the gateway.
    static func credit(
        _ id: TimeOrderedID,
        _ member: String,
        _ amount: Int64,
        needing need: Need? = nil
    ) -> OutboxMessage {
        OutboxMessage(
            id,
            to: "gateway",
            by: .operations,
            about: MemberID(member) ?? MemberID(validated: "m"),
            needing: need,
            owedAt: Stage.start
        ) { writer in
            writer.member("type", "credit")
            writer.member("member", member)
            writer.member("amount", amount)
        }
    }
}

/// Runs a test between a receiver and a stage, and ends both.
func withStage(
    _ receiver: Receiver = Receiver(),
    delivery: Delivery = .operations,
    isRunning: Bool = true,
    limits adjust: (inout RelayLimits) -> Void = { _ in },
    hook: @escaping Relay.Hook = { _, _, _ in },
    _ test: (Stage) async throws -> Void
) async throws {
    try await withStage(between: receiver, test) { folder, url in
        try Stage(
            in: folder,
            url: url,
            delivery: delivery,
            isRunning: isRunning,
            limits: adjust,
            hook: hook
        )
    }
}

/// Runs a test between a receiver and a stage that is made in a folder, before an address.
func withStage(
    between receiver: Receiver,
    _ test: (Stage) async throws -> Void,
    make: (TemporaryFolder, String) throws -> Stage
) async throws {
    let folder = try TemporaryFolder()
    let neighbour = try ScriptedNeighbour { receiver.react(to: $0) }
    defer { neighbour.stop() }
    let stage = try make(folder, neighbour.url)
    try await attempt {
        try await test(stage)
    } finally: {
        await stage.kill()
    }
    withExtendedLifetime(folder) {}
}
