import Access
import Calls
import Primitives
import TestSupport
import Testing
import Wire

@Suite("The numbers of a game's page", .timeLimit(.minutes(2)))
struct PageNumberTests {
    /// A prize that every draw falls on, and how a page shows it after some draws.
    struct Row: Sendable, CustomTestStringConvertible {
        let conditions: [JSON.Member]
        let draws: Int
        var hours: Int64 = 0
        var left: JSON?
        var leftToday: JSON?
        let unavailable: JSON?

        var testDescription: String {
            "\(unavailable?["reason"]?.text ?? "available") after \(draws) draws"
        }
    }

    private static let rows: [Row] = [
        Row(conditions: [], draws: 2, unavailable: nil),
        Row(conditions: [.init("stock", 3)], draws: 2, left: 1, unavailable: nil),
        Row(
            conditions: [.init("stock", 2)],
            draws: 3,
            left: 0,
            unavailable: ["reason": "out-of-stock", "most": 2, "used": 2]
        ),
        Row(
            conditions: [.init("stock", ["total": 9, "perDay": 3])],
            draws: 1,
            left: 8,
            leftToday: 2,
            unavailable: nil
        ),
        Row(
            conditions: [.init("stock", ["total": 2, "perDay": 3])],
            draws: 1,
            left: 1,
            leftToday: 1,
            unavailable: nil
        ),
        Row(
            conditions: [.init("stock", ["perDay": 2])],
            draws: 2,
            leftToday: 0,
            unavailable: [
                "reason": "day-stock-gone", "most": 2, "used": 2,
                "resetsAt": "2026-03-01T16:00:00.000Z",
            ]
        ),
        Row(
            conditions: [.init("stock", ["total": 20, "pacing": "even"])],
            draws: 1,
            left: 19,
            leftToday: 1,
            unavailable: [
                "reason": "not-released", "most": 1, "used": 1,
                "opensAt": "2026-03-01T04:00:00.000Z",
            ]
        ),
        Row(
            conditions: [.init("perMember", 1)],
            draws: 1,
            unavailable: ["reason": "member-limit", "most": 1, "used": 1]
        ),
        Row(
            conditions: [.init("unlockAfter", 5)],
            draws: 2,
            unavailable: ["reason": "locked", "atLeast": 5, "draws": 2, "missing": 3]
        ),
        Row(
            conditions: [.init("levelAtLeast", 4)],
            draws: 0,
            unavailable: ["reason": "level", "atLeast": 4, "level": 0]
        ),
        Row(
            conditions: [
                .init("window", ["from": "2026-03-03T00:00:00Z"]), .init("stock", ["perDay": 4]),
            ],
            draws: 0,
            leftToday: 0,
            unavailable: ["reason": "not-yet-open", "opensAt": "2026-03-03T00:00:00.000Z"]
        ),
        Row(
            conditions: [.init("window", ["until": "2026-02-28T17:00:00Z"])],
            draws: 1,
            hours: 1,
            unavailable: ["reason": "closed", "closedAt": "2026-02-28T17:00:00.000Z"]
        ),
    ]

    @Test(
        "a prize says what is left, what is left today, and why it cannot be given",
        arguments: rows
    )
    func prize(_ row: Row) async throws {
        try await GamesScene.serving(Self.game(row.conditions)) { scene in
            for number in 0..<row.draws {
                let draw = try await scene.draw(as: "ann", key: "k-\(number)")
                try #require(draw.status == 201, "\(draw.text)")
            }
            scene.pass(hours: row.hours)
            let page = try await scene.send(.get, "/v1/lotteries/wheel", as: "ann").json
            let prize = page["prizes"]?[0]
            #expect(prize?["left"] == row.left)
            #expect(prize?["leftToday"] == row.leftToday)
            #expect(prize?["unavailable"] == row.unavailable)
        }
    }

