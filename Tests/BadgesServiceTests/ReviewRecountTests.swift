import Access
import Calls
import Primitives
import TestSupport
import Testing
import Wire

@Suite("Levels whose review is published later, or changed", .timeLimit(.minutes(2)))
struct ReviewRecountTests {
    /// Two levels by the growth of a year; the second takes 100 and is kept with 50.
    private static func programme(_ review: JSON?) -> [JSON.Member] {
        var levels = [
            JSON.Member(
                "steps",
                [["id": "one", "at": 0], ["id": "two", "at": 100, "keep": 50]]
            )
        ]
        if let review { levels.append(JSON.Member("review", review)) }
        return [
            .init(
                "growth",
                [
                    "over": ["months": 12],
                    "rules": [["sum": "amount", "of": "order", "growth": 1]],
                ]
            ),
            .init("levels", .object(levels)),
        ]
    }

    /// An order that a review of 2027-03-01 looks at no more.
    private static let order = BadgesScene.event(
        "o-1",
        "order",
        on: "2026-02-28",
        [.init("amount", 100)]
    )

    @Test("a review that is new lets members fall whom nothing happens to any more")
    func new() async throws {
        let job = ["job-pause-ms": "10"]
        try await BadgesScene.serving(Self.programme(nil), settings: job) { scene in
            try await scene.tell([Self.order])
            try await scene.publish(Self.programme(["months": 12]))
            try await Patience.wait {
                try await scene.metric("jifen_members_to_recount") == 0
            }
            let before = try await scene.send(.get, "/v1/levels", by: .operator)
            #expect(before.json["items"]?[0]?["level"] == 2)
            scene.pass(days: 396)
            try await Patience.wait {
                let answer = try await scene.send(.get, "/v1/levels", by: .operator)
                return answer.json["items"]?[0]?["level"] == 1
            }
        }
    }

    @Test("without a review no time of grace is left, and no level is lost")
    func gone() async throws {
        let review: JSON = ["months": 12, "graceDays": 30]
        try await BadgesScene.serving(Self.programme(review)) { scene in
            try await scene.tell([Self.order])
            scene.pass(days: 365)
            let graced = try await scene.profile()["level"]
            #expect(graced?["graceEndsOn"] == "2027-03-31")
            try await scene.publish(Self.programme(nil))
            for days: Int64 in [0, 60] {
                scene.pass(days: days)
                let level = try await scene.profile()["level"]
                #expect(level?["number"] == 2)
                #expect(level?["graceEndsOn"] == nil && level?["reviewOn"] == nil)
            }
        }
    }

    @Test("more reviews bring the next one forward; other days of grace count nobody anew")
    func changed() async throws {
        let versions: [(review: JSON, behind: Int, on: JSON)] = [
            (["months": 12, "graceDays": 30], 0, "2027-03-01"),
            (["months": 12, "graceDays": 5, "fall": "toGrowth"], 0, "2027-03-01"),
            (["months": 1], 1, "2026-04-01"), (["months": 6], 1, "2026-04-01"),
        ]
        try await BadgesScene.serving(Self.programme(["months": 12])) { scene in
            try await scene.tell([Self.order])
            for (review, behind, on) in versions {
                try await scene.publish(Self.programme(review))
                let found = try await scene.metric("jifen_members_to_recount")
                #expect(found == behind, "\(review)")
                let level = try await scene.profile()["level"]
                #expect(level?["reviewOn"] == on, "\(review)")
            }
        }
    }
}
