import Access
import Calls
import Primitives
import TestSupport
import Testing
import Wire

@Suite("Levels for some days", .timeLimit(.minutes(2)))
struct LevelGrantTests {
    private static let programme: [JSON.Member] = [
        .init("growth", ["rules": [["sum": "amount", "of": "order", "growth": 1]]]),
        .init(
            "levels",
            [
                "steps": [
                    ["id": "one", "at": 0], ["id": "two", "at": 100, "reward": 10],
                    ["id": "three", "at": 200, "reward": 20],
                ]
            ]
        ),
    ]

    private static func body(
        _ level: JSON = "three",
        days: Int64 = 2,
        key: String = "g1"
    ) -> JSON {
        [
            "key": .string(key), "member": "anna", "kind": "level", "level": level,
            "days": .integer(days), "source": "mall",
        ]
    }

    private func grant(
        _ level: JSON,
        days: Int64,
        key: String,
        _ scene: BadgesScene
    ) async throws {
        let body = Self.body(level, days: days, key: key)
        let answer = try await scene.send(.post, "/v1/grants", body, by: .service)
        try #require(answer.status == 201, "\(answer.text)")
    }

    private func order(_ id: String, _ amount: Int64, _ scene: BadgesScene) async throws {
        try await scene.tell([
            BadgesScene.event(id, "order", [.init("amount", .integer(amount))])
        ])
    }

    /// The level of the list of all, which no page brings up to date.
    private func listed(_ scene: BadgesScene) async throws -> JSON? {
        try await scene.send(.get, "/v1/levels", by: .operator).json["items"]?[0]
    }

    @Test("counts to the end of its last day, beside the one that is earned, and pays nothing")
    func granted() async throws {
        let games = try ToldTraits()
        defer { games.neighbour.stop() }
        try await BadgesScene.serving(Self.programme, settings: games.settings) { scene in
            try await order("1", 50, scene)
            let answer = try await scene.send(.post, "/v1/grants", Self.body(), by: .service)
            #expect(answer.status == 201, "\(answer.text)")
            #expect(answer.json["lastDay"] == "2026-03-03")
            #expect(answer.json["inForce"] == 3)
            let page = try await scene.profile()
            #expect(page["level"]?["number"] == 3)
            #expect(page["level"]?["givenUntil"] == "2026-03-03")
            #expect(page["earned"]?["number"] == 1)
            #expect(page["growth"] == 50)
            #expect(page["next"]?["number"] == 2)
            for (level, count) in [(1, 0), (3, 1)] {
                let label = "level=\"\(level)\""
                #expect(try await scene.metric("jifen_level_members", label) == count)
            }
            scene.pass(hours: 23, days: 2)
            let last = try await scene.profile()["level"]?["number"]
            #expect(last == 3)
            scene.pass(hours: 1)
            let ended = try await scene.profile()
            #expect(ended["level"]?["number"] == 1)
            #expect(ended["earned"] == nil)
            #expect(try await listed(scene)?["level"] == 1)
            #expect(try await scene.balance() == 0)
            try await Patience.wait { games.levels() == [1, 3, 1] }
        }
    }

    @Test("of several that run the highest counts, and the next one when it has ended")
    func overlapping() async throws {
        try await BadgesScene.serving(Self.programme) { scene in
            try await order("1", 50, scene)
            try await grant("two", days: 10, key: "a", scene)
            try await grant("three", days: 3, key: "b", scene)
            try await grant(3, days: 5, key: "c", scene)
            var seen: [String] = []
            for _ in 0..<13 {
                let level = try await scene.profile()["level"]
                let until = level?["givenUntil"]?.text ?? ""
                seen.append("\(level?["number"]?.integer ?? 0) \(until)")
                scene.pass(days: 1)
            }
            let third = Array(repeating: "3 2026-03-06", count: 6)
            let second = Array(repeating: "2 2026-03-11", count: 5)
            #expect(seen == third + second + ["1 ", "1 "])
        }
    }

    @Test("ends by itself as the clock runs, and the neighbours hear of it")
    func ends() async throws {
        let games = try ToldTraits()
        defer { games.neighbour.stop() }
        let settings = games.settings.merging(["test-clock": "true"]) { $1 }
        try await BadgesScene.serving(Self.programme, settings: settings) { scene in
            try await order("1", 50, scene)
            try await grant("three", days: 30, key: "a", scene)
            let clock = try await scene.send(.get, "/v1/clock", by: .operator)
            // The day after the last one, by the programme's zone.
            #expect(clock.json["nextDue"] == "2026-03-31T16:00:00.000Z")
            for (now, level) in [("2026-03-31T15:59:59Z", 3), ("2026-03-31T16:00:00Z", 1)] {
                let set = try await scene.send(
                    .put,
                    "/v1/clock",
                    ["now": .string(now)],
                    by: .operator
                )
                #expect(set.status == 200, "\(set.text)")
                #expect(try await listed(scene)?["level"]?.integer == Int64(level))
            }
            try await Patience.wait { games.levels() == [1, 3, 1] }
        }
    }

