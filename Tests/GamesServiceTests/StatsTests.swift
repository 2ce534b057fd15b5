import Access
import Calls
import GamesService
import Logging
import Storage
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
                    ["day": "2026-02-28", "active": 0, "games": []],
                    [
                        "day": "2026-03-01", "active": 2,
                        "games": [
                            [
                                "game": "sure", "plays": 2, "free": 1, "refused": 1,
                                "paid": [["asset": "points", "count": 1, "amount": 200]],
                                "prizes": [["prize": "seven", "count": 11]],
                                "awarded": [["asset": "points", "count": 11, "amount": 77]],
                                "expected": [["asset": "points", "amount": "77.000000"]],
                            ]
                        ],
                    ],
                    [
                        "day": "2026-03-02", "active": 1,
                        "games": [
                            [
                                "game": "sure", "plays": 1, "free": 1, "refused": 0, "paid": [],
                                "prizes": [["prize": "seven", "count": 1]],
                                "awarded": [["asset": "points", "count": 1, "amount": 7]],
                                "expected": [["asset": "points", "amount": "7.000000"]],
                            ]
                        ],
                    ],
                ]
            )
        }
    }

    /// A lottery with hard and soft pity whose first prize runs out, another version of it, and a
    /// card flip.
    private static func pitiful(weight: Int64) -> [JSON.Member] {
        let prizes: JSON = [
            [
                "id": "gold", "points": 100, "weight": 1, "tier": 1, "stock": 1,
                "substitute": "few",
            ],
            ["id": "few", "points": ["from": 5, "to": 20, "step": 5], "weight": 2, "tier": 1],
            ["id": "ticket", "asset": "tickets", "amount": 1, "weight": .integer(weight)],
            ["id": "none", "nothing": true, "weight": 5],
        ]
        let soft: JSON = ["from": 2, "rise": 3, "step": 1]
        let pity: JSON = ["pool": "gold", "tier": 1, "hard": 4, "soft": soft]
        let lottery: JSON = [
            "id": "pity", "free": ["perDay": 100], "pity": [pity], "prizes": prizes,
        ]
        let cards: JSON = [
            "id": "cards", "mode": "pick", "cards": 4, "flips": 1, "free": ["perDay": 2],
            "prizes": [["id": "seven", "points": 7, "weight": 1]],
        ]
        return [.init("lotteries", [lottery]), .init("cardFlips", [cards])]
    }

    @Test("what a lottery pays is told beside what its odds promise, of each version and pity")
    func expected() async throws {
        try await GamesScene.serving(Self.pitiful(weight: 4)) { scene in
            for number in 0..<20 { _ = try await scene.draw("pity", as: "ann", key: "a-\(number)") }
            try await scene.publish(Self.pitiful(weight: 5), force: "test")
            let early = try await scene.send(
                .post,
                "/v1/games/pity/epochs",
                ["reason": "test"],
                by: .operator,
                key: "early"
            )
            #expect(early.status == 201, "\(early.text)")
            for number in 0..<20 { _ = try await scene.draw("pity", as: "ben", key: "b-\(number)") }
            let stats = try await scene.send(.get, "/v1/stats?from=2026-03-01", by: .viewer).json
            let numbers = stats["days"]?.elements?.first?["games"]?.elements?.first
            scene.pass(days: 1)
            _ = try await scene.draw("pity", as: "cai", key: "last")
            var sums: [String: Double] = [:]
            for (epoch, weight) in [(1, 4.0), (2, 5.0)] {
                let export = try await scene.look("/v1/fairness/pity/epochs/\(epoch)")
                let plays = export["entries"]?.elements ?? []
                #expect(plays.count == 20)
                for draw in plays.compactMap({ $0["draws"]?.elements?.first }) {
                    for (asset, mean) in Self.means(of: draw, weight) {
                        sums[asset, default: 0] += mean
                    }
                }
            }
            let told = numbers?["expected"]?.elements ?? []
            #expect(told.map { $0["asset"] } == ["points", "tickets"])
            for line in told {
                let amount = try #require(line["amount"]?.text.flatMap { Double($0) })
                let sum = sums[line["asset"]?.text ?? ""] ?? 0
                #expect(abs(amount - sum) < 0.001, "\(line)")
            }
            let given = (numbers?["prizes"]?.elements ?? []).map { $0["count"]?.integer ?? 0 }
            #expect(given.reduce(0, +) == 40 && given.count <= 4)
        }
    }

    /// What one draw wins on average of each asset, worked out from its weighting anew.
    private static func means(of draw: JSON, _ ticket: Double) -> [String: Double] {
        let (gold, few) = (1.0, 2.0)
        let sum = gold + few + ticket + 5
        // What the prizes of the tier, and the others, are multiplied by.
        var factors = (tier: 1.0, others: 1.0)
        if draw["weighting"]?["only"] != nil { factors.others = 0 }
        if let rise = draw["weighting"]?["raised"]?[0]?["by"]?.integer {
            factors = (sum + Double(rise), sum)
        }
        let all = (gold + few) * factors.tier + (ticket + 5) * factors.others
        return [
            "points": (gold * 100 + few * 12.5) * factors.tier / all,
            "tickets": ticket * factors.others / all,
        ]
    }

    @Test("a member is active once a day, whatever it plays, also where its charge is refused")
    func active() async throws {
        try await GamesScene.serving(Self.pitiful(weight: 4)) { scene in
            for member in ["ann", "ben"] {
                for number in 0..<3 {
                    _ = try await scene.draw("pity", as: member, key: "\(number)")
                }
            }
            for member in ["ben", "cai"] {
                let round = try await scene.send(
                    .post,
                    "/v1/cardflips/cards/rounds",
                    [:],
                    as: member,
                    key: "round"
                )
                #expect(round.status == 201, "\(round.text)")
            }
            // A look and a dry run are no play.
            _ = try await scene.send(.get, "/v1/lotteries/pity", as: "dan")
            let path = "/v1/lotteries/pity/draws?dryRun=true"
            #expect(try await scene.send(.post, path, [:], as: "dan").status == 200)
            scene.pass(days: 1)
            _ = try await scene.draw("pity", as: "cai", key: "next")
            let stats = try await scene.send(.get, "/v1/stats?from=2026-03-01", by: .viewer).json
            #expect(stats["days"]?.elements?.map { $0["active"] } == [3, 1])
        }
    }

    @Test("a sum that nears 64 bits stays where it is, and refuses no play")
    func largest() async throws {
        let folder = try TemporaryFolder()
        try await GamesScene.serving(Self.games, in: folder) { scene in
            _ = try await scene.draw("sure", as: "ann", key: "first")
        }
        let store = try Store.open(
            "sqlite:\(folder.file("games.sqlite"))",
            migrations: Migration.games,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        try await store.write { transaction in
            try transaction.execute(
                "UPDATE game_day SET amount = 9223372036854775800 WHERE what = 'awarded'"
            )
        }
        await store.close()
        try await GamesScene.serving(nil, in: folder) { scene in
            let draw = try await scene.draw("sure", as: "ben", key: "second")
            #expect(draw.status == 201, "\(draw.text)")
            let stats = try await scene.send(.get, "/v1/stats?from=2026-03-01", by: .viewer).json
            let game = stats["days"]?[0]?["games"]?[0]
            let sum: JSON = ["asset": "points", "count": 2, "amount": 9_223_372_036_854_775_800]
            #expect(game?["awarded"] == [sum])
        }
        withExtendedLifetime(folder) {}
    }
}
