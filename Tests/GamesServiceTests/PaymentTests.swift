import Access
import Calls
import GamesClient
import Primitives
import TestSupport
import Testing
import Wire

@Suite("What a play is paid with", .timeLimit(.minutes(2)))
struct PaymentTests {
    /// A lottery in which nothing is won, for a ticket or 20 points where nothing is free.
    private static let wheel: [JSON.Member] = [
        .init(
            "lotteries",
            [
                [
                    "id": "wheel", "free": ["perDay": 1, "atStart": 1], "ten": true,
                    "cost": [["asset": "tickets", "amount": 1], 20],
                    "prizes": [["id": "none", "nothing": true, "weight": 1]],
                ]
            ]
        )
    ]

    /// Plays once, and says with what that was paid: nothing, an asset, or a refusal's slug.
    private static func pay(
        _ scene: GamesScene,
        count: Int64 = 1,
        key: String
    ) async throws -> String {
        let draw = try await scene.draw(as: "ann", count: count, key: key)
        guard draw.status == 201 else { return draw.slug ?? draw.text }
        guard let paid = draw.json["paid"] else { return "free" }
        return "\(paid["amount"]?.integer ?? -1) \(paid["asset"]?.text ?? "")"
    }

    @Test("is what is free today, then what is free once, then tickets, then points")
    func order() async throws {
        try await GamesScene.serving(Self.wheel) { scene in
            try await scene.credit("ann", 2, asset: "tickets")
            try await scene.credit("ann", 50)
            var paid: [String] = []
            for number in 1...7 { paid.append(try await Self.pay(scene, key: "\(number)")) }
            #expect(
                paid == [
                    "free", "free", "1 tickets", "1 tickets", "20 points", "20 points",
                    "insufficient-points",
                ]
            )
            #expect(try await scene.balance("ann") == 10)
            #expect(try await scene.balance("ann", asset: "tickets") == 0)
            // The last millisecond of the day, and the first of the next.
            scene.clock.advance(milliseconds: 86_399_999)
            #expect(try await Self.pay(scene, key: "late") == "insufficient-points")
            scene.clock.advance(milliseconds: 1)
            try await scene.credit("ann", 1, asset: "tickets")
            #expect(try await Self.pay(scene, key: "next") == "free")
            #expect(try await Self.pay(scene, key: "then") == "1 tickets")
        }
    }

    @Test("is one kind for all ten draws: nine tickets and points for nine pay for none")
    func ten() async throws {
        try await GamesScene.serving(Self.wheel) { scene in
            try await scene.credit("ann", 9, asset: "tickets")
            try await scene.credit("ann", 199)
            #expect(try await Self.pay(scene, count: 10, key: "a") == "insufficient-points")
            #expect(try await scene.balance("ann", asset: "tickets") == 9)
            #expect(try await scene.balance("ann") == 199)
            try await scene.credit("ann", 1)
            #expect(try await Self.pay(scene, count: 10, key: "b") == "200 points")
            try await scene.credit("ann", 201)
            try await scene.credit("ann", 1, asset: "tickets")
            #expect(try await Self.pay(scene, count: 10, key: "c") == "10 tickets")
            #expect(try await scene.balance("ann") == 201)
            let page = try await scene.send(.get, "/v1/lotteries/wheel", as: "ann").json
            #expect(page["free"]?["left"] == 2)
            #expect(page["fairness"]?["nextNonce"] == 31)
        }
    }

    @Test("ends with the day of the programme's zone, which has 23 or 25 hours where clocks change")
    func clockChanges() async throws {
        // Midnight in Berlin of 2026-03-29 and of 2026-10-25.
        for (start, hours) in [("2026-03-28T23:00:00Z", Int64(23)), ("2026-10-24T22:00:00Z", 25)] {
            let clock = TestClock(try #require(Instant(start)))
            try await GamesScene.serving(nil, clock: clock) { scene in
                let section: [JSON.Member] = [
                    .init("zone", "Europe/Berlin"), .init("assets", [["id": "points"]]),
                    .init("lotteries", [Self.daily]),
                ]
                let answer = try await scene.send(
                    .put,
                    "/v1/programme",
                    .object(section),
                    by: .operator
                )
                try #require(answer.status == 200, "\(answer.text)")
                let midnight = Instant(milliseconds: clock.now.milliseconds + hours * 3_600_000)
                #expect(try await Self.pay(scene, key: "first") == "free")
                clock.advance(milliseconds: hours * 3_600_000 - 1)
                let over = try await scene.draw(as: "ann", key: "over")
                #expect(over.slug == "limit-reached" && over.json["limit"] == "free")
                #expect(over.json["resetsAt"]?.text == midnight.description, "\(over.text)")
                let page = try await scene.send(.get, "/v1/lotteries/wheel", as: "ann").json
                #expect(page["free"]?["resetsAt"]?.text == midnight.description)
                #expect(page["prizes"]?[0]?["leftToday"] == 0)
                #expect(
                    page["prizes"]?[0]?["unavailable"]?["resetsAt"] == page["free"]?["resetsAt"]
                )
                clock.advance(milliseconds: 1)
                let next = try await scene.draw(as: "ann", key: "next")
                #expect(next.status == 201 && next.json["epoch"] == 2, "\(next.text)")
                #expect(next.json["draws"]?[0]?["prize"] == "mug")
            }
        }
    }

    /// A lottery with one chance and one mug a day.
    private static let daily: JSON = [
        "id": "wheel", "free": ["perDay": 1],
        "prizes": [
            [
                "id": "mug", "points": 1, "weight": 1, "stock": ["perDay": 1],
                "substitute": "none",
            ], ["id": "none", "nothing": true, "weight": 0],
        ],
    ]
}
