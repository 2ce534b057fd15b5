import Access
import Calls
import CheckinService
import Primitives
import ServiceHost
import TestSupport
import Testing
import Wire

/// The check-in service in the test's own process, without neighbours, its clock standing.
struct CheckinBooth: ServiceScene {
    private let folder: TemporaryFolder
    let keys: TestKeys
    private let clock: TestClock
    let service: RunningService

    /// A section with parts beside zone and assets.
    static func frame(_ parts: [JSON.Member]) -> JSON {
        .object(
            [
                JSON.Member("zone", "Asia/Shanghai"), JSON.Member("assets", [["id": "points"]]),
            ] + parts
        )
    }

    private static let rules = frame([
        JSON.Member(
            "checkin",
            [
                "base": 1, "freezes": ["most": 2, "price": 5], "pauses": ["daysPerYear": 3],
                "makeUp": ["windowDays": 7, "perMonth": 1, "prices": [0]],
            ]
        )
    ])

    /// Runs a test with a service, on a store that may be there already.
    static func serving(
        programme: JSON? = rules,
        in place: TemporaryFolder? = nil,
        from day: String = "2026-02-20",
        settings: [String: String] = [:],
        _ test: (CheckinBooth) async throws -> Void
    ) async throws {
        let folder = try place ?? TemporaryFolder()
        let keys = try TestKeys(in: folder)
        let clock = TestClock(try #require(Instant("\(day)T04:00:00Z")))
        let service = try await RunningService(
            CheckinBlueprint.blueprint,
            store: folder.file("checkin.sqlite"),
            keys: keys,
            settings: settings,
            now: { clock.now }
        )
        let booth = CheckinBooth(folder: folder, keys: keys, clock: clock, service: service)
        try await attempt {
            if let programme { try await booth.publish(programme) }
            try await test(booth)
        } finally: {
            await service.stop()
        }
    }

    /// Checks the member in on days, and goes on to another one.
    func live(on days: [String], today: String) async throws {
        for day in days {
            try go(to: day)
            let answer = try await send(.init(.post, "/v1/checkins", [:], 201, ""))
            try #require(answer.status == 201, "\(answer.text)")
        }
        try go(to: today)
    }

    /// Publishes a section.
    func publish(_ programme: JSON) async throws {
        let answer = try await send(
            .init(.put, "/v1/programme", programme, 200, "", by: .operator)
        )
        try #require(answer.status == 200, "\(answer.text)")
    }

    private func go(to day: String) throws { try go(at: "\(day)T04:00:00Z") }

    /// Lets it be an instant.
    func go(at instant: String) throws {
        let instant = try #require(Instant(instant))
        clock.advance(milliseconds: instant.milliseconds - clock.now.milliseconds)
    }

    func page() async throws -> JSON {
        let answer = try await send(.init(.get, "/v1/members/me/streak", nil, 200, ""))
        try #require(answer.status == 200, "\(answer.text)")
        return answer.json
    }

    func makeUp(_ day: String, key: String) async throws -> TestClient.Answer {
        try await send(
            .init(.post, "/v1/members/me/makeups", ["day": .string(day)], 201, "", key: key)
        )
    }

    /// What the service answers that is asked for something, which must be there.
    func get(_ path: String, by role: Role = .viewer) async throws -> JSON {
        let answer = try await send(.init(.get, path, nil, 200, "", by: role))
        try #require(answer.status == 200, "\(answer.text)")
        return answer.json
    }

    /// Sends what a refusal is about.
    func send(_ refusal: CheckinRefusal) async throws -> TestClient.Answer {
        let subject = refusal.role == .member ? "m-1" : "host"
        return try await service.client.send(
            refusal.method,
            refusal.path,
            refusal.body,
            token: try await keys.token(refusal.role, subject),
            key: refusal.key
        )
    }
}
