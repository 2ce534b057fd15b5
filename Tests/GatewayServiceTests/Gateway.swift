import Access
import Calls
import GatewayService
import Primitives
import ServiceHost
import Storage
import TestSupport
import Wire

/// A gateway that serves in the test's own process over real HTTP, its clock standing.
struct Gateway: Sendable {
    /// The instant at which the clock stands at first.
    static let start = Instant(milliseconds: 1_772_352_000_000)
    /// The sections that most tests publish.
    static let pointsAndTickets: JSON = [
        "zone": "Asia/Shanghai",
        "assets": [["id": "points", "name": "积分"], ["id": "tickets", "name": "抽奖券"]],
    ]

    let folder: TemporaryFolder
    let keys: TestKeys
    let clock: TestClock
    let service: RunningService
    /// Tokens of the services `host` and `shop`, of an operator and of a viewer.
    let host: String
    let shop: String
    let `operator`: String
    let viewer: String

    var client: TestClient { service.client }

    /// Runs a test with a gateway, and ends it.
    ///
    /// - Parameters:
    ///   - settings: What differs from the usual settings.
    ///   - programme: What is published first, or nil.
    ///   - adjust: Changes how the store behaves.
    ///   - test: What is done with the gateway.
    /// - Returns: What the test returns.
    /// - Throws: What the test throws, or what kept the gateway from starting.
    @discardableResult
    static func serving<Value>(
        _ settings: [String: String] = [:],
        programme: JSON? = pointsAndTickets,
        adjusting adjust: (inout Store.Configuration) -> Void = { _ in },
        test: (Gateway) async throws -> Value
    ) async throws -> Value {
        let folder = try TemporaryFolder()
        let keys = try TestKeys(in: folder, services: ["host", "shop"])
        let gateway = try await Gateway(
            in: folder,
            keys: keys,
            clock: TestClock(start),
            settings,
            adjusting: adjust
        )
        return try await gateway.run { gateway in
            if let programme { try await gateway.publish(programme) }
            return try await test(gateway)
        }
    }

    /// Stops the gateway, and runs a test with another one on the same store.
    @discardableResult
    func restarted<Value>(
        _ settings: [String: String] = [:],
        test: (Gateway) async throws -> Value
    ) async throws -> Value {
        await service.stop()
        return try await Gateway(in: folder, keys: keys, clock: clock, settings).run(test)
    }

    /// Stops the gateway, and opens its store as it lies on the disk.
    @discardableResult
    func stopped<Value>(_ body: (Store) async throws -> Value) async throws -> Value {
        await service.stop()
        let store = try Store.open(
            "sqlite:\(storePath)",
            migrations: Migration.gateway,
            logger: .silent
        )
        return try await attempt {
            try await body(store)
        } finally: {
            await store.close()
        }
    }

    /// A member's token.
    func token(of member: String) async throws -> String {
        try await keys.token(.member, member)
    }

    var storePath: String { folder.file("gateway.sqlite") }

    private init(
        in folder: TemporaryFolder,
        keys: TestKeys,
        clock: TestClock,
        _ settings: [String: String],
        adjusting adjust: (inout Store.Configuration) -> Void = { _ in }
    ) async throws {
        self.folder = folder
        self.keys = keys
        self.clock = clock
        host = try await keys.token(.service, "host")
        shop = try await keys.token(.service, "shop")
        `operator` = try await keys.token(.operator, "olga")
        viewer = try await keys.token(.viewer, "vera")
        service = try await RunningService(
            GatewayBlueprint.blueprint,
            store: folder.file("gateway.sqlite"),
            keys: keys,
            settings: settings,
            now: { clock.now },
            adjusting: adjust
        )
    }

    private func run<Value>(_ test: (Gateway) async throws -> Value) async throws -> Value {
        try await attempt {
            try await test(self)
        } finally: {
            await service.stop()
        }
    }
}

/// A step that a test builds on went wrong.
struct Unexpected: Error {
    let answer: String
}
