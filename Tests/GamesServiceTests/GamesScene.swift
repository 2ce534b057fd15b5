import Access
import Calls
import Foundation
import GamesService
import GatewayService
import Primitives
import ServiceHost
import TestSupport
import Testing
import Wire

/// A games service and the gateway that it calls, in the test's own process over real HTTP; one
/// clock for both, which stands until the test moves it.
final class GamesScene: Sendable {
    /// Midnight in Shanghai of 2026-03-01.
    static let midnight = Instant(milliseconds: 1_772_294_400_000)
    private static let ids = [Role.operator: "olga", .viewer: "vera", .service: "host"]

    let folder: TemporaryFolder
    let keys: TestKeys
    let clock: TestClock
    let gateway: RunningService
    let games: RunningService

    private init(
        in place: TemporaryFolder?,
        clock: TestClock,
        calling way: (Int) throws -> String?,
        settings: [String: String]
    ) async throws {
        folder = try place ?? TemporaryFolder()
        keys = try TestKeys(in: folder, services: ["host", "games"])
        self.clock = clock
        gateway = try await RunningService(
            GatewayBlueprint.blueprint,
            store: folder.file("gateway.sqlite"),
            keys: keys,
            now: { clock.now }
        )
        let (key, seeds) = (folder.file("service-key"), folder.file("seed-keys"))
        try Data(keys.secret(.service, "games").utf8).write(to: URL(fileURLWithPath: key))
        if !FileManager.default.fileExists(atPath: seeds) {
            try Data(Self.seedKeys.utf8).write(to: URL(fileURLWithPath: seeds))
        }
        do {
            games = try await RunningService(
                GamesBlueprint.blueprint,
                store: folder.file("games.sqlite"),
                keys: keys,
                settings: [
                    "gateway-url": try way(gateway.port) ?? gateway.client.address,
                    "service-key": key,
                    "service-key-id": "service-games", "charge-wait-ms": "2000",
                    "seed-keys": seeds,
                ].merging(settings) { $1 },
                now: { clock.now }
            )
        } catch {
            // A server that is stopped before it has begun to serve ends the whole process.
            _ = try await gateway.client.send(.get, "/health/live")
            await gateway.stop()
            throw error
        }
    }

    /// A file of keys as an operator makes one.
    private static var seedKeys: String {
        "# the keys of the seeds\nfirst \(String(repeating: "0a", count: 32))\n"
    }

    /// Runs a test with both services, and ends them.
    ///
    /// - Parameters:
    ///   - games: What the programme has beside its zone and its assets, or nil for no programme.
    ///   - place: A folder that an earlier scene has left, or nil.
    ///   - clock: The clock of both.
    ///   - way: The address at which the gateway of a port is called, or nil for its own.
    ///   - settings: More settings of the games service.
    ///   - test: What is done with them.
    /// - Throws: What the test throws, or what kept a service from starting.
    static func serving(
        _ games: [JSON.Member]?,
        in place: TemporaryFolder? = nil,
        clock: TestClock = TestClock(midnight),
        calling way: (Int) throws -> String? = { _ in nil },
        settings: [String: String] = [:],
        test: (GamesScene) async throws -> Void
    ) async throws {
        let scene = try await GamesScene(
            in: place,
            clock: clock,
            calling: way,
            settings: settings
        )
        do {
            if let games { try await scene.publish(games) }
            try await test(scene)
        } catch {
            await scene.stop()
            throw error
        }
        await scene.stop()
    }

    private func stop() async {
        await games.stop()
        await gateway.stop()
    }

    /// Publishes games, and their zone and assets at the gateway.
    func publish(_ games: [JSON.Member], force: String? = nil) async throws {
        let frame: [JSON.Member] = [
            .init("zone", "Asia/Shanghai"),
            .init("assets", [["id": "points", "name": "积分"], ["id": "tickets", "name": "券"]]),
        ]
        let path = "/v1/programme" + (force.map { "?force=\($0)" } ?? "")
        let own = try await put(path, .object(frame + games))
        try #require(own.status == 200, "\(own.text)")
        let token = try await keys.token(.operator, "olga")
        let other = try await gateway.client.send(
            .put,
            "/v1/programme",
            .object(frame),
            token: token
        )
        try #require(other.status == 200, "\(other.text)")
    }

    /// Lets time pass.
    func pass(seconds: Int64 = 0, hours: Int64 = 0, days: Int64 = 0) {
        clock.advance(milliseconds: ((days * 24 + hours) * 3600 + seconds) * 1000)
    }

    /// Sends a request of a member.
    func send(
        _ method: Method,
        _ path: String,
        _ body: JSON? = nil,
        as member: String,
        key: String? = nil
    ) async throws -> TestClient.Answer {
        let token = try await keys.token(.member, member)
        return try await games.client.send(method, path, body, token: token, key: key)
    }

    /// Sends a request of an operator, or of another role.
    func send(
        _ method: Method,
        _ path: String,
        _ body: JSON? = nil,
        by role: Role,
        key: String? = nil
    ) async throws -> TestClient.Answer {
        let token = try await keys.token(role, Self.ids[role] ?? "host")
        return try await games.client.send(method, path, body, token: token, key: key)
    }

    private func put(_ path: String, _ body: JSON) async throws -> TestClient.Answer {
        try await send(.put, path, body, by: .operator)
    }

    /// What anybody may see.
    func look(_ path: String) async throws -> JSON {
        let answer = try await games.client.send(.get, path)
        try #require(answer.status == 200, "\(path): \(answer.text)")
        return answer.json
    }

    /// Plays a lottery once.
    func draw(
        _ game: String = "wheel",
        as member: String,
        count: Int64 = 1,
        key: String
    ) async throws -> TestClient.Answer {
        try await send(
            .post,
            "/v1/lotteries/\(game)/draws",
            ["count": .integer(count), "clientSeed": .string("seed-\(key)")],
            as: member,
            key: key
        )
    }

    /// Gives a member points.
    func credit(_ member: String, _ amount: Int64, asset: String = "points") async throws {
        let answer = try await gateway.client.send(
            .post,
            "/v1/credits",
            [
                "member": .string(member), "amount": .integer(amount), "asset": .string(asset),
                "reason": "test",
            ],
            token: try await keys.token(.service),
            key: "\(member)-\(asset)-\(amount)"
        )
        try #require(answer.status == 201, "\(answer.text)")
    }

    /// How many points a member has.
    func balance(_ member: String, asset: String = "points") async throws -> Int64 {
        let answer = try await gateway.client.send(
            .get,
            "/v1/members/\(member)/balance",
            token: try await keys.token(.service)
        )
        return answer.json["assets"]?[asset]?["available"]?.integer ?? 0
    }
}

typealias Method = Call.Method