    @Test("does not come back with a request that waited over its end")
    func late() async throws {
        let games = try ToldTraits()
        defer { games.neighbour.stop() }
        try await BadgesScene.serving(Self.programme, settings: games.settings) { scene in
            try await order("1", 50, scene)
            try await grant("three", days: 2, key: "a", scene)
            scene.pass(days: 3)
            #expect(try await scene.profile()["level"]?["number"] == 1)
            // A moment before midnight, as such a request has it.
            scene.clock.advance(milliseconds: -1_000)
            try await order("2", 10, scene)
            let page = try await scene.profile()
            #expect(page["level"]?["number"] == 1 && page["growth"] == 60, "\(page)")
            #expect(try await listed(scene)?["level"] == 1)
            scene.clock.advance(milliseconds: 1_000)
            #expect(try await scene.profile()["level"]?["number"] == 1)
            // What is told of another level comes last, and behind all that might be told of it.
            try await order("3", 100, scene)
            try await Patience.wait { games.levels().last == 2 }
            #expect(games.levels() == [1, 3, 1, 2])
        }
    }

    @Test("ends unseen where the member has earned as much meanwhile, with the rewards of entry")
    func earned() async throws {
        try await BadgesScene.serving(Self.programme) { scene in
            try await grant("three", days: 5, key: "a", scene)
            #expect(try await scene.balance() == 0)
            try await order("1", 250, scene)
            let page = try await scene.profile()
            #expect(page["level"]?["number"] == 3)
            #expect(page["level"]?["givenUntil"] == nil)
            #expect(page["earned"] == nil)
            #expect(try await scene.balance() == 30)
            let before = try await listed(scene)
            scene.pass(days: 7)
            #expect(try await scene.profile()["level"]?["number"] == 3)
            #expect(try await listed(scene) == before)
        }
    }

    @Test("one key gives once; with another body it is refused, and another caller has its own")
    func keys() async throws {
        try await BadgesScene.serving(Self.programme) { scene in
            let first = try await scene.send(.post, "/v1/grants", Self.body(), by: .service)
            scene.pass(days: 1)
            let again = try await scene.send(.post, "/v1/grants", Self.body(), by: .service)
            #expect(again.status == 201 && again.text == first.text)
            #expect(again.header("Idempotency-Replayed") == "true")
            #expect(try await scene.profile()["level"]?["givenUntil"] == "2026-03-03")
            let other = Self.body(days: 3)
            let refused = try await scene.send(.post, "/v1/grants", other, by: .service)
            #expect(refused.status == 422, "\(refused.text)")
            let token = try await scene.keys.token(.service, "checkin")
            let theirs = try await scene.badges.client.send(
                .post,
                "/v1/grants",
                other,
                token: token
            )
            #expect(theirs.status == 201)
            #expect(try await scene.profile()["level"]?["givenUntil"] == "2026-03-05")
        }
    }

    @Test("outlasts a restart")
    func restart() async throws {
        let (place, clock) = (try TemporaryFolder(), TestClock(BadgesScene.midnight))
        try await BadgesScene.serving(Self.programme, in: place, clock: clock) { scene in
            try await grant("two", days: 3, key: "a", scene)
        }
        let job = ["job-pause-ms": "20"]
        try await BadgesScene.serving(nil, in: place, clock: clock, settings: job) { scene in
            #expect(try await scene.profile()["level"]?["number"] == 2)
            scene.pass(days: 4)
            // Nobody looks at the member.
            try await Patience.wait { try await listed(scene)?["level"] == 1 }
        }
    }

    @Test(
        "is refused with the path of what is wrong",
        arguments: [
            ("level", "four", "level"), ("level", 0, "level"), ("level", 4, "level"),
            ("level", true, "level"), ("days", 0, "days"), ("days", 3661, "days"),
            ("kind", "freeze", "kind"), ("member", "a b", "member"), ("source", "", "source"),
            ("key", "\n", "key"), ("count", 1, "count"),
        ] as [(String, JSON, String)]
    )
    func refused(name: String, value: JSON, path: String) async throws {
        try await BadgesScene.serving(Self.programme) { scene in
            guard case .object(let members) = Self.body() else { return }
            let body = JSON.object(members.filter { $0.name != name } + [.init(name, value)])
            let answer = try await scene.send(.post, "/v1/grants", body, by: .service)
            #expect(answer.status == 400)
            #expect(answer.json["faults"]?[0]?["path"]?.text == path, "\(answer.text)")
            #expect(try await scene.send(.get, "/v1/levels", by: .operator).json["items"] == [])
        }
    }
}
