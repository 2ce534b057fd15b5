import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("The badges' numbers by day", .timeLimit(.minutes(2)))
struct StatsTests {
    private static let programme: [JSON.Member] = [
        .init("growth", ["rules": [["count": "order", "growth": 10]]]),
        .init(
            "levels",
            [
                "review": ["months": 1],
                "steps": [["id": "one", "at": 10, "reward": 5], ["id": "two", "at": 20]],
            ]
        ),
        .init(
            "badges",
            [
                [
                    "id": "buyer", "undone": "revoke",
                    "tiers": [
                        [
                            "id": "t", "goal": ["count": "order", "atLeast": 1],
                            "reward": [7, ["freezes": 2], ["product": "cup", "quantity": 3]],
                        ]
                    ],
                ]
            ]
        ),
        .init(
            "tasks",
            [
                [
                    "id": "own", "kind": "newcomer", "reward": 1,
                    "goal": ["count": "order", "atLeast": 1],
                ],
                [
                    "id": "taken", "kind": "newcomer", "takeUp": true, "claim": true, "reward": 1,
                    "goal": ["count": "order", "atLeast": 1],
                ],
            ]
        ),
    ]

    /// A day of which nothing is counted but what is named.
    private static func day(_ day: String, _ members: [JSON.Member] = []) -> JSON {
        let names = ["events", "tiers", "levels", "tasks", "rewards", "freezes", "goods"]
        let all = names.map { name in
            members.first { $0.name == name } ?? .init(name, name == "freezes" ? 0 : [])
        }
        return .object([.init("day", .string(day))] + all)
    }

    private static func days(_ scene: BadgesScene, _ query: String) async throws -> [JSON] {
        let answer = try await scene.send(.get, "/v1/stats?\(query)", by: .viewer)
        #expect(answer.status == 200, "\(answer.text)")
        return answer.json["days"]?.elements ?? []
    }

    private static func buyer(given: JSON = 0, taken: JSON = 0) -> JSON {
        [["badge": "buyer", "tier": "t", "given": given, "taken": taken]]
    }

    @Test("each thing is counted once on its day, however often it is sent")
    func days() async throws {
        try await BadgesScene.serving(Self.programme) { scene in
            // One of the orders was yesterday's; it is the day on which it is heard that gives.
            let orders = [
                BadgesScene.event("1", "order"), BadgesScene.event("2", "order", of: "ben"),
                BadgesScene.event("3", "order", on: "2026-02-28"), BadgesScene.event("4", "visit"),
            ]
            for _ in 0..<2 { try await scene.tell(orders) }
            for (action, key) in [("takeup", "a"), ("takeup", "b"), ("claim", "c"), ("claim", "c")]
            {
                let path = "/v1/members/me/tasks/taken/\(action)"
                let answer = try await scene.send(.post, path, as: "anna", key: key)
                #expect(answer.status == 201, "\(answer.text)")
            }
            let days = try await Self.days(scene, "from=2026-02-28&to=2026-03-02")
            let yesterday: JSON = [["type": "order", "count": 1, "undone": 0]]
            let events: JSON = [
                ["type": "order", "count": 2, "undone": 0],
                ["type": "visit", "count": 1, "undone": 0],
            ]
            let levels: JSON = [
                ["level": 1, "rose": 1, "fell": 0], ["level": 2, "rose": 1, "fell": 0],
            ]
            let tasks: JSON = [
                ["task": "own", "takenUp": 0, "done": 2, "claimed": 0],
                ["task": "taken", "takenUp": 1, "done": 1, "claimed": 1],
            ]
            // Two badges of 7, two levels of 5, two tasks of 1 and one of 1.
            let rewards: JSON = [["asset": "points", "count": 7, "amount": 27]]
            let goods: JSON = [["product": "cup", "quantity": 6]]
            let today: [JSON.Member] = [
                .init("events", events), .init("tiers", Self.buyer(given: 2)),
                .init("levels", levels), .init("tasks", tasks), .init("rewards", rewards),
                .init("freezes", 4), .init("goods", goods),
            ]
            #expect(days.count == 3)
            #expect(days.first == Self.day("2026-02-28", [.init("events", yesterday)]))
            #expect(days.dropFirst().first == Self.day("2026-03-01", today))
            #expect(days.last == Self.day("2026-03-02"))
        }
    }

