import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("Growth that is told before its day has come", .timeLimit(.minutes(2)))
struct ComingGrowthTests {
    private static func programme(over reach: JSON) -> [JSON.Member] {
        [
            .init("growth", ["over": reach, "rules": [["count": "visit", "growth": 10]]]),
            .init(
                "levels",
                [
                    "review": ["months": 1],
                    "steps": [["id": "one", "at": 10], ["id": "two", "at": 20, "reward": 5]],
                ]
            ),
        ]
    }

    private func visit(on days: [String], _ scene: BadgesScene) async throws {
        try await scene.tell(days.map { BadgesScene.event($0, "visit", on: $0) })
    }

    @Test(
        "counts when the day comes, without another event",
        arguments: [["months": 1], "calendarYear"] as [JSON]
    )
    func comes(reach: JSON) async throws {
        let job = ["job-pause-ms": "20"]
        try await BadgesScene.serving(Self.programme(over: reach), settings: job) { scene in
            try await visit(on: ["2026-03-01", "2026-03-02"], scene)
            #expect(try await scene.profile()["level"]?["number"] == 1)
            scene.pass(days: 1)
            try await Patience.wait {
                let levels = try await scene.send(.get, "/v1/levels", by: .operator)
                return levels.json["items"]?[0]?["level"] == 2
            }
            #expect(try await scene.balance() == 5)
        }
    }

    @Test("counts for a page whether the job has run or not, each day in its turn")
    func unseen() async throws {
        try await BadgesScene.serving(Self.programme(over: ["months": 1])) { scene in
            try await visit(on: ["2026-03-02", "2026-03-20", "2026-03-21"], scene)
            #expect(try await scene.profile()["level"]?["number"] == 0)
            // Nobody looks for long: the level of the second was entered on the 20th.
            scene.pass(days: 25)
            let level = try await scene.profile()["level"]
            #expect(level?["number"] == 2)
            #expect(level?["since"] == "2026-03-20")
            #expect(level?["reviewOn"] == "2026-04-20")
            #expect(try await scene.balance() == 5)
        }
    }

    @Test("is not waited for where its event is undone")
    func undone() async throws {
        let settings = ["test-clock": "true"]
        let programme = Self.programme(over: "calendarYear")
        try await BadgesScene.serving(programme, settings: settings) { scene in
            func nextDue() async throws -> JSON? {
                try await scene.send(.get, "/v1/clock", by: .operator).json["nextDue"]
            }
            try await visit(on: ["2026-03-05"], scene)
            #expect(try await nextDue() == "2026-03-04T16:00:00.000Z")
            try await scene.tell([
                BadgesScene.event("u", "cancelled", on: "2026-03-01", undoes: "2026-03-05")
            ])
            #expect(try await nextDue() == nil)
        }
    }
}
