import Access
import Calls
import Foundation
import JifenService
import TestSupport
import Testing
import Wire

/// A gateway and a check-in service on stores and ports of their own, with a proxy between them.
///
/// Each can be ended and started again by itself. Both have the test clock.
final class CheckinScene: Sendable {
    /// The day that it is for every member at the beginning.
    static let today = "2026-03-02"
    /// The name of the check-in service's key.
    static let keyID = "service-checkin"

    /// The gateway's part, with the keys of both.
    let stage: Stage
    /// What becomes of the calls to the gateway.
    let faults: FaultSwitch
    /// Where members and operators reach the check-in service, whichever process it is.
    let client: TestClient
    /// An operator's token.
    let token: String

    private let proxy: FaultProxy
    private let neighbour: String
    private let port: Int

    /// Prepares two empty stores; the gateway's address is another's where one is given.
    init(neighbour: String? = nil) async throws {
        let gateway = try FreePort.find()
        stage = try await Stage(
            ["port": "\(gateway)", "test-clock": "true"],
            services: ["host", "checkin"]
        )
        let faults = FaultSwitch()
        self.faults = faults
        proxy = try FaultProxy(to: UInt16(gateway)) { _ in faults.take() }
        self.neighbour = neighbour ?? proxy.url
        port = try FreePort.find()
        client = TestClient(
            address: "http://127.0.0.1:\(port)",
            connections: 48,
            keepsConnections: true
        )
        token = try await stage.keys.token(.operator)
        try write(secret: stage.keys.secret(.service, "checkin"))
    }

    deinit {
        client.close()
        proxy.stop()
    }

    // MARK: The processes

    /// Starts the gateway, sets its clock and publishes a programme.
    func startFirstGateway() async throws -> Gateway {
        let gateway = try await stage.startFirst()
        try await set(clockOf: gateway.client, to: "\(Self.today)T04:00:00Z")
        return gateway
    }

    /// Starts the check-in service, sets its clock and publishes the rules.
    func startFirstCheckin() async throws -> Checkin {
        let checkin = try await startCheckin()
        try await set(clockOf: client, to: "\(Self.today)T04:00:00Z")
        try await publish(Self.rules)
        return checkin
    }

    /// Starts the check-in service on its store.
    func startCheckin() async throws -> Checkin {
        let process = try await ServiceProcess(
            "checkin",
            flags: [
                "store": "sqlite:\(stage.folder.file("checkin.sqlite"))", "keys": stage.keys.path,
                "port": "\(port)", "test-clock": "true", "member-rate": "0",
                "gateway-url": neighbour, "service-key": secretPath,
                "service-key-id": Self.keyID, "charge-wait-ms": "400",
            ]
        )
        return Checkin(scene: self, process: process, client: client)
    }

    /// Sets a service's clock, and lets it do what has come due on the way.
    func set(clockOf client: TestClient, to instant: String) async throws {
        let answer = try await client.send(
            .put,
            "/v1/clock",
            ["now": .string(instant)],
            token: token
        )
        try #require(answer.status == 200, "\(answer.text)")
    }

    /// Publishes a programme with these parts beside zone and assets.
    func publish(_ parts: [JSON.Member]) async throws {
        let section = JSON.object(
            [
                JSON.Member("zone", "Asia/Shanghai"),
                JSON.Member("assets", [["id": "points", "name": "积分"]]),
            ] + parts
        )
        let answer = try await client.send(.put, "/v1/programme", section, token: token)
        try #require(answer.status == 200, "\(answer.text)")
    }

    /// The days' awards, make-ups and freezes.
    static let rules = [
        JSON.Member(
            "checkin",
            [
                "base": [1, 2, 3, 4, 5, 6, 10],
                "milestones": [["at": 3, "award": 10]],
                "freezes": ["most": 2, "price": 5],
                "makeUp": ["windowDays": 7, "perMonth": 3, "prices": [10, 20, 40]],
            ]
        )
    ]

    /// Has `jifen doctor` look at the check-in service.
    func examine() async throws -> (end: ChildProcess.End, output: String) {
        let folder = DataFolder(stage.folder.file("data"))
        try folder.prepare()
        try Data(stage.keys.secret(.operator).utf8)
            .write(to: URL(fileURLWithPath: folder.secretPath(of: .operators)))
        try folder.remember(
            portBase: port - SuiteMember.checkin.portOffset,
            members: [.checkin]
        )
        let doctor = try await JifenCommand.run(["doctor"], on: folder.path)
        return (doctor.end, doctor.output)
    }

    // MARK: The secret of the check-in service

    private var secretPath: String { stage.folder.file("checkin.secret") }

    /// Changes the secret that the check-in service signs its calls with.
    func write(secret: String) throws {
        try Data(secret.utf8).write(to: URL(fileURLWithPath: secretPath))
    }

    /// Has the gateway's next process know another secret of the check-in service's.
    func writeKeys(secret: String) throws {
        let url = URL(fileURLWithPath: stage.keys.path)
        let text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
        let old = stage.keys.secret(.service, "checkin")
        try Data(text.replacing(old, with: secret).utf8).write(to: url)
    }
}

/// Waits until something has come about, which is looked at again and again.
///
/// A look that fails is one that does not see it.
func eventually(
    _ what: String,
    within limit: Duration = .seconds(60),
    at location: SourceLocation = #_sourceLocation,
    _ isSo: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
        // Lost is why a call failed that will be made again.
        if (try? await isSo()) == true { return }
        try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("it did not come about within \(limit): \(what)", sourceLocation: location)
}
