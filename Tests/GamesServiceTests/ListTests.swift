import Access
import Calls
import GamesClient
import Storage
import TestSupport
import Testing
import Wire

@Suite("Lists of plays and rounds, and the pages of an export", .timeLimit(.minutes(2)))
struct ListTests {
    /// A lottery of a title, in which every play wins nothing.
    private static func wheel(_ title: String) -> [JSON.Member] {
        let game: JSON = [
            "id": "wheel", "title": .string(title), "free": ["perDay": 5], "cost": 20,
            "prizes": [["id": "none", "nothing": true, "weight": 1]],
        ]
        return [.init("lotteries", [game])]
    }

    @Test("a list over more versions than stay in memory shows each play by its own")
    func versions() async throws {
        try await GamesScene.serving(Self.wheel("wheel 1")) { scene in
            for number in 1...20 {
                if number > 1 {
                    try await scene.publish(Self.wheel("wheel \(number)"))
                    scene.pass(days: 1)
                }
                for key in ["a", "b"] {
                    let draw = try await scene.draw(as: "ann", key: "\(key)-\(number)")
                    #expect(draw.status == 201 && draw.json["version"]?.integer == Int64(number))
                }
            }
            for _ in 1...2 {
                let list = try await scene.send(.get, "/v1/members/me/draws?limit=50", as: "ann")
                let titles = list.json["items"]?.elements?.compactMap { $0["title"]?.text }
                let expected = (1...20).reversed().flatMap { ["wheel \($0)", "wheel \($0)"] }
                #expect(titles == expected, "\(list.text)")
            }
        }
    }

    @Test("a play whose charge is refused says why in the list, and at its own address")
    func reason() async throws {
        try await GamesScene.serving(DrawTests.wheel) { scene in
            let poor = try await scene.draw(as: "ann", count: 10, key: "ten")
            #expect(poor.slug == "insufficient-points" && poor.json["final"] == true)
            scene.pass(seconds: 1)
            #expect(try await scene.draw(as: "ann", key: "free").status == 201)
            for path in ["/v1/members/me/draws", "/v1/members/ann/draws?limit=2"] {
                let list = try await scene.send(.get, path, as: "ann").json
                let items = list["items"]?.elements ?? []
                #expect(items.map { $0["state"] } == ["done", "refused"])
                #expect(items.map { $0["reason"] } == [nil, "insufficient-points"])
                #expect(items.last?["draws"] == [] && items.last?["count"] == 10)
            }
        }
    }

    @Test("a member's rounds are listed page by page, whatever lotteries it has played between")
    func rounds() async throws {
        let games = GamesScene.cards([.init("free", ["perDay": 9])]) + Self.wheel("wheel")
        try await GamesScene.serving(games) { scene in
            var dealt: [String] = []
            for number in 1...4 {
                scene.pass(seconds: 1)
                dealt.append(try await scene.deal("ann", key: "round-\(number)"))
                _ = try await scene.finish(dealt.last ?? "", as: "ann")
                #expect(try await scene.draw(as: "ann", key: "draw-\(number)").status == 201)
            }
            var (listed, next): ([String], JSON?) = ([], nil)
            repeat {
                let after = next?.text.map { "&after=\($0)" } ?? ""
                let path = "/v1/members/me/rounds?limit=3\(after)"
                let page = try await scene.send(.get, path, as: "ann").json
                listed += page["items"]?.elements?.compactMap { $0["id"]?.text } ?? []
                next = page["next"]
            } while next != nil
            #expect(listed == dealt.reversed())
        }
    }

