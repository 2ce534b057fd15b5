import Access
import Calls
import Foundation
import JifenService
import TestSupport
import Testing
import Wire

/// Services on stores and ports of their own, badges among them; each can be ended and started
/// again by itself.
final class BadgesStage: Sendable {
    /// The gateway's part, with the keys of all.
    let stage: Stage
    /// Where the services are reached, whichever processes they are.
    let gateway: TestClient
    let checkin: TestClient
    let games: TestClient
    let badges: TestClient

    private let ports: [String: Int]

    /// Prepares empty stores of services, to which those that are not named are absent.
    init(_ names: [String] = ["gateway", "checkin", "badges"]) async throws {
        ports = try names.reduce(into: [:]) { $0[$1] = try FreePort.find() }
        stage = try await Stage(
            ["port": "\(ports["gateway"] ?? 0)"],
            services: ["host"] + names
        )
        gateway = Self.client(at: ports["gateway"])
        checkin = Self.client(at: ports["checkin"])
        games = Self.client(at: ports["games"])
        badges = Self.client(at: ports["badges"])
        for name in names { try write(stage.keys.secret(.service, name), to: "\(name).secret") }
        try write("first \(String(repeating: "5e", count: 32))\n", to: "seed-keys")
    }

    deinit {
        for client in [gateway, checkin, games, badges] { client.close() }
    }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: stage.folder.file(name)))
    }

    private static func client(at port: Int?) -> TestClient {
        TestClient(
            address: "http://127.0.0.1:\(port ?? 0)",
            connections: 48,
            keepsConnections: true
        )
    }

    /// Starts a service on its store; it calls its neighbours that there are.
    func start(
        _ name: String,
        _ settings: [String: String] = [:],
        adding environment: [String: String] = [:]
    ) async throws -> ServiceProcess {
        let called = SuiteMember.all.first { $0.name == name }?.neighbours ?? []
        let addresses = ports.filter { called.contains($0.key) }
            .map { ("\($0.key)-url", "http://127.0.0.1:\($0.value)") }
        let own = name == "games" ? ["seed-keys": stage.folder.file("seed-keys")] : [:]
        return try await ServiceProcess(
            name,
            flags: [
                "store": "sqlite:\(stage.folder.file("\(name).sqlite"))", "keys": stage.keys.path,
                "port": "\(ports[name] ?? 0)", "member-rate": "0",
                "service-key": stage.folder.file("\(name).secret"),
                "service-key-id": "service-\(name)",
            ].merging(addresses) { $1 }.merging(own) { $1 }.merging(settings) { $1 },
            adding: environment
        )
    }

    /// Starts the gateway on its empty store, with a test clock that stands at an instant, and
    /// publishes its section.
    func startGateway(_ parts: [JSON.Member], at instant: String) async throws -> Gateway {
        let process = try await start("gateway", ["test-clock": "true"])
        try await publish(parts, to: gateway)
        let set = try await setClock(to: instant, at: gateway)
        try #require(set.status == 200, "\(set.text)")
        let client = TestClient(address: process.address, keepsConnections: true)
        return Gateway(stage: stage, process: process, client: client)
    }

    /// Publishes a service's section.
    func publish(_ parts: [JSON.Member], to client: TestClient) async throws {
        let section = JSON.object(
            [
                JSON.Member("zone", "Asia/Shanghai"),
                JSON.Member("assets", [["id": "points", "name": "积分"]]),
            ] + parts
        )
        let answer = try await operated(.put, "/v1/programme", section, at: client)
        try #require(answer.status == 200, "\(answer.text)")
    }

    /// Has an operator send something.
    func operated(
        _ method: Call.Method,
        _ path: String,
        _ body: JSON? = nil,
        at client: TestClient
    ) async throws -> TestClient.Answer {
        let token = try await stage.keys.token(.operator)
        return try await client.send(method, path, body, token: token)
    }

    /// Has a member send something.
    func send(
        _ method: Call.Method,
        _ path: String,
        _ body: JSON? = nil,
        as member: String,
        at client: TestClient,
        key: String? = nil
    ) async throws -> TestClient.Answer {
        let token = try await stage.keys.token(.member, member)
        return try await client.send(method, path, body, token: token, key: key)
    }

    /// Has the company's own back end, or another service, send something.
    func told(
        _ method: Call.Method,
        _ path: String,
        _ body: JSON? = nil,
        by service: String = "host",
        at client: TestClient
    ) async throws -> TestClient.Answer {
        let token = try await stage.keys.token(.service, service)
        return try await client.send(method, path, body, token: token)
    }

    /// Sets the test clock of a service, so that what comes due on the way is done.
    func setClock(to instant: String, at client: TestClient) async throws -> TestClient.Answer {
        try await operated(.put, "/v1/clock", ["now": .string(instant), "run": true], at: client)
    }

    /// Sends something again and again until an answer settles it.
    static func surely(
        _ send: () async throws -> TestClient.Answer
    ) async throws -> TestClient.Answer {
        let end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end {
            // Lost is why a call failed that is made again.
            if let answer = try? await send(), answer.status < 500 { return answer }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw CancellationError()
    }

    /// Waits until a service owes nothing to anybody, by its outbox and its feeds.
    func waitUntilNothingIsOwed(by client: TestClient) async throws {
        try await eventually("nothing is owed") {
            let rows = try await self.operated(.get, "/v1/outbox?limit=1", at: client).json
            return rows["items"] == []
                && rows["neighbours"]?.elements?.allSatisfy { $0["owed"] == 0 } == true
        }
    }

    /// Finds no difference between what badges has counted and what its events make of it.
    func expectReconciled(members: Int) async throws {
        let audit = try await operated(.get, "/v1/reconciliation", at: badges)
        #expect(audit.json["differences"] == [], "\(audit.text)")
        #expect(audit.json["checked"]?.integer == Int64(members))
    }

    /// A member's balance.
    func points(of member: String) async throws -> Int64? {
        let answer = try await told(.get, "/v1/members/\(member)/balance", at: gateway)
        return answer.json["assets"]?["points"]?["available"]?.integer
    }
}
