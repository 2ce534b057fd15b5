import Access
import Calls
import Storage
import TestSupport
import Testing
import Wire

@Suite("Back-filling a badge", .timeLimit(.minutes(2)))
struct BackfillTests {
    /// Members m-10 to m-29: each has bought as often as the last digit of its number says.
    private static let members = (10..<30).map { "m-\($0)" }

    private static func programme(gold: Int64 = 8) -> [JSON.Member] {
        let reward: JSON = [3, ["asset": "tickets", "amount": 2]]
        return [
            .init(
                "badges",
                [
                    [
                        "id": "buyer",
                        "tiers": [
                            ["id": "one", "goal": goal(1), "reward": 5],
                            ["id": "gold", "goal": goal(gold), "reward": reward],
                        ],
                    ]
                ]
            )
        ]
    }

    private static func goal(_ least: Int64) -> JSON {
        ["count": "order.paid", "atLeast": .integer(least)]
    }

    private func buy(_ scene: BadgesScene) async throws {
        for member in Self.members {
            let count = Int(member.suffix(1)) ?? 0
            let orders = (0..<count).map {
                BadgesScene.event("\(member)-\($0)", "order.paid", of: member)
            }
            // Who has bought nothing is known all the same.
            try await scene.tell(orders + [BadgesScene.event(member, "seen", of: member)])
        }
    }

    /// Goes through all pages, and adds up `held`, `given` and `taken` of each tier.
    private func fill(
        _ body: [JSON.Member],
        limit: Int64 = 6,
        _ scene: BadgesScene
    ) async throws -> (tiers: [String: [Int64]], cost: [JSON], checked: Int64, pages: Int) {
        var tiers: [String: [Int64]] = [:]
        var (cost, checked, pages): ([JSON], Int64, Int) = ([], 0, 0)
        var after: [JSON.Member] = []
        repeat {
            let limits = [JSON.Member("limit", .integer(limit))]
            let answer = try await scene.send(
                .post,
                "/v1/backfill",
                .object(body + after + limits),
                by: .operator
            )
            try #require(answer.status == 200, "\(answer.text)")
            checked += answer.json["checked"]?.integer ?? 0
            for tier in answer.json["tiers"]?.elements ?? [] {
                let counts = ["held", "given", "taken"].map { tier[$0]?.integer ?? 0 }
                let former = tiers[tier["id"]?.text ?? ""] ?? [0, 0, 0]
                tiers[tier["id"]?.text ?? ""] = zip(former, counts).map { $0 + $1 }
            }
            cost += answer.json["cost"]?.elements ?? []
            pages += 1
            after = answer.json["next"]?.text.map { [.init("after", .string($0))] } ?? []
        } while !after.isEmpty
        return (tiers, cost, checked, pages)
    }

    private static let badge = JSON.Member("badge", "buyer")
    private static let dryRun = JSON.Member("dryRun", true)

    @Test("a dry run says who would get a badge that is not published, and writes nothing")
    func candidate() async throws {
        try await BadgesScene.serving([]) { scene in
            try await buy(scene)
            let section = JSON.object(BadgesScene.frame + Self.programme())
            let body = [Self.badge, Self.dryRun, .init("section", section)]
            let found = try await fill(body, limit: 1_000, scene)
            #expect(found.tiers == ["one": [0, 18, 0], "gold": [0, 4, 0]])
            #expect(found.checked == 20 && found.pages == 1)
            let points: JSON = ["asset": "points", "amount": 102]
            #expect(found.cost == [points, ["asset": "tickets", "amount": 8]])
            let paged = try await fill(body, scene)
            #expect(paged.tiers == found.tiers && paged.checked == 20 && paged.pages == 4)
            #expect(try await scene.profile("m-19")["badges"] == [])
            #expect(try await scene.balance("m-19") == 0)
        }
    }

    @Test("a run gives it to those who have earned it, once, with the rewards, page by page")
    func run() async throws {
        try await BadgesScene.serving([]) { scene in
            try await buy(scene)
            try await scene.publish(Self.programme())
            // Nobody has looked at them since.
            let shown = try await fill([Self.badge, Self.dryRun], scene)
            #expect(shown.tiers == ["one": [0, 18, 0], "gold": [0, 4, 0]])
            let given = try await fill([Self.badge], scene)
            #expect(given.tiers == shown.tiers && given.cost == shown.cost)
            #expect(given.checked == 20 && given.pages == 4)
            #expect(try await scene.metric("jifen_badge_holders", #"tier="one""#) == 18)
            let again = try await fill([Self.badge], scene)
            #expect(again.tiers == ["one": [18, 0, 0], "gold": [4, 0, 0]] && again.cost == [])
            #expect(try await scene.balance("m-19") == 8)
            #expect(try await scene.balance("m-11") == 5)
            let audit = try await scene.send(.get, "/v1/audit", by: .viewer).json["items"]
            let actions = audit?.elements?.compactMap { $0["action"]?.text } ?? []
            #expect(actions.contains("backfill"))
        }
    }

