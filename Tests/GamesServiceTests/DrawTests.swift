import Access
import Calls
import Primitives
import TestSupport
import Testing
import Wire

@Suite("Plays of a lottery over HTTP", .timeLimit(.minutes(2)))
struct DrawTests {
    static let wheel: [JSON.Member] = [
        .init(
            "lotteries",
            [
                [
                    "id": "wheel", "title": "大转盘", "free": ["perDay": 1], "cost": 20,
                    "limits": ["perDay": 12], "ten": true,
                    "pity": [["pool": "gold", "tier": 1, "hard": 30]],
                    "prizes": [
                        [
                            "id": "gold", "points": 100, "weight": 1, "tier": 1,
                            "stock": 5, "substitute": "five",
                        ],
                        ["id": "five", "points": 5, "weight": 50, "tier": 1],
                        ["id": "none", "nothing": true, "weight": 49],
                    ],
                ]
            ]
        )
    ]

    @Test("a free play is drawn at once, and a repeat of its request answers the same bytes")
    func freePlay() async throws {
        try await GamesScene.serving(Self.wheel) { scene in
            let first = try await scene.draw(as: "ann", key: "k-1")
            #expect(first.status == 201, "\(first.text)")
            #expect(first.json["draws"]?.elements?.count == 1)
            #expect(first.json["draws"]?.elements?.first?["nonce"] == 1)
            #expect(first.json["chancesLeft"] == 0)
            let again = try await scene.draw(as: "ann", key: "k-1")
            #expect(again.isReplayed)
            #expect(again.body == first.body)
            let other = try await scene.draw(as: "ann", count: 10, key: "k-1")
            #expect(other.slug == "idempotency-key-reused")
        }
    }

    @Test("a play that costs something is charged once, and its prizes arrive once")
    func paidPlay() async throws {
        try await GamesScene.serving(Self.wheel) { scene in
            try await scene.credit("ben", 200)
            let ten = try await scene.draw(as: "ben", count: 10, key: "ten")
            #expect(ten.status == 201, "\(ten.text)")
            #expect(ten.json["paid"]?["amount"] == 200)
            let won = (ten.json["draws"]?.elements ?? []).reduce(Int64(0)) {
                $0 + ($1["reward"]?["amount"]?.integer ?? 0)
            }
            try await Patience.wait { try await scene.balance("ben") == won }
            let poor = try await scene.draw(as: "ben", count: 10, key: "again")
            #expect(poor.status == 409)
            #expect(poor.json["final"] == true)
            #expect(try await scene.balance("ben") == won)
        }
    }

    @Test("limits bind at the edge of the day, and are given back by a refused charge")
    func limits() async throws {
        try await GamesScene.serving(Self.wheel) { scene in
            scene.pass(seconds: 86_399)
            // Nothing can pay for ten draws, which leaves the day's limit as it was.
            #expect(
                try await scene.draw(as: "cai", count: 10, key: "a").slug == "insufficient-points"
            )
            #expect(try await scene.draw(as: "cai", key: "b").status == 201)
            try await scene.credit("cai", 1000)
            #expect(try await scene.draw(as: "cai", count: 10, key: "c").status == 201)
            #expect(try await scene.draw(as: "cai", key: "d").status == 201)
            let over = try await scene.draw(as: "cai", key: "e")
            #expect(over.slug == "limit-reached")
            #expect(over.json["resetsAt"]?.text == "2026-03-01T16:00:00.000Z")
            scene.pass(seconds: 1)
            let next = try await scene.draw(as: "cai", key: "f")
            #expect(next.status == 201)
            #expect(next.json["epoch"] == 2)
            // The nonces of the refused ten were used, so the page goes on behind the thirteen.
            #expect(next.json["firstNonce"] == 1)
        }
    }

    @Test("the page shows the odds, what is left, the pseudonym and the next nonce")
    func page() async throws {
        try await GamesScene.serving(Self.wheel) { scene in
            let page = try await scene.send(.get, "/v1/lotteries/wheel", as: "dan")
            #expect(page.status == 200, "\(page.text)")
            let prizes = page.json["prizes"]?.elements ?? []
            #expect(prizes.map { $0["odds"]?["fraction"]?.text } == ["1/100", "1/2", "49/100"])
            #expect(page.json["free"]?["left"] == 1)
            #expect(page.json["fairness"]?["nextNonce"] == 1)
            #expect(page.json["isPlayable"] == true)
            let pseudonym = page.json["player"]?["pseudonym"]?.text
            #expect(pseudonym?.count == 32)
            _ = try await scene.draw(as: "dan", key: "k")
            let after = try await scene.send(.get, "/v1/lotteries/wheel", as: "dan")
            #expect(after.json["player"]?["pseudonym"]?.text == pseudonym)
            #expect(after.json["fairness"]?["nextNonce"] == 2)
            #expect(after.json["why"]?["type"]?.text == nil)
            let list = try await scene.send(.get, "/v1/lotteries", as: "dan")
            #expect(list.json["items"]?.elements?.count == 1)
        }
    }
}