    /// A wheel of ten days from now on, of which every draw falls on one prize.
    private static func game(_ conditions: [JSON.Member]) -> [JSON.Member] {
        let prize: [JSON.Member] = [
            .init("id", "mug"), .init("points", 1), .init("weight", 1), .init("substitute", "none"),
        ]
        let game: JSON = [
            "id": "wheel", "free": ["perDay": 9],
            "window": ["from": "2026-02-28T16:00:00Z", "until": "2026-03-10T16:00:00Z"],
            "prizes": [
                .object(prize + conditions), ["id": "none", "nothing": true, "weight": 0],
            ],
        ]
        return [.init("lotteries", [game])]
    }

    @Test("a limit says how much of it is used and when that counts no longer")
    func limits() async throws {
        let game: JSON = [
            "id": "wheel", "free": ["perDay": 9], "limits": ["perHour": 2, "perCampaign": 8],
            "prizes": [["id": "none", "nothing": true, "weight": 1]],
        ]
        try await GamesScene.serving([.init("lotteries", [game])]) { scene in
            scene.pass(seconds: 60)
            for key in ["a", "b"] {
                #expect(try await scene.draw(as: "ann", key: key).status == 201)
            }
            let page = try await scene.send(.get, "/v1/lotteries/wheel", as: "ann").json
            let reset: JSON = "2026-02-28T17:00:00.000Z"
            #expect(
                page["limits"] == [
                    ["limit": "perHour", "most": 2, "used": 2, "left": 0, "resetsAt": reset],
                    ["limit": "perCampaign", "most": 8, "used": 2, "left": 6],
                ]
            )
            let why = page["why"]
            #expect(why?["limit"] == "perHour" && why?["most"] == 2 && why?["used"] == 2)
            #expect(why?["left"] == 0 && why?["resetsAt"] == reset)
        }
    }

    @Test("a game that asks for more than the member has says what it asks for and what there is")
    func eligibility() async throws {
        let game: JSON = [
            "id": "wheel", "free": ["perDay": 9],
            "eligibility": ["all": [["levelAtLeast": 4], ["growthAtLeast": 100]]],
            "prizes": [["id": "none", "nothing": true, "weight": 1]],
        ]
        try await GamesScene.serving([.init("lotteries", [game])]) { scene in
            let heard = try await scene.send(
                .put,
                "/v1/members/ann/traits",
                ["level": ["value": 5, "version": 1], "growth": ["value": 60, "version": 1]],
                by: .service
            )
            #expect(heard.status == 200, "\(heard.text)")
            let page = try await scene.send(.get, "/v1/lotteries/wheel", as: "ann").json
            #expect(page["why"]?["unmet"] == [["growthAtLeast": 100]])
            #expect(page["why"]?["growth"] == 60 && page["why"]?["level"] == 5, "\(page)")
        }
    }

    @Test("what lay on a table over midnight is not taken for what was given today")
    func overMidnight() async throws {
        let mug: JSON = [
            "id": "mug", "points": 1, "weight": 1, "stock": ["total": 90, "perDay": 9],
            "substitute": "none",
        ]
        let game: JSON = [
            "id": "cards", "mode": "pick", "cards": 4, "flips": 1, "free": ["perDay": 1],
            "prizes": [mug, ["id": "none", "nothing": true, "weight": 0]],
        ]
        try await GamesScene.serving([.init("cardFlips", [game])]) { scene in
            scene.pass(seconds: 86_399)
            let late = try await scene.deal("ann")
            #expect(try await Self.shown(scene) == [90, 9])
            scene.pass(seconds: 1)
            #expect(try await Self.shown(scene) == [90, 9])
            let early = try await scene.deal("ben")
            #expect(try await Self.shown(scene) == [90, 9])
            #expect(try await scene.finish(early, as: "ben").status == 201)
            // One was won today; the four of yesterday are still on their table.
            #expect(try await Self.shown(scene) == [89, 8])
            #expect(try await scene.finish(late, as: "ann").status == 201)
            #expect(try await Self.shown(scene) == [88, 8])
        }
    }

    /// How many mugs somebody else sees that are left, in all and today.
    private static func shown(_ scene: GamesScene) async throws -> [Int64?] {
        let page = try await scene.send(.get, "/v1/cardflips/cards", as: "zoe").json
        return [page["prizes"]?[0]?["left"]?.integer, page["prizes"]?[0]?["leftToday"]?.integer]
    }
}
