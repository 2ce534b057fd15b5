import Access
import Calls
import Primitives
import TestSupport
import Testing
import Wire

@Suite("Levels over HTTP", .timeLimit(.minutes(2)))
struct LevelTests {
    private static let programme: [JSON.Member] = [
        .init(
            "growth",
            ["over": ["months": 12], "rules": [["sum": "amount", "of": "order", "growth": 1]]]
        ),
        .init(
            "levels",
            [
                "review": ["months": 12, "graceDays": 30],
                "steps": [
                    ["id": "one", "at": 0], ["id": "two", "at": 100, "keep": 50, "reward": 10],
                    ["id": "three", "at": 200, "keep": 150, "reward": 20],
                ],
            ]
        ),
    ]

    private func level(_ scene: BadgesScene) async throws -> Int64? {
        try await scene.profile()["level"]?["number"]?.integer
    }

    private func order(
        _ id: String,
        _ amount: Int64,
        on day: String,
        _ scene: BadgesScene
    )
        async throws
    {
        let event = BadgesScene.event(id, "order", on: day, [.init("amount", .integer(amount))])
        let answer = try await scene.tell([event])
        #expect(answer.status == 200, "\(answer.text)")
    }

    @Test("a member climbs over several levels at once, and is rewarded for each, once")
    func climbs() async throws {
        try await BadgesScene.serving(Self.programme) { scene in
            try await order("1", 250, on: "2026-03-01", scene)
            let level = try await level(scene)
            #expect(level == 3)
            let balance = try await scene.balance()
            #expect(balance == 30)
        }
    }

    @Test("who has not grown enough falls by one level after the time of grace, and may come back")
    func falls() async throws {
        try await BadgesScene.serving(Self.programme) { scene in
            // The review of 2027-03-01 looks at the twelve months before it.
            try await order("1", 250, on: "2026-02-28", scene)
            scene.pass(days: 365)
            let graced = try await scene.profile()["level"]
            #expect(graced?["number"] == 3)
            #expect(graced?["graceEndsOn"] == "2027-03-31")
            scene.pass(days: 29)
            let kept = try await level(scene)
            #expect(kept == 3)
            scene.pass(days: 1)
            let fallen = try await level(scene)
            #expect(fallen == 2)
            // Coming back is not rewarded again.
            try await order("2", 200, on: "2027-03-31", scene)
            let back = try await level(scene)
            #expect(back == 3)
            let balance = try await scene.balance()
            #expect(balance == 30)
        }
    }

    @Test("who grows back within the time of grace stays, by the threshold of keeping")
    func staysByKeeping() async throws {
        try await BadgesScene.serving(Self.programme) { scene in
            try await order("1", 250, on: "2026-02-28", scene)
            scene.pass(days: 366)
            try await order("2", 150, on: "2027-03-02", scene)
            let stayed = try await scene.profile()["level"]
            #expect(stayed?["number"] == 3)
            #expect(stayed?["graceEndsOn"] == nil)
            scene.pass(days: 60)
            let later = try await level(scene)
            #expect(later == 3)
        }
    }

    @Test("the job lets members fall whom nobody touches, as if somebody had looked")
    func job() async throws {
        try await BadgesScene.serving(Self.programme, settings: ["job-pause-ms": "20"]) { scene in
            try await order("1", 250, on: "2026-02-28", scene)
            scene.pass(days: 365 + 30)
            try await Patience.wait {
                let answer = try await scene.send(.get, "/v1/levels", by: .operator)
                return answer.json["items"]?[0]?["level"] == 2
            }
        }
    }

    @Test("a level keeps its place: another one below it is refused, one above is not")
    func places() async throws {
        func levels(_ ids: [String]) -> JSON {
            let steps = ids.enumerated().map { place, id -> JSON in
                ["id": .string(id), "at": .integer(Int64(place))]
            }
            return [
                "zone": "Asia/Shanghai", "assets": [["id": "points"]],
                "levels": ["steps": .array(steps)],
            ]
        }
        try await BadgesScene.serving(nil) { scene in
            for (ids, status) in [
                (["one", "two"], 200), (["new", "one", "two"], 422),
                (["one", "two", "three"], 200),
            ] {
                let answer = try await scene.send(
                    .put,
                    "/v1/programme",
                    levels(ids),
                    by: .operator
                )
                #expect(answer.status == status, "\(answer.text)")
            }
        }
    }
}
