import Primitives
import TestSupport
import Testing
import Wire

@Suite("Events that badges hears", .timeLimit(.minutes(2)))
struct EventTests {
    private static let streak: [JSON.Member] = [
        .init(
            "badges",
            [
                [
                    "id": "regular", "title": "Regular", "undone": "revoke",
                    "tiers": [
                        [
                            "id": "bronze", "reward": 20,
                            "goal": ["streak": "checkin.done", "atLeast": 3],
                        ]
                    ],
                ]
            ]
        )
    ]

    @Test("a badge is given when its goal is reached, and rewarded once")
    func badge() async throws {
        try await BadgesScene.serving(Self.streak) { scene in
            for (id, day) in [("1", "2026-03-01"), ("2", "2026-03-03")] {
                let answer = try await scene.tell([BadgesScene.event(id, on: day)])
                #expect(answer.status == 200)
            }
            let before = try await scene.tiers()
            #expect(before == [])
            // The day between comes late, twice.
            for isReplayed in [false, true] {
                let answer = try await scene.tell([BadgesScene.event("3", on: "2026-03-02")])
                #expect(answer.json["results"]?[0]?["replayed"] == .bool(isReplayed))
            }
            let after = try await scene.tiers()
            #expect(after == ["regular:bronze"])
            let balance = try await scene.balance()
            #expect(balance == 20)
            let differences = try await scene.differences()
            #expect(differences == [])
        }
    }

    @Test("an undoing that comes first waits for its event", arguments: [false, true])
    func undone(comesFirst: Bool) async throws {
        try await BadgesScene.serving(Self.streak) { scene in
            let undoing = BadgesScene.event("u", "checkin.madeUpReversed", undoes: "2")
            let days = [("1", "2026-03-01"), ("2", "2026-03-02"), ("3", "2026-03-03")]
            let events = days.map { BadgesScene.event($0.0, on: $0.1) }
            for batch in comesFirst ? [[undoing], events] : [events, [undoing]] {
                let answer = try await scene.tell(batch)
                #expect(answer.status == 200, "\(answer.text)")
            }
            let tiers = try await scene.tiers()
            #expect(tiers == [])
            // What was rewarded stays, and is not rewarded again.
            try await scene.tell([BadgesScene.event("4", on: "2026-03-02")])
            let again = try await scene.tiers()
            #expect(again == ["regular:bronze"])
            let balance = try await scene.balance()
            #expect(balance == 20)
            let differences = try await scene.differences()
            #expect(differences == [])
        }
    }

    @Test("the page says from which day on a badge or a task counts")
    func since() async throws {
        let goal: JSON = ["count": "checkin.done", "atLeast": 1]
        let programme: [JSON.Member] = [
            .init(
                "badges",
                [
                    ["id": "b", "since": "2026-03-01", "tiers": [["id": "t", "goal": goal]]],
                    ["id": "c", "tiers": [["id": "t", "goal": goal]]],
                ]
            ),
            .init(
                "tasks",
                [["id": "t", "kind": "newcomer", "since": "2026-03-02", "goal": goal]]
            ),
        ]
        try await BadgesScene.serving(programme) { scene in
            try await scene.tell([BadgesScene.event("1", on: "2026-02-28")])
            let page = try await scene.profile()
            #expect(page["badges"]?.elements?.map { $0["from"] } == ["2026-03-01", nil])
            #expect(page["tasks"]?[0]?["from"] == "2026-03-02")
            #expect(page["badges"]?[0]?["to"] == nil && page["tasks"]?[0]?["to"] == nil)
            #expect(try await scene.tiers() == ["c:t"])
            try await scene.tell([BadgesScene.event("2", on: "2026-03-01")])
            #expect(try await scene.tiers() == ["b:t", "c:t"])
        }
    }

    @Test("an id that a source uses for something else refuses the whole request")
    func reused() async throws {
        try await BadgesScene.serving(Self.streak) { scene in
            try await scene.tell([BadgesScene.event("1")])
            for other in [
                BadgesScene.event("1", on: "2026-03-02"), BadgesScene.event("1", of: "bob"),
            ] {
                let answer = try await scene.tell([BadgesScene.event("2"), other])
                #expect(answer.status == 422)
            }
            // Another source has ids of its own.
            let answer = try await scene.tell([BadgesScene.event("1", of: "bob")], as: "host")
            #expect(answer.status == 200)
            let streak = try await scene.profile()["badges"]?[0]?["tiers"]?[0]?["parts"]?[0]
            #expect(streak?["value"] == 1)
        }
    }

    @Test("more badges than a message has room for hold up no event of their member")
    func manyBadges() async throws {
        // The longest ids that there are.
        func ids(_ letter: String, _ count: Int) -> [String] {
            (100..<100 + count).map { "\(letter)-\($0)" + String(repeating: "x", count: 51) }
        }
        func badges(_ ids: [String], _ least: Int64) -> [JSON.Member] {
            let goal: JSON = ["count": "checkin.done", "atLeast": .integer(least)]
            let list = ids.map { id -> JSON in
                ["id": .string(id), "tiers": [["id": "t", "goal": goal]]]
            }
            return [.init("badges", .array(list))]
        }
        let games = try ToldTraits()
        defer { games.neighbour.stop() }
        let (former, current) = (ids("a", 200), ids("b", 100))
        try await BadgesScene.serving(badges(former, 1), settings: games.settings) { scene in
            try await scene.tell([BadgesScene.event("1")])
            try await Patience.wait { games.badges() == former }
            try await scene.publish(badges(current, 2))
            let answer = try await scene.tell([BadgesScene.event("2")])
            #expect(answer.status == 200, "\(answer.text)")
            let tiers = try await scene.tiers()
            #expect(tiers == Set(current.map { "\($0):t" }))
            // Those for which rules can ask are told first.
            let expected = Array(former.prefix(100)) + current
            try await Patience.wait { games.badges() == expected }
        }
    }

    @Test("a threshold that is lowered reaches those who have passed it, without an event")
    func lowered() async throws {
        func badge(_ least: Int64) -> [JSON.Member] {
            let goal: JSON = ["count": "checkin.done", "atLeast": .integer(least)]
            return [.init("badges", [["id": "b", "tiers": [["id": "t", "goal": goal]]]])]
        }
        try await BadgesScene.serving(badge(3)) { scene in
            try await scene.tell([BadgesScene.event("1"), BadgesScene.event("2")])
            let before = try await scene.tiers()
            #expect(before == [])
            try await scene.publish(badge(2))
            let after = try await scene.tiers()
            #expect(after == ["b:t"])
        }
    }
}
