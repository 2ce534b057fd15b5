import Access
import Calls
import Foundation
import JifenService
import TestSupport
import Testing
import Wire

/// A gateway and a games service on stores and ports of their own, with a proxy between them.
///
/// Each can be ended and started again by itself.
final class GamesStage: Sendable {
    /// The gateway's part, with the keys of both.
    let stage: Stage
    /// What becomes of the calls to the gateway.
    let faults: FaultSwitch
    /// Where members and operators reach the games service, whichever process it is.
    let client: TestClient

    private let proxy: FaultProxy
    private let base: Int
    private let port: Int

    /// Prepares two empty stores.
    init(_ settings: [String: String] = [:]) async throws {
        base = try FreePort.findBase()
        let gateway = base + SuiteMember.gateway.portOffset
        stage = try await Stage(
            ["port": "\(gateway)"].merging(settings) { $1 },
            services: ["host", "games"]
        )
        let faults = FaultSwitch()
        self.faults = faults
        proxy = try FaultProxy(to: UInt16(gateway)) { _ in faults.take() }
        port = base + SuiteMember.games.portOffset
        client = TestClient(
            address: "http://127.0.0.1:\(port)",
            connections: 64,
            keepsConnections: true
        )
        try write(stage.keys.secret(.service, "games"), to: "games.secret")
        try write("first \(String(repeating: "5e", count: 32))\n", to: "seed-keys")
    }

    deinit {
        client.close()
        proxy.stop()
    }

    /// Writes a file of the games service.
    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: stage.folder.file(name)))
    }

    /// Starts the games service on its store, with settings beside those of every stage.
    func startGames(
        _ settings: [String: String] = [:],
        logging level: String = "info"
    ) async throws -> ServiceProcess {
        try await ServiceProcess(
            "games",
            flags: [
                "store": "sqlite:\(stage.folder.file("games.sqlite"))", "keys": stage.keys.path,
                "port": "\(port)", "member-rate": "0", "gateway-url": proxy.url,
                "service-key": stage.folder.file("games.secret"),
                "service-key-id": "service-games", "charge-wait-ms": "400",
                "seed-keys": stage.folder.file("seed-keys"), "log-level": level,
            ].merging(settings) { $1 }
        )
    }

    /// Publishes lotteries and card flips, for a reason where they are worse for members.
    func publish(_ games: [JSON.Member], force: String? = nil) async throws {
        let section = JSON.object(
            [
                JSON.Member("zone", "Asia/Shanghai"),
                JSON.Member("assets", [["id": "points", "name": "积分"]]),
            ] + games
        )
        let path = "/v1/programme" + (force.map { "?force=\($0)" } ?? "")
        let answer = try await operated(.put, path, section)
        try #require(answer.status == 200, "\(answer.text)")
    }

    /// Has an operator send something.
    func operated(
        _ method: Call.Method,
        _ path: String,
        _ body: JSON? = nil,
        key: String? = nil
    ) async throws -> TestClient.Answer {
        let token = try await stage.keys.token(.operator)
        return try await client.send(method, path, body, token: token, key: key)
    }

    /// Has a member send something.
    func send(
        _ method: Call.Method,
        _ path: String,
        _ body: JSON? = nil,
        as member: String,
        key: String? = nil
    ) async throws -> TestClient.Answer {
        let token = try await stage.keys.token(.member, member)
        return try await client.send(method, path, body, token: token, key: key)
    }

    /// Has a member play a lottery.
    func draw(
        _ game: String,
        as member: String,
        count: Int64 = 1,
        key: String
    ) async throws -> TestClient.Answer {
        try await send(
            .post,
            "/v1/lotteries/\(game)/draws",
            ["count": .integer(count), "clientSeed": .string(key)],
            as: member,
            key: key
        )
    }

    /// Has a member play a lottery with one request, sent again until it is settled.
    func drawSurely(_ game: String, as member: String, key: String) async throws -> JSON {
        let end = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < end {
            // Lost is why a call failed that is made again, with the same key.
            if let answer = try? await draw(game, as: member, key: key),
                [201, 409].contains(answer.status)
            {
                return answer.json
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw CancellationError()
    }

    /// How many rows are owed to the gateway.
    func owedToGateway() async throws -> Int64 {
        let json = try await operated(.get, "/v1/outbox?limit=1").json
        let standing = json["neighbours"]?.elements?.first { $0["name"]?.text == "gateway" }
        return try #require(standing?["owed"]?.integer)
    }

    /// Finds no difference between stock, entries, plays and intents.
    func expectReconciled() async throws {
        let answer = try await operated(.get, "/v1/reconciliation")
        #expect(answer.json["differences"] == [], "\(answer.text)")
    }

    /// A data folder by which `jifen` finds both services.
    func dataFolder() throws -> DataFolder {
        let folder = DataFolder(stage.folder.file("data"))
        try folder.prepare()
        try Data(stage.keys.secret(.operator).utf8)
            .write(to: URL(fileURLWithPath: folder.secretPath(of: .operators)))
        try folder.remember(portBase: base, members: [.gateway, .games])
        return folder
    }

    /// Finds nothing wrong with `jifen doctor`, which looks at both services.
    func expectWell() async throws {
        let folder = try dataFolder()
        let doctor = try await JifenCommand.run(["doctor"], on: folder.path)
        #expect(doctor.end == .exited(code: 0), "\(doctor.output)")
        #expect(doctor.output.contains("the charges of 1 plays are in the ledger"))
    }
}