    @Test("what is undone, taken and lost is counted when that is, also by the job")
    func losses() async throws {
        try await BadgesScene.serving(Self.programme, settings: ["job-pause-ms": "20"]) { scene in
            try await scene.tell([BadgesScene.event("1", "order")])
            scene.pass(days: 1)
            try await scene.tell([
                BadgesScene.event("u", "cancelled", on: "2026-03-02", undoes: "1")
            ])
            let days = try await Self.days(scene, "from=2026-03-01&to=2026-03-02")
            #expect(days.first?["events"] == [["type": "order", "count": 1, "undone": 1]])
            #expect(days.last?["events"] == [["type": "cancelled", "count": 1, "undone": 0]])
            #expect(days.last?["tiers"] == Self.buyer(taken: 1))
            // An undoing that is undone gives back, and pays nothing again.
            try await scene.tell([BadgesScene.event("v", "restored", on: "2026-03-02", undoes: "u")]
            )
            try await scene.tell([
                BadgesScene.event("w", "cancelled", on: "2026-03-02", undoes: "1")
            ])
            let later = try await Self.days(scene, "from=2026-03-01&to=2026-03-02")
            #expect(later.first?["events"] == days.first?["events"])
            #expect(later.last?["tiers"] == Self.buyer(given: 1, taken: 2))
            #expect(later.last?["rewards"] == [])
            scene.pass(days: 30)
            try await Patience.wait {
                let last = try await Self.days(scene, "from=2026-04-01&to=2026-04-01").first
                return last?["levels"] == [["level": 0, "rose": 0, "fell": 1]]
            }
        }
    }

    @Test("what a publication gives is counted on the day on which it is")
    func published() async throws {
        try await BadgesScene.serving([]) { scene in
            try await scene.tell([BadgesScene.event("1", "order", of: "ben")])
            scene.pass(days: 1)
            try await scene.publish(Self.programme)
            _ = try await scene.profile("ben")
            let days = try await Self.days(scene, "from=2026-03-01&to=2026-03-02")
            #expect(days.map { $0["tiers"] } == [[], Self.buyer(given: 1)])
        }
    }

    @Test("prizes of leaderboards are rewards of the day on which they are handed out")
    func prizes() async throws {
        let board: JSON = [
            "id": "b", "count": "order", "each": "day", "settlingDays": 0,
            "prizes": [["to": 1, "reward": 9], ["to": 2, "reward": 4]],
        ]
        let settings = ["job-pause-ms": "20"]
        let programme: [JSON.Member] = [.init("boards", [board])]
        try await BadgesScene.serving(programme, settings: settings) { scene in
            let orders = [("1", "anna"), ("2", "anna"), ("3", "ben"), ("4", "carl")]
            try await scene.tell(orders.map { BadgesScene.event($0.0, "order", of: $0.1) })
            scene.pass(days: 1)
            try await Patience.wait {
                let days = try await Self.days(scene, "from=2026-03-01&to=2026-03-02")
                // The second place is ben's and carl's.
                let rewards: JSON = [["asset": "points", "count": 3, "amount": 17]]
                return days.map { $0["rewards"] } == [[], rewards]
            }
        }
    }

    @Test("an event with an id that is refused is not counted, nor any other of its request")
    func refused() async throws {
        try await BadgesScene.serving([]) { scene in
            try await scene.tell([BadgesScene.event("1", "order")])
            let again = BadgesScene.event("1", "order", on: "2026-03-02")
            let answer = try await scene.tell([BadgesScene.event("2", "order"), again])
            #expect(answer.status == 422)
            let days = try await Self.days(scene, "from=2026-03-01&to=2026-03-02")
            let one: JSON = [["type": "order", "count": 1, "undone": 0]]
            #expect(days.map { $0["events"] } == [one, []])
        }
    }
}