    @Test("a candidate for a published badge counts what is held, and pays no reward twice")
    func changed() async throws {
        try await BadgesScene.serving(Self.programme()) { scene in
            try await buy(scene)
            let section = JSON.object(BadgesScene.frame + Self.programme(gold: 5))
            let found = try await fill(
                [Self.badge, Self.dryRun, .init("section", section)],
                limit: 1_000,
                scene
            )
            #expect(found.tiers == ["one": [18, 0, 0], "gold": [4, 6, 0]])
            let tickets: JSON = ["asset": "tickets", "amount": 12]
            #expect(found.cost == [["asset": "points", "amount": 18], tickets])
        }
    }

    @Test("members who cannot be counted are skipped and named by their number")
    func skipped() async throws {
        let (place, clock) = (try TemporaryFolder(), TestClock(BadgesScene.midnight))
        try await BadgesScene.serving([], in: place, clock: clock) { try await buy($0) }
        try await BadgesScene.changeStore(in: place) { store in
            try store.execute("UPDATE event SET attributes = '{' WHERE member = 'm-12'")
        }
        try await BadgesScene.serving(nil, in: place, clock: clock) { scene in
            try await scene.publish(Self.programme())
            for isDryRun in [true, false] {
                let answer = try await scene.send(
                    .post,
                    "/v1/backfill",
                    ["badge": "buyer", "dryRun": .bool(isDryRun)],
                    by: .operator
                )
                #expect(answer.json["skipped"] == 1 && answer.json["checked"] == 19)
                #expect(answer.json["tiers"]?[0]?["given"] == 17, "\(answer.text)")
                #expect(answer.json["next"] == nil)
            }
        }
    }

    @Test("a page has no more members than it may, those who cannot be counted among them")
    func bounded() async throws {
        let (place, clock) = (try TemporaryFolder(), TestClock(BadgesScene.midnight))
        try await BadgesScene.serving([], in: place, clock: clock) { try await buy($0) }
        try await BadgesScene.changeStore(in: place) { store in
            try store.execute("UPDATE event SET attributes = '{' WHERE member < 'm-2'")
        }
        try await BadgesScene.serving(nil, in: place, clock: clock) { scene in
            try await scene.publish(Self.programme())
            var (after, pages): ([JSON.Member], [[Int64]]) = ([], [])
            repeat {
                let body = [Self.badge, .init("limit", 6)] + after
                let answer = try await scene.send(
                    .post,
                    "/v1/backfill",
                    .object(body),
                    by: .operator
                )
                let page = answer.json
                try #require(answer.status == 200 && pages.count < 9, "\(answer.text)")
                pages.append(["checked", "skipped"].map { page[$0]?.integer ?? 0 })
                after = page["next"]?.text.map { [.init("after", .string($0))] } ?? []
            } while !after.isEmpty
            #expect(pages == [[0, 6], [2, 4], [6, 0], [2, 0]])
        }
    }

    @Test(
        "is refused with the path of what is wrong",
        arguments: [
            (["badge": "none"], 400, "badge"), ([:], 400, "badge"),
            (["badge": "buyer", "limit": 0], 400, "limit"),
            (["badge": "buyer", "limit": 1_001], 400, "limit"),
            (["badge": "buyer", "after": "!"], 400, "after"),
            (["badge": "buyer", "dryRun": 1], 400, "dryRun"),
            (["badge": "buyer", "section": [:]], 400, "section"),
            (["badge": "buyer", "page": 1], 400, "page"),
            (["badge": "buyer", "dryRun": true, "section": ["zone": "UTC"]], 422, "assets"),
            (
                [
                    "badge": "buyer", "dryRun": true,
                    "section": ["zone": "UTC", "assets": [["id": "points"]]],
                ], 422, "zone"
            ),
        ] as [(JSON, Int, String)]
    )
    func refused(body: JSON, status: Int, path: String) async throws {
        try await BadgesScene.serving(Self.programme()) { scene in
            let answer = try await scene.send(.post, "/v1/backfill", body, by: .operator)
            #expect(answer.status == status)
            #expect(answer.json["faults"]?[0]?["path"]?.text == path, "\(answer.text)")
        }
    }
}
