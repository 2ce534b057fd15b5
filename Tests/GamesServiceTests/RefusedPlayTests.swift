import Access
import Calls
import Primitives
import Storage
import TestSupport
import Testing
import Wire

@Suite("A play that is refused before it begins", .timeLimit(.minutes(2)))
struct RefusedPlayTests {
    /// A play of a member that has never looked at the game, and why it is refused.
    private struct Row {
        let game: String
        let rules: [JSON.Member]
        let count: Int64
        let slug: String
        let says: [JSON.Member]
    }

    private static let hourEnd: JSON = "2026-02-28T17:00:00.000Z"
    private static let dayEnd: JSON = "2026-03-01T16:00:00.000Z"

    /// Ten draws of which a limit allows five.
    private static func limit(_ name: String, resetsAt: JSON? = nil) -> Row {
        let says: [JSON.Member] = [
            .init("limit", .string(name)), .init("most", 5), .init("used", 0), .init("left", 5),
        ]
        return Row(
            game: "limit-\(name)",
            rules: [.init("cost", 20), .init("limits", .object([.init(name, 5)]))],
            count: 10,
            slug: "limit-reached",
            says: says + (resetsAt.map { [JSON.Member("resetsAt", $0)] } ?? [])
        )
    }

    private static let rows = [
        limit("perHour", resetsAt: hourEnd), limit("perDay", resetsAt: dayEnd),
        limit("perCampaign"), limit("total"),
        Row(
            game: "free",
            rules: [.init("free", ["perDay": 4, "atStart": 2])],
            count: 10,
            slug: "limit-reached",
            says: [.init("limit", "free"), .init("left", 6), .init("resetsAt", dayEnd)]
        ),
        Row(
            game: "early",
            rules: [.init("cost", 20), .init("window", ["from": "2026-02-28T16:00:01Z"])],
            count: 1,
            slug: "not-open",
            says: [.init("opensAt", "2026-02-28T16:00:01.000Z")]
        ),
        Row(
            game: "late",
            rules: [.init("cost", 20), .init("window", ["until": "2026-02-28T16:00:00Z"])],
            count: 1,
            slug: "not-open",
            says: [.init("closedAt", "2026-02-28T16:00:00.000Z")]
        ),
        Row(
            game: "level",
            rules: [.init("cost", 20), .init("eligibility", ["levelAtLeast": 5])],
            count: 1,
            slug: "not-eligible",
            says: [.init("unmet", [["levelAtLeast": 5]])]
        ),
        Row(
            game: "paused",
            rules: [.init("cost", 20)],
            count: 1,
            slug: "not-open",
            says: [.init("isPaused", true)]
        ),
    ]

    private static let lotteries: [JSON.Member] = {
        let own: [JSON.Member] = [
            .init("ten", true), .init("prizes", [["id": "seven", "points": 7, "weight": 1]]),
        ]
        let games = rows.map { row in
            JSON.object([.init("id", .string(row.game))] + row.rules + own)
        }
        return [.init("lotteries", .array(games))]
    }()

    private static func pause(_ game: String, _ scene: GamesScene) async throws {
        let answer = try await scene.send(
            .post,
            "/v1/games/\(game)/pause",
            ["reason": "test"],
            by: .operator,
            key: "pause"
        )
        try #require(answer.status == 200, "\(answer.text)")
    }

