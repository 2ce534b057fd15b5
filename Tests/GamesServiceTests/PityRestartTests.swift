import Access
import Calls
import GamesClient
import TestSupport
import Testing
import Wire

@Suite("What a member has drawn so far", .timeLimit(.minutes(2)))
struct PityRestartTests {
    /// A lottery whose gold comes by pity alone, for its own chance is one in 10^9.
    private static func wheel(_ pity: JSON) -> [JSON.Member] {
        let game: JSON = [
            "id": "wheel", "free": ["perDay": 50], "ten": true, "pity": [pity],
            "prizes": [
                ["id": "gold", "points": 100, "weight": 1, "tier": 1],
                ["id": "none", "nothing": true, "weight": 999_999_999],
            ],
        ]
        return [.init("lotteries", [game])]
    }

    private static func hard(_ count: JSON) -> JSON { ["pool": "gold", "tier": 1, "hard": count] }

    /// Plays, and names what was given.
    private static func draw(
        _ scene: GamesScene,
        count: Int64 = 1,
        key: String
    ) async throws -> [String?] {
        let answer = try await scene.draw(as: "ann", count: count, key: key)
        try #require(answer.status == 201, "\(answer.text)")
        return (answer.json["draws"]?.elements ?? []).map { $0["prize"]?.text }
    }

    /// How many draws without gold the page counts, how many are left, and the odds of gold.
    private static func shown(_ scene: GamesScene) async throws -> [JSON?] {
        let page = try await scene.send(.get, "/v1/lotteries/wheel", as: "ann").json
        let (pity, gold) = (page["pity"]?[0], page["prizes"]?[0])
        return [pity?["count"], pity?["left"], gold?["effectiveOdds"]?["fraction"]]
    }

    private static func expectDraw(
        _ prizes: [String?],
        _ scene: GamesScene,
        key: String,
        at location: SourceLocation = #_sourceLocation
    ) async throws {
        let drawn = try await draw(scene, key: key)
        #expect(drawn == prizes, sourceLocation: location)
    }

    private static func expectShown(
        _ parts: [JSON?],
        _ scene: GamesScene,
        at location: SourceLocation = #_sourceLocation
    ) async throws {
        let found = try await shown(scene)
        #expect(found == parts, sourceLocation: location)
    }

    @Test("counts towards what must come, over restarts, versions, and in the midst of ten draws")
    func hardPity() async throws {
        let (folder, clock) = (try TemporaryFolder(), TestClock(GamesScene.midnight))
        try await GamesScene.serving(Self.wheel(Self.hard(3)), in: folder, clock: clock) { scene in
            for key in ["a", "b"] {
                try await Self.expectDraw(["none"], scene, key: key)
            }
            try await Self.expectShown([2, 1, "1/1000000000"], scene)
        }
        try await GamesScene.serving(nil, in: folder, clock: clock) { scene in
            try await Self.expectShown([2, 1, "1/1000000000"], scene)
            try await Self.expectDraw(["none"], scene, key: "c")
            try await Self.expectShown([3, 0, "1/1"], scene)
            // A version that asks for five waits for the next epoch.
            try await scene.publish(Self.wheel(Self.hard(5)), force: "test")
            try await Self.expectShown([3, 0, "1/1"], scene)
            scene.pass(days: 1)
            try await Self.expectDraw(["none"], scene, key: "d")
            try await Self.expectShown([4, 1, "1/1000000000"], scene)
        }
        try await GamesScene.serving(nil, in: folder, clock: clock) { scene in
            // One more without, then gold, then five without and gold again.
            let ten = try await Self.draw(scene, count: 10, key: "ten")
            #expect(ten.indices.filter { ten[$0] == "gold" } == [1, 7])
            try await Self.expectShown([2, 3, "1/1000000000"], scene)
            try await Self.expectRight(scene)
        }
    }

    @Test("raises what comes the more likely, exactly, in the next version and after a restart")
    func softPity() async throws {
        let (folder, clock) = (try TemporaryFolder(), TestClock(GamesScene.midnight))
        func rule(_ from: JSON, _ rise: JSON) -> JSON {
            ["pool": "gold", "tier": 1, "soft": ["from": from, "rise": rise, "step": 1]]
        }
        try await GamesScene.serving(Self.wheel(rule(3, 1)), in: folder, clock: clock) { scene in
            try await Self.expectShown([0, nil, "1/1000000000"], scene)
            for key in ["a", "b"] {
                try await Self.expectDraw(["none"], scene, key: key)
            }
            // 1·(S+1) of 1·(S+1) + (S−1)·S, where S is 10^9.
            try await Self.expectShown([2, nil, "1000000001/1000000000000000001"], scene)
            try await scene.publish(Self.wheel(rule(9, 1)), force: "test")
            scene.pass(days: 1)
            try await Self.expectDraw(["none"], scene, key: "c")
        }
        try await GamesScene.serving(nil, in: folder, clock: clock) { scene in
            try await Self.expectShown([3, nil, "1/1000000000"], scene)
            let ten = try await Self.draw(scene, count: 10, key: "ten")
            #expect(ten == [String?](repeating: "none", count: 10))
            // The fourteenth is the sixth that rises, by 6: (S+6) of (S+6) + (S−1)·S.
            try await Self.expectShown([13, nil, "500000003/500000000000000003"], scene)
            try await Self.expectRight(scene)
        }
    }

    @Test(
        "takes no more than there is: of ten draws of a prize with stock for three, three have it"
    )
    func scarce() async throws {
        let game: JSON = [
            "id": "wheel", "free": ["perDay": 50], "ten": true,
            "prizes": [
                ["id": "mug", "points": 1, "weight": 1, "stock": 3, "substitute": "none"],
                ["id": "none", "nothing": true, "weight": 0],
            ],
        ]
        try await GamesScene.serving([.init("lotteries", [game])]) { scene in
            let ten = try await scene.draw(as: "ann", count: 10, key: "ten")
            let draws = ten.json["draws"]?.elements ?? []
            #expect(draws.allSatisfy { $0["rolled"] == "mug" } && draws.count == 10)
            #expect(draws.prefix(3).allSatisfy { $0["prize"] == "mug" })
            #expect(draws.prefix(3).allSatisfy { $0["substitutions"] == [] })
            #expect(draws.dropFirst(3).allSatisfy { $0["prize"] == "none" })
            for draw in draws.dropFirst(3) {
                let substitution = draw["substitutions"]?[0]
                #expect(substitution?["prize"] == "mug" && substitution?["left"] == 0)
                #expect(substitution?["reason"]?.text == "out-of-stock", "\(draw)")
            }
            try await Patience.wait { try await scene.balance("ann") == 3 }
            let stock = try await scene.send(.get, "/v1/games/wheel/stock", by: .viewer).json
            #expect(stock["items"]?[0]?["given"] == 3 && stock["items"]?[0]?["left"] == 0)
            try await Self.expectRight(scene)
        }
    }

    /// Ends the open epoch, and finds nothing wrong with all that are over.
    private static func expectRight(_ scene: GamesScene) async throws {
        let path = "/v1/games/wheel/epochs"
        let next = try await scene.send(.post, path, ["reason": "a"], by: .operator, key: "end")
        let open = try #require(next.json["epoch"]?.integer)
        for number in 1..<open {
            let export = try await scene.look("/v1/fairness/wheel/epochs/\(number)")
            let found = EpochVerification(try EpochExport(pages: [export])).findings
            #expect(found.isEmpty, "\(number): \(found)")
        }
        let page = try await scene.send(.get, "/v1/reconciliation", by: .viewer)
        #expect(page.json["differences"] == [], "\(page.text)")
    }
}
