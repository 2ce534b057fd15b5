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

/// A games service and the gateway that it calls.
struct GamesScene: PairScene {
    /// Midnight in Shanghai of 2026-03-01.
    static let midnight = Instant(milliseconds: 1_772_294_400_000)

    static let blueprint = GamesBlueprint.blueprint

    let pair: ServicePair

    var games: RunningService { pair.service }

    /// A file of keys as an operator makes one.
    private static var seedKeys: String {
        "# the keys of the seeds\nfirst \(String(repeating: "0a", count: 32))\n"
    }

    /// Runs a test with both services, and ends them.
    ///
    /// - Parameters:
    ///   - games: What the programme has beside its zone and its assets, or nil for no programme.
    ///   - blueprint: What the games service is made by.
    ///   - place: A folder that an earlier scene has left, or nil.
    ///   - clock: The clock of both.
    ///   - way: The address at which the gateway of a port is called, or nil for its own.
    ///   - settings: More settings of the games service.
    ///   - test: What is done with them.
    /// - Throws: What the test throws, or what kept a service from starting.
    static func serving(
        _ games: [JSON.Member]?,
        by blueprint: Blueprint = GamesScene.blueprint,
        in place: TemporaryFolder? = nil,
        clock: TestClock = TestClock(midnight),
        calling way: (Int) throws -> String? = { _ in nil },
        settings: [String: String] = [:],
        test: (GamesScene) async throws -> Void
    ) async throws {
        let folder = try place ?? TemporaryFolder()
        let seeds = folder.file("seed-keys")
        if !FileManager.default.fileExists(atPath: seeds) {
            try Data(seedKeys.utf8).write(to: URL(fileURLWithPath: seeds))
        }
        let pair = try await ServicePair(
            blueprint,
            calling: GatewayBlueprint.blueprint,
            in: folder,
            clock: clock,
            at: way,
            settings: ["charge-wait-ms": "2000", "seed-keys": seeds].merging(settings) { $1 }
        )
        let scene = GamesScene(pair: pair)
        try await pair.serve {
            if let games { try await scene.publish(games) }
            try await test(scene)
        }
    }

    /// Publishes games, and their zone and assets at the gateway.
    func publish(_ games: [JSON.Member], force: String? = nil) async throws {
        let frame: [JSON.Member] = [
            .init("zone", "Asia/Shanghai"),
            .init("assets", [["id": "points", "name": "积分"], ["id": "tickets", "name": "券"]]),
        ]
        let path = "/v1/programme" + (force.map { "?force=\($0)" } ?? "")
        let own = try await send(.put, path, .object(frame + games), by: .operator)
        try #require(own.status == 200, "\(own.text)")
        let other = try await sendGateway(.put, "/v1/programme", .object(frame), by: .operator)
        try #require(other.status == 200, "\(other.text)")
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
        let body: JSON = [
            "member": .string(member), "amount": .integer(amount), "asset": .string(asset),
            "reason": "test",
        ]
        let key = "\(member)-\(asset)-\(amount)"
        let answer = try await sendGateway(.post, "/v1/credits", body, by: .service, key: key)
        try #require(answer.status == 201, "\(answer.text)")
    }

    /// How many points a member has.
    func balance(_ member: String) async throws -> Int64 {
        try await balance(member, asset: "points")
    }
}

typealias Method = Call.Method
