import Access
import Calls
import CheckinService
import GatewayService
import Primitives
import ServiceHost
import TestSupport
import Wire

/// A check-in service and the gateway that it calls; the check-in's clock is a test clock, the
/// gateway's stands.
struct Checkin: PairScene {
    /// The instant at which both clocks stand at first: 2026-03-01, 16:00 in Shanghai.
    static let start = Instant(milliseconds: 1_772_352_000_000)
    /// Rules with every part; check-ins earn tickets, repairs cost points.
    static let section: JSON = [
        "zone": "Asia/Shanghai",
        "assets": [["id": "points", "name": "积分"], ["id": "tickets", "name": "抽奖券"]],
        "checkin": [
            "ownZones": true,
            "base": [["asset": "tickets", "amount": 2], ["asset": "tickets", "amount": 3]],
            "milestones": [
                ["at": 1, "award": [["asset": "tickets", "amount": 1], ["product": "mug"]]],
                ["at": 30, "award": 50],
            ],
            "cumulative": [["days": 1, "award": ["freezes": 1]]],
            "multipliers": [["id": "spring", "group": "day", "times": .number("1.5")]],
            "freezes": ["most": 3, "price": 5], "pauses": ["daysPerYear": 10],
            "makeUp": [
                "windowDays": 7, "perMonth": 3, "prices": [10, 20],
                "award": ["asset": "tickets", "amount": 1],
            ],
        ],
    ]

    static let blueprint = CheckinBlueprint.blueprint

    let pair: ServicePair

    var client: TestClient { service.client }

    /// Runs a test with both services, and ends them.
    ///
    /// - Parameters:
    ///   - programme: What is published first, or nil.
    ///   - test: What is done with them.
    /// - Throws: What the test throws, or what kept a service from starting.
    static func serving(
        _ programme: JSON? = section,
        test: (Checkin) async throws -> Void
    ) async throws {
        let pair = try await ServicePair(
            blueprint,
            calling: GatewayBlueprint.blueprint,
            in: try TemporaryFolder(),
            clock: TestClock(start),
            settings: ["test-clock": "true", "charge-wait-ms": "500"]
        )
        let checkin = Checkin(pair: pair)
        try await pair.serve {
            if let programme { try await checkin.publish(programme) }
            try await test(checkin)
        }
    }

    /// Publishes a section at the check-in, and its zone and assets at the gateway.
    private func publish(_ section: JSON) async throws {
        let frame: JSON = ["zone": section["zone"] ?? .null, "assets": section["assets"] ?? .null]
        for (client, section) in [(client, section), (gateway.client, frame)] {
            try await done(client, .put, "/v1/programme", section, by: .operator)
        }
    }

    /// Sends what a test builds on.
    ///
    /// - Throws: `Unexpected` where it is refused.
    func done(
        _ client: TestClient,
        _ method: Method,
        _ path: String,
        _ body: JSON,
        by role: Role = .service
    ) async throws {
        let token = try await tokens[role]
        let answer = try await client.send(method, path, body, token: token, key: path)
        guard [200, 201].contains(answer.status) else { throw Unexpected(answer: answer.text) }
    }
}

/// A step that a test builds on went wrong.
struct Unexpected: Error {
    let answer: String
}
