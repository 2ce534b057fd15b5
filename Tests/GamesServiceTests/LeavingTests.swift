import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("A game that leaves the programme", .timeLimit(.minutes(1)))
struct LeavingTests {
    /// A lottery in which every draw wins, and that is lost.
    private static let sure: [JSON.Member] = [
        .init(
            "lotteries",
            [
                [
                    "id": "wheel", "free": ["perDay": 3],
                    "prizes": [["id": "seven", "title": "Seven", "points": 7, "weight": 1]],
                ]
            ]
        )
    ]

    @Test("can come back as what it was, and as nothing else")
    func kind() async throws {
        try await GamesScene.serving(Self.sure) { scene in
            try await scene.publish([], force: "gone")
            scene.pass(days: 1)
            let other = GamesScene.cards([.init("id", "wheel")])
            let refused = try await scene.send(
                .put,
                "/v1/programme",
                .object(
                    [
                        .init("zone", "Asia/Shanghai"),
                        .init("assets", [["id": "points", "name": "积分"]]),
                    ] + other
                ),
                by: .operator
            )
            #expect(refused.status == 422 && refused.slug == "invalid-programme")
            #expect(refused.json["faults"]?[0]?["path"] == "wheel", "\(refused.text)")
            try await scene.publish(Self.sure)
            #expect(try await scene.draw(as: "ann", key: "back").status == 201)
        }
    }

    @Test("leaves its winners behind, for everybody and for operators")
    func winners() async throws {
        try await GamesScene.serving(Self.sure) { scene in
            for key in ["a", "b"] {
                #expect(try await scene.draw(as: "ann", key: key).status == 201)
            }
            try await scene.publish([], force: "gone")
            scene.pass(days: 2)
            #expect(try await scene.draw(as: "ann", key: "c").status == 404)
            let latest = try await scene.look("/v1/lotteries/wheel/winners")["items"]?.elements
            #expect(latest?.map { $0["name"] } == ["a***n", "a***n"])
            #expect(latest?.allSatisfy { $0["title"] == "Seven" } == true)
            let all = try await scene.send(.get, "/v1/games/wheel/winners", by: .viewer).json
            #expect(all["items"]?.elements?.map { $0["member"] } == ["ann", "ann"])
            let none = try await scene.send(.get, "/v1/games/none/winners", by: .viewer)
            #expect(none.status == 404)
        }
    }
}
