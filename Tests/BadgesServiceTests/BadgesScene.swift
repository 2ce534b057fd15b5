import Access
import BadgesService
import Calls
import Foundation
import GatewayService
import Primitives
import ServiceHost
import TestSupport
import Testing
import Wire

/// A badges service and the gateway that it pays through, in the test's own process over real
/// HTTP; one clock for both, which stands until the test moves it.
final class BadgesScene: Sendable {
    /// Midnight in Shanghai of 2026-03-01, which is a Sunday.
    static let midnight = Instant(milliseconds: 1_772_294_400_000)
    /// The day that begins then.
    static let firstDay = CalendarDay(daysSinceEpoch: 20_513)
    private static let ids = [Role.operator: "olga", .viewer: "vera", .service: "host"]

    /// What every section begins with.
    static let frame: [JSON.Member] = [
        .init("zone", "Asia/Shanghai"),
        .init("assets", [["id": "points", "name": "积分"], ["id": "tickets", "name": "券"]]),
    ]

    /// The zone of the programmes that are published.
    private let zone: String
    let folder: TemporaryFolder
    let keys: TestKeys
    let clock: TestClock
    let gateway: RunningService
    let badges: RunningService

    private init(
        in place: TemporaryFolder?,
        _ zone: String,
        clock: TestClock,
        settings: [String: String]
    ) async throws {
        self.zone = zone
        folder = try place ?? TemporaryFolder()
        keys = try TestKeys(in: folder, services: ["host", "badges", "checkin"])
        self.clock = clock
        gateway = try await RunningService(
            GatewayBlueprint.blueprint,
            store: folder.file("gateway.sqlite"),
            keys: keys,
            now: { clock.now }
        )
        let key = folder.file("service-key")
        try Data(keys.secret(.service, "badges").utf8).write(to: URL(fileURLWithPath: key))
        do {
            badges = try await RunningService(
                BadgesBlueprint.blueprint,
                store: folder.file("badges.sqlite"),
                keys: keys,
                settings: [
                    "gateway-url": gateway.client.address, "service-key": key,
                    "service-key-id": "service-badges",
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

    /// Runs a test with both services, and ends them.
    ///
    /// - Parameters:
    ///   - programme: What the programme has beside its zone and its assets, or nil for none.
    ///   - place: A folder that an earlier scene has left, or nil.
    ///   - zone: The programme's zone.
    ///   - clock: The clock of both.
    ///   - settings: More settings of the badges service.
    ///   - test: What is done with them.
    /// - Throws: What the test throws, or what kept a service from starting.
    static func serving(
        _ programme: [JSON.Member]?,
        in place: TemporaryFolder? = nil,
        zone: String = "Asia/Shanghai",
        clock: TestClock = TestClock(midnight),
        settings: [String: String] = [:],
        test: (BadgesScene) async throws -> Void
    ) async throws {
        let scene = try await BadgesScene(in: place, zone, clock: clock, settings: settings)
        do {
            if let programme { try await scene.publish(programme) }
            try await test(scene)
        } catch {
            await scene.stop()
            throw error
        }
        await scene.stop()
    }

    private func stop() async {
        await badges.stop()
        await gateway.stop()
    }

    /// Publishes badges and levels, and their zone and assets at the gateway.
    func publish(_ programme: [JSON.Member]) async throws {
        let frame = [.init("zone", .string(zone))] + Self.frame.dropFirst()
        let section = JSON.object(frame + programme)
        let own = try await send(.put, "/v1/programme", section, by: .operator)
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
    func pass(hours: Int64 = 0, days: Int64 = 0) {
        clock.advance(milliseconds: (days * 24 + hours) * 3_600_000)
    }

    /// Lets time pass up to an instant.
    func pass(to instant: Instant) {
        clock.advance(milliseconds: instant.milliseconds - clock.now.milliseconds)
    }

    /// Sends a request of an operator, or of another role.
    func send(
        _ method: Call.Method,
        _ path: String,
        _ body: JSON? = nil,
        by role: Role
    ) async throws -> TestClient.Answer {
        let token = try await keys.token(role, Self.ids[role] ?? "host")
        return try await badges.client.send(method, path, body, token: token)
    }

    /// Sends a request of a member.
    func send(
        _ method: Call.Method,
        _ path: String,
        _ body: JSON? = nil,
        as member: String,
        key: String
    ) async throws -> TestClient.Answer {
        let token = try await keys.token(.member, member)
        return try await badges.client.send(method, path, body, token: token, key: key)
    }

    /// Tells events as the service `checkin`.
    @discardableResult
    func tell(_ events: [JSON], as source: String = "checkin") async throws -> TestClient.Answer {
        try await badges.client.send(
            .post,
            "/v1/events",
            ["events": .array(events)],
            token: try await keys.token(.service, source)
        )
    }

    /// An event as a service tells it.
    static func event(
        _ id: String,
        _ type: String = "checkin.done",
        of member: String = "anna",
        on day: String = "2026-03-01",
        _ attributes: [JSON.Member] = [],
        undoes: String? = nil
    ) -> JSON {
        var members: [JSON.Member] = [
            .init("id", .string(id)), .init("type", .string(type)),
            .init("member", .string(member)), .init("occurredAt", .string("\(day)T04:00:00Z")),
            .init("day", .string(day)),
        ]
        if !attributes.isEmpty { members.append(.init("attributes", .object(attributes))) }
        if let undoes { members.append(.init("undoes", .string(undoes))) }
        return .object(members)
    }

    /// The page of a member.
    func profile(_ member: String = "anna") async throws -> JSON {
        let answer = try await badges.client.send(
            .get,
            "/v1/members/me/profile",
            token: try await keys.token(.member, member)
        )
        try #require(answer.status == 200, "\(answer.text)")
        return answer.json
    }

    /// The tiers that a member has, as `badge:tier`.
    func tiers(_ member: String = "anna") async throws -> Set<String> {
        var found: Set<String> = []
        for badge in try await profile(member)["badges"]?.elements ?? [] {
            for tier in badge["tiers"]?.elements ?? [] where tier["earnedAt"] != nil {
                found.insert("\(badge["id"]?.text ?? ""):\(tier["id"]?.text ?? "")")
            }
        }
        return found
    }

    /// How many points a member has, once nothing is owed to the gateway any more.
    func balance(_ member: String = "anna") async throws -> Int64 {
        try await Patience.wait {
            let rows = try await send(.get, "/v1/outbox?limit=1", by: .operator)
            return rows.json["items"]?.elements?.isEmpty == true
        }
        let answer = try await gateway.client.send(
            .get,
            "/v1/members/\(member)/balance",
            token: try await keys.token(.service)
        )
        return answer.json["assets"]?["points"]?["available"]?.integer ?? 0
    }

    /// What the stored counts differ in from what the events make of them.
    func differences() async throws -> [JSON] {
        let answer = try await send(.get, "/v1/reconciliation", by: .operator)
        return answer.json["differences"]?.elements ?? [.string(answer.text)]
    }
}
