import Calls
import TestSupport
import Testing
import Wire

@Suite("Rewards that count", .timeLimit(.minutes(2)))
struct RewardLoopTests {
    /// Levels that reward what makes members grow, and a badge that is worth growth too.
    private static let programme: [JSON.Member] = [
        .init(
            "growth",
            ["rules": [["sum": "amount", "of": "points.earned", "growth": 1, "rewards": true]]]
        ),
        .init(
            "levels",
            [
                "steps": [
                    ["id": "one", "at": 10, "reward": 100], ["id": "two", "at": 50, "reward": 100],
                    ["id": "three", "at": 150, "reward": 100],
                    ["id": "four", "at": 100_000, "reward": 1],
                ]
            ]
        ),
        .init(
            "badges",
            [
                [
                    "id": "rich", "growth": 10,
                    "tiers": [
                        [
                            "id": "t",
                            "goal": [
                                "sum": "amount", "of": "points.earned", "rewards": true,
                                "atLeast": 150,
                            ],
                        ]
                    ],
                ],
                [
                    "id": "earner",
                    "tiers": [
                        [
                            "id": "t", "reward": 100,
                            "goal": ["sum": "amount", "of": "points.earned", "atLeast": 50],
                        ]
                    ],
                ],
            ]
        ),
    ]

    private func earned(_ id: String, _ amount: Int64, cause: JSON?) -> JSON {
        var attributes: [JSON.Member] = [.init("amount", .integer(amount))]
        if let cause { attributes.append(.init("cause", cause)) }
        return BadgesScene.event(id, "points.earned", attributes)
    }

    @Test("what rewards bring about ends with the levels, also where a rule counts it")
    func ends() async throws {
        try await BadgesScene.serving(Self.programme) { scene in
            try await scene.tell([earned("first", 10, cause: nil)], as: "host")
            var told: Int64 = 0
            var rounds = 0
            // Each credit is told, as the gateway does, until none is new.
            while true {
                let balance = try await scene.balance()
                guard balance > told else { break }
                rounds += 1
                try #require(rounds < 10)
                let event = earned("r\(rounds)", balance - told, cause: "reward")
                try await scene.tell([event], as: "host")
                told = balance
            }
            // 10 make the first level, whose 100 make the second, whose 100 make the third.
            #expect(told == 300 && rounds == 3)
            let page = try await scene.profile()
            #expect(page["level"]?["number"] == 3)
            #expect(page["growth"] == 320)
            // The badge that counts rewards has none; the other one counts what was earned alone.
            #expect(try await scene.tiers() == ["rich:t"])
            try await scene.tell([earned("last", 40, cause: nil)], as: "host")
            #expect(try await scene.tiers() == ["rich:t", "earner:t"])
            #expect(try await scene.differences() == [])
        }
    }
}
