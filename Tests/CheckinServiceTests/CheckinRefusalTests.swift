import Access
import Calls
import CheckinService
import Primitives
import ServiceHost
import TestSupport
import Testing
import Wire

@Suite("What the check-in service refuses", .timeLimit(.minutes(2)))
struct CheckinRefusalTests {
    @Test("A refusal tells its cause, changes nothing, and is final under a key if ever")
    func refusals() async throws {
        try await CheckinBooth.serving { booth in
            try await booth.live(on: ["2026-02-20", "2026-03-02"], today: "2026-03-04")
            let page = try await booth.page()
            for refusal in CheckinRefusal.all {
                let answer = try await booth.send(refusal)
                let text = "\(refusal): \(answer.text)"
                #expect(answer.status == refusal.status, "\(text)")
                #expect(answer.slug == refusal.slug, "\(text)")
                #expect(answer.header("Content-Type") == "application/problem+json", "\(text)")
                #expect(answer.json["final"] == (refusal.isFinal ? true : nil), "\(text)")
                for member in refusal.members {
                    #expect(answer.json[member.name] == member.value, "\(text)")
                }
                let again = try await booth.send(refusal)
                #expect(again.status == answer.status, "\(text)")
                #expect(again.isReplayed == refusal.isFinal, "\(text)")
                if refusal.isFinal { #expect(again.body == answer.body) }
                #expect(try await booth.page() == page, "\(text)")
            }
        }
    }

    @Test("The second make-up of a month with one is refused, and a key means one request")
    func month() async throws {
        try await CheckinBooth.serving { booth in
            try await booth.live(on: ["2026-02-20", "2026-03-02"], today: "2026-03-04")
            let made = try await booth.makeUp("2026-03-03", key: "k-1")
            #expect(made.status == 201, "\(made.text)")
            #expect(made.json["streak"]?["current"] == 2)
            let reused = try await booth.makeUp("2026-03-01", key: "k-1")
            #expect(reused.status == 422 && reused.slug == "idempotency-key-reused")
            let second = try await booth.makeUp("2026-03-01", key: "k-2")
            #expect(second.slug == "limit-reached", "\(second.text)")
            #expect(second.json["limit"] == "makeUp.perMonth")
            #expect(second.json["resetsAt"] == "2026-03-31T16:00:00.000Z")
            let repaired = try await booth.makeUp("2026-03-03", key: "k-3")
            #expect(repaired.slug == "nothing-to-repair", "\(repaired.text)")
            #expect(repaired.json["state"] == "madeUp")
        }
    }

    @Test("Without a programme, and without check-ins in it, there is nothing to be had")
    func unpublished() async throws {
        for programme in [nil, CheckinBooth.frame([])] as [JSON?] {
            try await CheckinBooth.serving(programme: programme) { booth in
                let calls: [CheckinRefusal] = [
                    .init(.post, "/v1/checkins", [:], 404, "not-found"),
                    .init(.get, "/v1/members/me/streak", nil, 404, "not-found"),
                    .init(
                        .post,
                        "/v1/members/me/makeups",
                        ["day": "2026-03-01"],
                        404,
                        "not-found"
                    ),
                    .init(.post, "/v1/members/me/freezes", [:], 404, "not-found"),
                ]
                for call in calls {
                    let answer = try await booth.send(call)
                    #expect(answer.status == 404 && answer.slug == "not-found", "\(answer.text)")
                    #expect(answer.json["final"] == nil)
                }
                let traits = try await booth.send(
                    .init(
                        .put,
                        "/v1/members/m-1/traits",
                        ["level": ["value": 2, "version": 1]],
                        200,
                        "",
                        by: .service
                    )
                )
                #expect(traits.status == (programme == nil ? 404 : 200), "\(traits.text)")
            }
        }
    }
}

/// The check-in service in the test's own process, without neighbours, its clock standing.
struct CheckinBooth: Sendable {
    private let folder: TemporaryFolder
    private let keys: TestKeys
    private let clock: TestClock
    private let service: RunningService

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

    static func serving(
        programme: JSON? = rules,
        _ test: (CheckinBooth) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let keys = try TestKeys(in: folder)
        let clock = TestClock(try #require(Instant("2026-02-20T04:00:00Z")))
        let service = try await RunningService(
            CheckinBlueprint.blueprint,
            store: folder.file("checkin.sqlite"),
            keys: keys,
            now: { clock.now }
        )
        let booth = CheckinBooth(folder: folder, keys: keys, clock: clock, service: service)
        do {
            if let programme { try await booth.publish(programme) }
            try await test(booth)
            await service.stop()
        } catch {
            await service.stop()
            throw error
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
