import Access
import BadgesService
import Calls
import GatewayService
import Primitives
import ServiceHost
import Storage
import TestSupport
import Testing
import Wire

/// A badges service and the gateway that it pays through.
struct BadgesScene: PairScene {
    /// Midnight in Shanghai of 2026-03-01, which is a Sunday.
    static let midnight = Instant(milliseconds: 1_772_294_400_000)
    /// The day that begins then.
    static let firstDay = CalendarDay(daysSinceEpoch: 20_513)

    /// What every section begins with.
    static let frame: [JSON.Member] = [
        .init("zone", "Asia/Shanghai"),
        .init("assets", [["id": "points", "name": "积分"], ["id": "tickets", "name": "券"]]),
    ]

    static let blueprint = BadgesBlueprint.blueprint

    /// The zone of the programmes that are published.
    private let zone: String
    let pair: ServicePair

    var badges: RunningService { pair.service }

    /// Runs a test with both services, and ends them.
    ///
    /// - Parameters:
    ///   - programme: What the programme has beside its zone and its assets, or nil for none.
    ///   - place: A folder that an earlier scene has left, or nil.
    ///   - zone: The programme's zone.
    ///   - clock: The clock of both.
    ///   - settings: More settings of the badges service.
    ///   - adjust: Changes how its store behaves.
    ///   - test: What is done with them.
    /// - Throws: What the test throws, or what kept a service from starting.
    static func serving(
        _ programme: [JSON.Member]?,
        in place: TemporaryFolder? = nil,
        zone: String = "Asia/Shanghai",
        clock: TestClock = TestClock(midnight),
        settings: [String: String] = [:],
        adjusting adjust: (inout Store.Configuration) -> Void = { _ in },
        test: (BadgesScene) async throws -> Void
    ) async throws {
        let pair = try await ServicePair(
            blueprint,
            calling: GatewayBlueprint.blueprint,
            in: try place ?? TemporaryFolder(),
            callers: ["checkin"],
            clock: clock,
            settings: settings,
            adjusting: adjust
        )
        let scene = BadgesScene(zone: zone, pair: pair)
        try await pair.serve {
            if let programme { try await scene.publish(programme) }
            try await test(scene)
        }
    }

    /// Publishes badges and levels, and their zone and assets at the gateway.
    func publish(_ programme: [JSON.Member]) async throws {
        let frame = [.init("zone", .string(zone))] + Self.frame.dropFirst()
        let section = JSON.object(frame + programme)
        let own = try await send(.put, "/v1/programme", section, by: .operator)
        try #require(own.status == 200, "\(own.text)")
        let other = try await sendGateway(.put, "/v1/programme", .object(frame), by: .operator)
        try #require(other.status == 200, "\(other.text)")
    }

    /// Lets time pass up to an instant.
    func pass(to instant: Instant) {
        clock.advance(milliseconds: instant.milliseconds - clock.now.milliseconds)
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
        let answer = try await send(.get, "/v1/members/me/profile", as: member)
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
        return try await balance(member, asset: "points")
    }

    /// What the stored counts differ in from what the events make of them.
    func differences() async throws -> [JSON] {
        let answer = try await send(.get, "/v1/reconciliation", by: .operator)
        return answer.json["differences"]?.elements ?? [.string(answer.text)]
    }
}
