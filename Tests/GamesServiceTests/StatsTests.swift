import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("The games' numbers by day", .timeLimit(.minutes(1)))
struct StatsTests {
    private static let games: [JSON.Member] = [
        .init(
            "lotteries",
            [
                [
                    "id": "sure", "free": ["perDay": 1], "cost": 20, "ten": true,
                    "prizes": [["id": "seven", "points": 7, "weight": 1]],
                ]
            ]
        )
    ]

    @Test("plays, what paid for them, prizes and awards are counted on the day of the programme")
    func days() async throws {
        try await GamesScene.serving(Self.games) { scene in
            try await scene.credit("ann", 200)
            _ = try await scene.draw("sure", as: "ann", key: "free")
            _ = try await scene.draw("sure", as: "ann", count: 10, key: "paid")
            _ = try await scene.draw("sure", as: "ben", count: 10, key: "poor")
            scene.pass(days: 1)
            _ = try await scene.draw("sure", as: "ben", key: "next")
            let stats = try await scene.send(.get, "/v1/stats?from=2026-02-28", by: .viewer).json
            #expect(stats["to"] == "2026-03-02")
            #expect(
                stats["days"] == [
                    ["day": "2026-02-28", "games": []],
                    [
                        "day": "2026-03-01",
                        "games": [
                            [
                                "game": "sure", "plays": 2, "free": 1, "refused": 1,
                                "paid": [["asset": "points", "count": 1, "amount": 200]],
                                "prizes": [["prize": "seven", "count": 11]],
                                "awarded": [["asset": "points", "count": 11, "amount": 77]],
                            ]
                        ],
                    ],
                    [
                        "day": "2026-03-02",
                        "games": [
                            [
                                "game": "sure", "plays": 1, "free": 1, "refused": 0, "paid": [],
                                "prizes": [["prize": "seven", "count": 1]],
                                "awarded": [["asset": "points", "count": 1, "amount": 7]],
                            ]
                        ],
                    ],
                ]
            )
        }
    }
}