    @Test("says why, says it again under its key, and leaves nothing behind but that")
    func nothingStored() async throws {
        let (folder, clock) = (try TemporaryFolder(), TestClock(GamesScene.midnight))
        var answers: [String: TestClient.Answer] = [:]
        try await GamesScene.serving(Self.lotteries, in: folder, clock: clock) { scene in
            try await Self.pause("paused", scene)
            for row in Self.rows {
                let (name, key) = (row.game, "k-\(row.game)")
                let first = try await scene.draw(name, as: "ann", count: row.count, key: key)
                #expect(first.status == 409 && first.slug == row.slug, "\(name): \(first.text)")
                #expect(first.json["final"] == true && !first.isReplayed)
                for said in row.says { #expect(first.json[said.name] == said.value, "\(name)") }
                let again = try await scene.draw(name, as: "ann", count: row.count, key: key)
                #expect(again.isReplayed && again.body == first.body && again.status == 409)
                let other = try await scene.draw(name, as: "ann", count: 11 - row.count, key: key)
                #expect(other.status == 422 && other.slug == "idempotency-key-reused")
                answers[name] = first
            }
        }
        try await Self.expectNothing(in: folder, but: Self.rows.count)
        // What was refused stays so after a restart, also where a new key finds the game open.
        clock.advance(milliseconds: 1_000)
        try await GamesScene.serving(nil, in: folder, clock: clock) { scene in
            for row in Self.rows {
                let (name, key) = (row.game, "k-\(row.game)")
                let again = try await scene.draw(name, as: "ann", count: row.count, key: key)
                #expect(again.isReplayed && again.body == answers[name]?.body, "\(name)")
            }
            try await scene.credit("ann", 20)
            let open = try await scene.draw("early", as: "ann", key: "new")
            #expect(open.status == 201 && open.json["firstNonce"] == 1, "\(open.text)")
        }
    }

    @Test("is refused alike in a rehearsal, which has no key and leaves nothing at all")
    func rehearsed() async throws {
        let folder = try TemporaryFolder()
        try await GamesScene.serving(Self.lotteries, in: folder) { scene in
            try await Self.pause("paused", scene)
            for row in Self.rows {
                let path = "/v1/lotteries/\(row.game)/draws?dryRun=true"
                let body: JSON = ["count": .integer(row.count)]
                let answer = try await scene.send(.post, path, body, as: "ann")
                #expect(answer.status == 409 && answer.slug == row.slug, "\(answer.text)")
                for said in row.says { #expect(answer.json[said.name] == said.value, "\(path)") }
                #expect(answer.json["id"] == nil && !answer.isReplayed)
            }
        }
        try await Self.expectNothing(in: folder, but: 0)
    }

    /// Finds nothing in a store but so many refusals under their keys.
    private static func expectNothing(in folder: TemporaryFolder, but count: Int) async throws {
        try await GamesScene.changeStore(in: folder) { store in
            let rows = try store.reads.all(
                """
                SELECT COUNT(*) FROM player UNION ALL SELECT COUNT(*) FROM player_opening
                UNION ALL SELECT COUNT(*) FROM play UNION ALL SELECT COUNT(*) FROM stock
                UNION ALL SELECT COUNT(*) FROM intent UNION ALL SELECT COUNT(*) FROM outbox
                """
            ) { $0.int(0) }
            #expect(rows == [0, 0, 0, 0, 0, 0])
            let keys = try store.reads.all("SELECT COUNT(*) FROM intent_key") { $0.int(0) }
            #expect(keys == [Int64(count)])
            let games = try store.reads.all("SELECT reserved + sequence FROM game") { $0.int(0) }
            #expect(games == [Int64](repeating: 0, count: Self.rows.count))
        }
    }

    @Test("is refused to a round as to a draw, and leaves its one place free")
    func rounds() async throws {
        let faults: [(String, JSON, String)] = [
            ("window", ["from": "2026-02-28T16:00:01Z"], "not-open"),
            ("eligibility", ["levelAtLeast": 5], "not-eligible"),
            ("limits", ["total": 1], "limit-reached"),
        ]
        for (name, value, slug) in faults {
            let game = GamesScene.cards([.init(name, value)])
            try await GamesScene.serving(game) { scene in
                if name == "limits" { _ = try await scene.deal("ben") }
                let first = try await scene.start("ann")
                #expect(first.status == 409 && first.slug == slug, "\(first.text)")
                let again = try await scene.start("ann")
                #expect(again.isReplayed && again.body == first.body)
                let list = try await scene.send(.get, "/v1/members/me/rounds", as: "ann").json
                #expect(list["items"] == [])
                let page = try await scene.send(.get, "/v1/cardflips/cards", as: "ann").json
                #expect(page["round"] == nil && page["fairness"]?["nextNonce"] == 1)
                #expect(
                    page["why"]?["type"]?.text == "/problems/\(slug)" && page["free"]?["left"] == 1
                )
            }
        }
    }

    /// Requests that are at fault themselves, and how they are refused.
    private static let faulty: [(path: String, body: JSON, status: Int, slug: String)] = [
        ("lotteries/wheel", ["count": 10], 400, "invalid-request"),
        ("lotteries/wheel", ["count": 0], 400, "invalid-request"),
        ("lotteries/wheel", ["count": "1"], 400, "invalid-request"),
        ("lotteries/wheel", ["clientSeed": "李"], 400, "invalid-request"),
        ("lotteries/wheel", ["seed": "a"], 400, "invalid-request"),
        ("lotteries/cards", [:], 404, "not-found"), ("lotteries/none", [:], 404, "not-found"),
        ("cardflips/wheel", [:], 404, "not-found"), ("cardflips/none", [:], 404, "not-found"),
        ("cardflips/cards", ["count": 1], 400, "invalid-request"),
    ]

    @Test("for a fault of the request does not use up the key")
    func judgedAnew() async throws {
        let wheel: JSON = [
            "id": "wheel", "free": ["perDay": 1],
            "prizes": [["id": "seven", "points": 7, "weight": 1]],
        ]
        try await GamesScene.serving(GamesScene.cards([]) + [.init("lotteries", [wheel])]) {
            scene in
            for request in Self.faulty {
                let isRound = request.path.hasPrefix("cardflips")
                let path = "/v1/\(request.path)/\(isRound ? "rounds" : "draws")"
                for _ in 1...2 {
                    let answer = try await scene.send(
                        .post,
                        path,
                        request.body,
                        as: "ann",
                        key: "k"
                    )
                    #expect(answer.status == request.status, "\(request): \(answer.text)")
                    #expect(answer.slug == request.slug && !answer.isReplayed)
                    #expect(answer.json["final"] != true)
                }
            }
            #expect(try await scene.draw(as: "ann", key: "k").status == 201)
            #expect(try await scene.start("ann", key: "k").status == 201)
        }
    }
}
