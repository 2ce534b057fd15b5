import Access
import Calls
import GamesClient
import Primitives
import TestSupport
import Testing
import Wire

@Suite("Stock that is changed while cards lie on tables", .timeLimit(.minutes(2)))
struct RestockTests {
    /// Some card flips that are alike: four cards, of which one is turned; about half are mugs, of
    /// which there are six.
    private static let games: [JSON.Member] = {
        let mug: JSON = [
            "id": "mug", "points": 5, "weight": 1, "stock": 6, "substitute": "none",
        ]
        let alike = names.map { name -> JSON in
            [
                "id": .string(name), "mode": "pick", "cards": 4, "flips": 1,
                "free": ["perDay": 1],
                "prizes": [mug, ["id": "none", "nothing": true, "weight": 1]],
            ]
        }
        return [.init("cardFlips", .array(alike))]
    }()
    private static let names = (1...12).map { "game-\($0)" }

    @Test("what can be taken away, and every answer, is the same whatever lies under the cards")
    func oracle() async throws {
        try await GamesScene.serving(Self.games) { scene in
            var answers: [String: [JSON]] = [:]
            var mugs: [Int] = []
            for name in Self.names {
                let round = try await Self.deal(name, scene)
                for change in [-6, -3, -2, -1, 1, -2, -1] as [Int64] {
                    answers[name, default: []].append(try await Self.change(name, change, scene))
                }
                let end = try await scene.finish(round, as: "ann").json
                mugs.append(end["layout"]?.elements?.count { $0["prize"] == "mug" } ?? -1)
            }
            #expect(Set(mugs).count > 1, "\(mugs)")
            let first = try #require(answers[Self.names[0]])
            #expect(answers.values.allSatisfy { $0 == first }, "\(answers)")
            let refused = first.map { $0["most"] }
            #expect(refused == [2, 2, nil, 0, nil, 1, nil])
            #expect(first[0]["left"] == 6 && first[0]["onTables"] == 4)
            #expect(first[2]["left"] == 4)
        }
    }

    @Test("no prize that is turned lacks: of what was kept back all is there when the rounds end")
    func neverBelowZero() async throws {
        try await GamesScene.serving(Self.games) { scene in
            for name in Self.names {
                let round = try await Self.deal(name, scene)
                #expect(try await Self.change(name, -2, scene)["left"] == 4)
                let end = try await scene.finish(round, as: "ann").json
                let won = Int64(end["wins"]?.elements?.count { $0["prize"] == "mug" } ?? 0)
                #expect(try await Self.stock(name, scene) == [won, 4 - won])
                let all = try await Self.change(name, won - 4, scene)
                #expect(all["left"] == 0, "\(all)")
                let more = try await Self.change(name, -1, scene)
                #expect(more["left"] == 0 && more["most"] == 0 && more["onTables"] == 0)
            }
            scene.pass(days: 1)
            for name in Self.names {
                _ = try await Self.deal(name, scene)
                let export = try await scene.look("/v1/fairness/\(name)/epochs/1")
                let found = EpochVerification(try EpochExport(pages: [export])).findings
                #expect(found.isEmpty, "\(found)")
            }
            let page = try await scene.send(.get, "/v1/reconciliation", by: .viewer)
            #expect(page.json["differences"] == [], "\(page.text)")
        }
    }

    private static func deal(_ game: String, _ scene: GamesScene) async throws -> String {
        let answer = try await scene.send(
            .post,
            "/v1/cardflips/\(game)/rounds",
            [:],
            as: "ann",
            key: "\(game)-\(scene.clock.now.milliseconds)"
        )
        try #require(answer.status == 201, "\(answer.text)")
        return try #require(answer.json["id"]?.text)
    }

    /// Changes the stock of a game's mugs, and answers what does not name the game or the request.
    private static func change(
        _ game: String,
        _ change: Int64,
        _ scene: GamesScene
    ) async throws -> JSON {
        let answer = try await scene.send(
            .post,
            "/v1/games/\(game)/prizes/mug/stock",
            ["change": .integer(change), "reason": "test"],
            by: .operator,
            key: "\(Int64.random(in: 0...Int64.max))"
        )
        #expect(answer.status == 201 || answer.slug == "out-of-stock", "\(answer.text)")
        guard case .object(let members) = answer.json else { return .null }
        return .object(members.filter { !["game", "instance"].contains($0.name) })
    }

    /// How many mugs of a game were given, and how many are left.
    private static func stock(_ game: String, _ scene: GamesScene) async throws -> [Int64?] {
        let stock = try await scene.send(.get, "/v1/games/\(game)/stock", by: .viewer).json
        return [stock["items"]?[0]?["given"]?.integer, stock["items"]?[0]?["left"]?.integer]
    }
}
