import Access
import Calls
import Foundation
import TestSupport
import Testing
import Wire

/// A gateway, a check-in service and a badges service on stores and ports of their own; each can be
/// ended and started again by itself.
final class BadgesStage: Sendable {
    /// The gateway's part, with the keys of all.
    let stage: Stage
    /// Where members reach the check-in service, and members and operators the badges.
    let checkin: TestClient
    let badges: TestClient

    private let ports: [String: Int]

    /// Prepares three empty stores.
    init() async throws {
        ports = try ["gateway", "checkin", "badges"].reduce(into: [:]) {
            $0[$1] = try FreePort.find()
        }
        stage = try await Stage(
            ["port": "\(ports["gateway"] ?? 0)"],
            services: ["host", "checkin", "badges"]
        )
        checkin = Self.client(at: ports["checkin"])
        badges = Self.client(at: ports["badges"])
        for name in ["checkin", "badges"] {
            try Data(stage.keys.secret(.service, name).utf8)
                .write(to: URL(fileURLWithPath: stage.folder.file("\(name).secret")))
        }
    }

    deinit {
        checkin.close()
        badges.close()
    }

    private static func client(at port: Int?) -> TestClient {
        TestClient(
            address: "http://127.0.0.1:\(port ?? 0)",
            connections: 48,
            keepsConnections: true
        )
    }

    /// Starts a service on its store; it calls all others.
    func start(_ name: String, _ settings: [String: String] = [:]) async throws -> ServiceProcess {
        let neighbours = ports.filter { $0.key != name }
        let addresses = neighbours.map { ("\($0.key)-url", "http://127.0.0.1:\($0.value)") }
        return try await ServiceProcess(
            name,
            flags: [
                "store": "sqlite:\(stage.folder.file("\(name).sqlite"))", "keys": stage.keys.path,
                "port": "\(ports[name] ?? 0)", "member-rate": "0",
                "service-key": stage.folder.file("\(name).secret"),
                "service-key-id": "service-\(name)",
            ].merging(addresses) { $1 }.merging(settings) { $1 }
        )
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
        at client: TestClient
    ) async throws -> TestClient.Answer {
        let token = try await stage.keys.token(.member, member)
        return try await client.send(method, path, body, token: token)
    }

    /// Waits until a service owes nothing to anybody.
    func waitUntilNothingIsOwed(by client: TestClient) async throws {
        try await eventually("nothing is owed") {
            let rows = try await self.operated(.get, "/v1/outbox?limit=1", at: client)
            return rows.json["items"] == []
        }
    }
}
