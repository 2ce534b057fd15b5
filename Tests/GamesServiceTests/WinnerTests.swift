import Access
import Calls
import Dispatch
import GamesService
import ServiceHost
import TestSupport
import Testing
import Wire

@Suite("Winners", .timeLimit(.minutes(2)))
struct WinnerTests {
    /// A lottery of which about half of the draws win, each its own amount.
    private static let wheel: [JSON.Member] = [
        .init(
            "lotteries",
            [
                [
                    "id": "wheel", "free": ["perDay": 30], "ten": true,
                    "prizes": [
                        [
                            "id": "some", "title": "Up to a thousand",
                            "points": ["from": 1, "to": 1000], "weight": 2,
                        ],
                        ["id": "again", "chances": 1, "weight": 1],
                        ["id": "none", "nothing": true, "weight": 1],
                    ],
                ]
            ]
        )
    ]

    /// A lottery that everybody wins.
    private static let sure: [JSON.Member] = [
        .init(
            "lotteries",
            [
                [
                    "id": "wheel", "free": ["perDay": 1],
                    "prizes": [["id": "seven", "points": 7, "weight": 1]],
                ]
            ]
        )
    ]

    @Test("are shown to everybody by their first and last character at most, newest first")
    func masked() async throws {
        let long = "x" + String(repeating: "m", count: 62) + "z"
        let members = ["a", "ab", "abc", long, ".b:c-"]
        try await GamesScene.serving(Self.sure) { scene in
            for member in members {
                let draw = try await scene.draw(as: member, key: "k")
                #expect(draw.status == 201, "\(member): \(draw.text)")
            }
            let shown = try await scene.look("/v1/lotteries/wheel/winners")["items"]?.elements ?? []
            #expect(shown.map { $0["name"] } == [".***-", "x***z", "a***c", "***", "***"])
            #expect(shown.allSatisfy { $0["member"] == nil && $0["play"] == nil })
            let two = try await scene.look("/v1/lotteries/wheel/winners?limit=2")["items"]
            #expect(two?.elements == Array(shown.prefix(2)))
            let all = try await Self.pages(of: "wheel", by: 200, scene).items
            #expect(all.map { $0["member"]?.text } == members.reversed())
        }
    }

    @Test("are shown to everybody while as many ask for exports as may")
    func besideExports() async throws {
        let (exports, gate) = (SideQueue("exports"), DispatchSemaphore(value: 0))
        let later = ContinuousClock.Instant.now + .seconds(3600)
        try await GamesScene.serving(Self.sure, by: GamesBlueprint.exporting { exports }) { scene in
            let draw = try await scene.draw(as: "ann", key: "k")
            #expect(draw.status == 201)
            let held = (0..<64).map { _ in
                Task.immediate { try await exports.run(until: later) { gate.wait() } }
            }
            try await attempt {
                let export = "/v1/fairness/wheel/epochs/1"
                let refused = try await scene.games.client.send(.get, export)
                #expect(refused.status == 429 && refused.slug == "rate-limited")
                let shown = try await scene.look("/v1/lotteries/wheel/winners")["items"]?.elements
                #expect(shown?.map { $0["name"] } == ["a***n"])
            } finally: {
                for _ in held { gate.signal() }
            }
            for piece in held { try await piece.value }
        }
    }

    @Test("have ids of plain characters: a token that names another one is of nobody")
    func strangeIDs() async throws {
        let strange = ["李雷", "é", "a\u{301}b", "ａｎｎ", "a b", "a\u{0}b", ""]
        try await GamesScene.serving(Self.sure) { scene in
            for member in strange + [String(repeating: "a", count: 65)] {
                let draw = try await scene.draw(as: member, key: "k")
                #expect(draw.status == 401 && draw.slug == "unauthenticated", "\(member)")
            }
            #expect(try await scene.look("/v1/lotteries/wheel/winners")["items"] == [])
        }
    }

