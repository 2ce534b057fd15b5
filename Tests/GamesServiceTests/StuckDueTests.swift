import Access
import Calls
import Storage
import TestSupport
import Testing
import Wire

@Suite("Something due that cannot be settled", .timeLimit(.minutes(2)))
struct StuckDueTests {
    private static let job = ["job-pause-ms": "10"]

    @Test("a round holds up no other: it is undone whole, counted, and settled once it can be")
    func round() async throws {
        let (folder, clock) = (try TemporaryFolder(), TestClock(GamesScene.midnight))
        var rounds: [String] = []
        let members = ["ann", "ben", "cai", "dan", "eve"]
        try await GamesScene.serving(GamesScene.cards, in: folder, clock: clock) { scene in
            for member in members { rounds.append(try await scene.deal(member)) }
        }
        // Of the first two members only one round can be stored as ended, so the second one fails
        // when its prizes are owed already.
        try await GamesScene.changeStore(in: folder) { store in
            try store.execute(
                "CREATE UNIQUE INDEX one ON card_round (game) WHERE state = 2 AND member < 'cai'"
            )
        }
        clock.advance(milliseconds: 900_000)
        try await GamesScene.serving(nil, in: folder, clock: clock, settings: Self.job) { scene in
            try await Patience.wait { try await Self.stuck("round", scene) == 1 }
            let states = try await Self.states(of: members, scene)
            #expect(states == ["finished", "closing", "finished", "finished", "finished"])
            // The round has written nothing: no prize, no entry in the epoch.
            let found = try await scene.send(.get, "/v1/reconciliation", by: .viewer)
            #expect(found.json["differences"] == [], "\(found.text)")
            try await Patience.wait { try await scene.balance("ann") > 0 }
            #expect(try await scene.balance("ben") == 0)
        }
        try await GamesScene.changeStore(in: folder) { try $0.execute("DROP INDEX one") }
        try await GamesScene.serving(nil, in: folder, clock: clock, settings: Self.job) { scene in
            try await Patience.wait { try await scene.balance("ben") > 0 }
            #expect(try await Self.stuck("round", scene) == 0)
        }
    }

    @Test("the end of an epoch holds up neither other games nor rounds")
    func epoch() async throws {
        let (folder, clock) = (try TemporaryFolder(), TestClock(GamesScene.midnight))
        let games = DrawTests.wheel + GamesScene.cards
        var round = ""
        try await GamesScene.serving(games, in: folder, clock: clock) { scene in
            round = try await scene.deal("ann")
            #expect(try await scene.draw(as: "ann", key: "k").status == 201)
        }
        // The wheel's next epoch but two cannot be committed to.
        try await GamesScene.changeStore(in: folder) { store in
            try store.execute(
                "CREATE UNIQUE INDEX last ON epoch (game) WHERE game = 'wheel' AND epoch >= 3"
            )
        }
        clock.advance(milliseconds: 86_400_000)
        try await GamesScene.serving(nil, in: folder, clock: clock, settings: Self.job) { scene in
            try await Patience.wait { try await Self.stuck("epoch", scene) == 1 }
            #expect(try await Self.published(of: "cards", scene) == 1)
            #expect(try await Self.published(of: "wheel", scene) == 0)
            #expect(try await scene.round(round, as: "ann").json["state"] == "finished")
            #expect(try await Self.stuck("round", scene) == 0)
        }
        try await GamesScene.changeStore(in: folder) { try $0.execute("DROP INDEX last") }
        try await GamesScene.serving(nil, in: folder, clock: clock, settings: Self.job) { scene in
            try await Patience.wait { try await Self.published(of: "wheel", scene) == 1 }
            #expect(try await Self.stuck("epoch", scene) == 0)
        }
    }

    @Test("more rounds that cannot be settled than one commit has room for hold up nobody")
    func many() async throws {
        let (folder, clock) = (try TemporaryFolder(), TestClock(GamesScene.midnight))
        try await GamesScene.serving(GamesScene.cards, in: folder, clock: clock) { scene in
            try await withThrowingTaskGroup { group in
                for number in 100..<240 {
                    group.addTask { _ = try await scene.deal("m-\(number)") }
                }
                try await group.waitForAll()
            }
            scene.pass(seconds: 1)
            _ = try await scene.deal("zoe")
        }
        try await GamesScene.changeStore(in: folder) { store in
            try store.execute("UPDATE play SET outcome = ? WHERE member < 'n'", .blob([0x7B]))
        }
        clock.advance(milliseconds: 901_000)
        try await GamesScene.serving(nil, in: folder, clock: clock, settings: Self.job) { scene in
            try await Patience.wait { try await Self.stuck("round", scene) == 140 }
            #expect(try await Self.states(of: ["zoe"], scene) == ["finished"])
        }
    }

    /// How many of a kind the metrics say are stuck.
    private static func stuck(_ kind: String, _ scene: GamesScene) async throws -> Int? {
        try await scene.metric("jifen_due_stuck", #"kind="\#(kind)""#)
    }

    private static func published(of game: String, _ scene: GamesScene) async throws -> Int? {
        try await scene.look("/v1/fairness/\(game)/epochs")["items"]?.elements?
            .count { $0["state"] == "published" }
    }

    private static func states(of members: [String], _ scene: GamesScene) async throws -> [JSON?] {
        var states: [JSON?] = []
        for member in members {
            let list = try await scene.send(.get, "/v1/members/me/rounds", as: member).json
            states.append(list["items"]?[0]?["state"])
        }
        return states
    }
}
