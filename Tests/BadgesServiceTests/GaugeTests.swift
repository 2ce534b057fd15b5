import Calls
import TestSupport
import Testing
import Wire

@Suite("What operators watch of badges", .timeLimit(.minutes(2)))
struct GaugeTests {
    private static let programme: [JSON.Member] = [
        .init("growth", ["rules": [["count": "order.paid", "growth": 10]]]),
        .init("levels", ["steps": [["id": "one", "at": 10], ["id": "two", "at": 20]]]),
        .init(
            "badges",
            [
                [
                    "id": "buyer", "undone": "revoke",
                    "tiers": [["id": "t", "goal": ["count": "order.paid", "atLeast": 1]]],
                ]
            ]
        ),
    ]

    @Test("holders of each tier, members of each level and events counted are metrics")
    func gauges() async throws {
        try await BadgesScene.serving(Self.programme) { scene in
            try await expect(scene, ["jifen_badge_holders{badge=\"buyer\",tier=\"t\"} 0"])
            try await scene.tell([
                order("1", of: "anna"), order("2", of: "anna"), order("3", of: "bob"),
                BadgesScene.event("4", of: "carl"),
            ])
            try await expect(
                scene,
                [
                    "jifen_badge_holders{badge=\"buyer\",tier=\"t\"} 2",
                    "jifen_level_members{level=\"0\"} 1", "jifen_level_members{level=\"1\"} 1",
                    "jifen_level_members{level=\"2\"} 1", "jifen_events_counted_total 4",
                ]
            )
            // What comes again is not counted again; what is undone takes its badge along.
            try await scene.tell([
                order("3", of: "bob"),
                BadgesScene.event("5", "order.cancelled", of: "bob", undoes: "3"),
                order("6", of: "carl"),
            ])
            try await expect(
                scene,
                [
                    "jifen_badge_holders{badge=\"buyer\",tier=\"t\"} 2",
                    "jifen_level_members{level=\"0\"} 0", "jifen_level_members{level=\"1\"} 2",
                    "jifen_level_members{level=\"2\"} 1", "jifen_events_counted_total 6",
                ]
            )
        }
    }

    private func order(_ id: String, of member: String) -> JSON {
        BadgesScene.event(id, "order.paid", of: member)
    }

    /// Expects lines of the metrics; the label that all have, and decimals, are left out of them.
    private func expect(_ scene: BadgesScene, _ expected: [String]) async throws {
        let text = try await scene.badges.client.send(.get, "/metrics").text
        let lines = text.replacing(/service="badges",?/, with: "").replacing("{} ", with: " ")
            .replacing(".0\n", with: "\n").split(separator: "\n").map(String.init)
        #expect(Set(expected).subtracting(lines) == [])
    }
}