    @Test("are all told to operators, page by page, in the order of their draws")
    func complete() async throws {
        try await GamesScene.serving(Self.wheel) { scene in
            var plays: [(member: String, play: JSON)] = []
            for day in 1...3 {
                for (member, count) in [("ann", Int64(1)), ("ben", 10), ("ann", 1), ("cai", 1)] {
                    let key = "\(day)-\(plays.count)"
                    let draw = try await scene.draw(as: member, count: count, key: key)
                    try #require(draw.status == 201, "\(draw.text)")
                    plays.append((member, draw.json))
                }
                scene.pass(days: 1)
            }
            let expected = Self.wins(of: plays)
            for (limit, count) in [(1, 12), (2, 6), (5, 3), (11, 2), (12, 1), (200, 1)] {
                let (items, pages) = try await Self.pages(of: "wheel", by: limit, scene)
                #expect(items == expected, "by \(limit)")
                #expect(pages == count, "by \(limit)")
            }
            let latest = try await scene.look("/v1/lotteries/wheel/winners?limit=3")["items"]
            #expect(latest?.elements?.map { $0["at"] } == expected.prefix(3).map { $0["at"] })
            #expect(latest?.elements?.map(\.face) == expected.prefix(3).map(\.face))
        }
    }

    @Test("that come while pages are read stand before the first, and shift none")
    func laterWinners() async throws {
        try await GamesScene.serving(Self.sure) { scene in
            for member in ["m-1", "m-2", "m-3", "m-4"] {
                #expect(try await scene.draw(as: member, key: "k").status == 201)
            }
            let path = "/v1/games/wheel/winners?limit=2"
            let first = try await scene.send(.get, path, by: .operator).json
            #expect(first["items"]?.elements?.map { $0["member"] } == ["m-4", "m-3"])
            scene.pass(days: 1)
            #expect(try await scene.draw(as: "m-5", key: "k").status == 201)
            let next = try #require(first["next"]?.text)
            let second = try await scene.send(.get, "\(path)&after=\(next)", by: .operator).json
            #expect(second["items"]?.elements?.map { $0["member"] } == ["m-2", "m-1"])
            #expect(second["next"] == nil)
            for cursor in ["x", "1", "1.", "1.2.3", "1.x", "99999999999999999999.1"] {
                let faulty = try await scene.send(.get, "\(path)&after=\(cursor)", by: .viewer)
                #expect(faulty.status == 400 && faulty.slug == "invalid-request", "\(cursor)")
            }
            let member = try await scene.send(.get, path, as: "m-1")
            #expect(member.status == 403 && member.slug == "forbidden")
        }
    }

    @Test("of a card flip are told when their round has ended, and none before")
    func rounds() async throws {
        try await GamesScene.serving(GamesScene.cards) { scene in
            var expected: [JSON] = []
            for day in 1...3 {
                let round = try await scene.deal("ann", key: "day-\(day)")
                #expect(try await scene.flip(round, 4, as: "ann").status == 201)
                let before = try await Self.pages(of: "cards", by: 1, scene).items
                #expect(before.map(\.face) == expected)
                let end = try await scene.finish(round, as: "ann").json
                let wins = end["wins"]?.elements ?? []
                expected = wins.reversed().filter { $0["prize"] != "none" }.map(\.face) + expected
                scene.pass(days: 1)
            }
            for limit in [1, 2, 3] {
                let (items, pages) = try await Self.pages(of: "cards", by: limit, scene)
                #expect(items.map(\.face) == expected && pages == (3 + limit - 1) / limit)
            }
        }
    }

    /// The wins of plays as operators see them, newest first.
    private static func wins(of plays: [(member: String, play: JSON)]) -> [JSON] {
        plays.reversed().flatMap { member, play -> [JSON] in
            let draws = play["draws"]?.elements ?? []
            return draws.reversed().filter { $0["prize"] == "some" }.map { draw -> JSON in
                [
                    "member": .string(member), "play": play["id"] ?? .null, "prize": "some",
                    "title": "Up to a thousand", "reward": draw["reward"] ?? .null,
                    "at": play["settledAt"] ?? .null,
                ]
            }
        }
    }

    /// All winners of a game, asked for in pages of so many plays, and how many pages these are.
    private static func pages(
        of game: String,
        by limit: Int,
        _ scene: GamesScene
    ) async throws -> (items: [JSON], count: Int) {
        var (items, count, after): ([JSON], Int, String) = ([], 0, "")
        while true {
            let path = "/v1/games/\(game)/winners?limit=\(limit)\(after)"
            let page = try await scene.send(.get, path, by: .viewer)
            try #require(page.status == 200, "\(page.text)")
            items += page.json["items"]?.elements ?? []
            count += 1
            guard let next = page.json["next"]?.text else { return (items, count) }
            after = "&after=\(next)"
        }
    }
}