    @Test("an older store gains what lists and pages need, and keeps what it has")
    func olderStore() async throws {
        let (folder, clock) = (try TemporaryFolder(), TestClock(GamesScene.midnight))
        try await GamesScene.serving(GamesScene.cards, in: folder, clock: clock) { scene in
            _ = try await scene.deal("ann")
        }
        // The store as the first two steps of the schema have left it.
        try await GamesScene.changeStore(in: folder) { store in
            try store.execute("DROP INDEX play_round")
            try store.execute("DROP INDEX play_from_before")
            try store.execute("DROP INDEX card_round_from_before")
            try store.execute("ALTER TABLE stock DROP COLUMN table_day")
            try store.execute("ALTER TABLE stock DROP COLUMN day_on_table")
            try store.execute("DELETE FROM migration WHERE number > 2")
        }
        clock.advance(milliseconds: 1_000)
        try await GamesScene.serving(nil, in: folder, clock: clock) { scene in
            let list = try await scene.send(.get, "/v1/members/me/rounds", as: "ann").json
            let round = try #require(list["items"]?[0]?["id"]?.text)
            let before = try await Self.given(scene)
            #expect(before.allSatisfy { $0 == 0 })
            let end = try await scene.finish(round, as: "ann")
            #expect(end.status == 201, "\(end.text)")
            let won = end.json["wins"]?.elements?.count
            #expect(try await Self.given(scene).reduce(0, +) == Int64(won ?? -1))
        }
        try await GamesScene.changeStore(in: folder) { store in
            let steps = try store.reads.all("SELECT number FROM migration ORDER BY number") {
                $0.int(0)
            }
            #expect(steps == [1, 2, 3, 4, 5, 6])
        }
    }

    private static func given(_ scene: GamesScene) async throws -> [Int64] {
        let stock = try await scene.send(.get, "/v1/games/cards/stock", by: .viewer).json
        return stock["items"]?.elements?.compactMap { $0["given"]?.integer } ?? []
    }

    @Test("a page of an export has a bound, and pages of any size make the same export")
    func exportPages() async throws {
        try await GamesScene.serving(DrawTests.wheel) { scene in
            for number in 0..<7 {
                #expect(try await scene.draw(as: "m-\(number)", key: "k").status == 201)
            }
            // So many entries that not all of them fit into a page.
            try await withThrowingTaskGroup { group in
                for number in 0..<520 {
                    group.addTask { try await Self.restock(number, scene) }
                }
                try await group.waitForAll()
            }
            scene.pass(days: 1)
            #expect(try await scene.draw(as: "m-0", key: "next").status == 201)
            let usual = try await Self.pages("", scene)
            #expect(usual.map(Self.size) == [500, 34])
            let whole = try await Self.pages("&limit=1000", scene)
            #expect(whole.map(Self.size) == [534])
            let small = try await Self.pages("&limit=20", scene)
            #expect(small.count == 27 && small.allSatisfy { Self.size($0) <= 20 })
            let epochs = try [usual, whole, small].map { try EpochExport(pages: $0) }
            for epoch in epochs {
                #expect(epoch.entries.count == 527 && epoch.players.count == 7)
                #expect(EpochVerification(epoch).findings.isEmpty)
            }
            for limit in ["0", "1001", "-1", "x", "99999999999999999999"] {
                let path = "/v1/fairness/wheel/epochs/1?limit=\(limit)"
                let refused = try await scene.games.client.send(.get, path)
                #expect(refused.status == 400 && refused.slug == "invalid-request", "\(limit)")
            }
        }
    }

    @Sendable
    private static func restock(_ number: Int, _ scene: GamesScene) async throws {
        let answer = try await scene.send(
            .post,
            "/v1/games/wheel/prizes/gold/stock",
            ["change": 1, "reason": "test"],
            by: .operator,
            key: "restock-\(number)"
        )
        #expect(answer.status == 201, "\(answer.text)")
    }

    private static func pages(_ query: String, _ scene: GamesScene) async throws -> [JSON] {
        var (pages, next): ([JSON], String?) = ([], nil)
        repeat {
            let after =
                next.map { "?after=\($0)" } ?? "?after=p\(String(repeating: "0", count: 32))"
            let page = try await scene.look("/v1/fairness/wheel/epochs/1\(after)\(query)")
            pages.append(page)
            next = page["next"]?.text
        } while next != nil
        return pages
    }

    /// How many players and entries a page has.
    private static func size(_ page: JSON) -> Int {
        (page["players"]?.elements?.count ?? 0) + (page["entries"]?.elements?.count ?? 0)
    }
}
