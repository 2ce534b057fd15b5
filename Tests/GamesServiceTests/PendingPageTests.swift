import Calls
import TestSupport
import Testing
import Wire

@Suite("What is being paid for, on the page of its card flip", .timeLimit(.minutes(2)))
struct PendingPageTests {
    @Test("a start that is being paid for is the page's round, with the place to ask")
    func start() async throws {
        let fault = Switch()
        let game = GamesScene.cards([.init("free", .null)])
        try await GamesScene.serving(game, calling: fault.proxy(to:)) { scene in
            try await scene.credit("ann", 20)
            fault.set(.refuse)
            let start = try await scene.start("ann")
            try #require(start.status == 202, "\(start.text)")
            let (id, href) = (try #require(start.json["id"]), try #require(start.json["href"]))
            let page = try await Self.page(scene)
            #expect(page["round"] == ["id": id, "state": "pending", "href": href])
            #expect(page["isPlayable"] == false && page["why"]?["round"] == id, "\(page)")
            let look = try await scene.send(.get, href.text ?? "", as: "ann")
            #expect(look.status == 202, "\(look.text)")
            let other = try await scene.send(.get, "/v1/cardflips/cards", as: "ben").json
            #expect(other["round"] == nil && other["isPlayable"] == true)
            fault.set(.none)
            try await Patience.wait { try await scene.start("ann").status == 201 }
            let dealt = try await Self.page(scene)
            #expect(dealt["round"]?["id"] == id && dealt["round"]?["state"] == "open")
        }
    }

    @Test("a flip that is being paid for is counted beside those that are for sale")
    func extraFlip() async throws {
        let fault = Switch()
        try await GamesScene.serving(GamesScene.cards, calling: fault.proxy(to:)) { scene in
            try await scene.credit("ann", 100)
            let round = try await scene.deal("ann")
            for (pending, sold) in [(JSON.integer(0), JSON.integer(2)), (1, 1)] {
                let shown = try await Self.page(scene)["round"]?["extraFlips"]
                #expect(shown?["pending"] == pending && shown?["forSale"] == sold, "\(pending)")
                let alone = try await scene.round(round, as: "ann").json["extraFlips"]
                #expect(alone == shown)
                guard pending == 0 else { continue }
                fault.set(.refuse)
                let bought = try await scene.buyFlip(round, as: "ann", key: "one")
                #expect(bought.status == 202, "\(bought.text)")
            }
            fault.set(.none)
            try await Patience.wait {
                try await scene.buyFlip(round, as: "ann", key: "one").status == 201
            }
            let settled = try await Self.page(scene)["round"]
            #expect(settled?["extraFlips"]?["pending"] == 0 && settled?["flipsLeft"] == 4)
        }
    }

    private static func page(_ scene: GamesScene) async throws -> JSON {
        try await scene.send(.get, "/v1/cardflips/cards", as: "ann").json
    }
}
