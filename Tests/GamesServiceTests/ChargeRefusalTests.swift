import Access
import Calls
import GamesClient
import TestSupport
import Testing
import Wire

@Suite("The charge of a play", .timeLimit(.minutes(2)))
struct ChargeRefusalTests {
    /// A lottery with everything that a play reserves, in which nothing is won, and a card flip
    /// beside it.
    private static let games: [JSON.Member] = {
        let wheel: JSON = [
            "id": "wheel", "free": ["perDay": 1, "atStart": 2], "cost": [["amount": 20]],
            "limits": ["perHour": 12, "perDay": 13, "perCampaign": 40, "total": 60], "ten": true,
            "pity": [["pool": "gold", "tier": 1, "hard": 90]],
            "window": ["until": "2026-03-01T16:00:00Z"],
            "prizes": [
                ["id": "gold", "nothing": true, "weight": 0, "tier": 2],
                ["id": "tin", "nothing": true, "weight": 1, "tier": 1],
            ],
        ]
        return [.init("lotteries", [wheel])] + GamesScene.cards([.init("free", .null)])
    }()

    /// How the charge of ten draws, for which 200 points are asked, is refused.
    enum Refusal: String, CaseIterable, Sendable {
        case insufficient = "insufficient-points"
        case frozen = "account-frozen"
        case lapsed = "charge-lapsed"
    }

    @Test("is refused: all is as before but the nonces, for ever", arguments: Refusal.allCases)
    func refused(_ refusal: Refusal) async throws {
        let fault = Switch()
        try await GamesScene.serving(Self.games, calling: fault.proxy(to:)) { scene in
            // Points for nine of ten.
            try await scene.credit("ann", refusal == .insufficient ? 199 : 1_000)
            if refusal == .frozen { _ = try await scene.freeze("ann") }
            let before = try await Self.page(scene)
            if refusal == .lapsed { try await Self.lapse(fault, scene) }
            let ten = try await scene.draw(as: "ann", count: 10, key: "ten")
            #expect(ten.status == 409 && ten.slug == refusal.rawValue, "\(ten.text)")
            #expect(ten.json["final"] == true)
            if refusal == .insufficient {
                #expect(ten.json["available"] == 199 && ten.json["missing"] == 1, "\(ten.text)")
            }
            let after = try await Self.page(scene)
            #expect(after.page == before.page)
            #expect(before.nonce == 1 && after.nonce == 11)
            #expect(try await scene.balance("ann") == (refusal == .insufficient ? 199 : 1_000))
            let again = try await scene.draw(as: "ann", count: 10, key: "ten")
            #expect(again.isReplayed && again.body == ten.body)
            let list = try await scene.send(.get, "/v1/members/me/draws", as: "ann").json
            #expect(list["items"]?[0]?["state"] == "refused")
            #expect(list["items"]?[0]?["reason"]?.text == refusal.rawValue)
            // What is free needs no charge, and has the next nonce.
            let free = try await scene.draw(as: "ann", key: "free")
            #expect(free.status == 201 && free.json["firstNonce"] == 11, "\(free.text)")
            try await Self.expectRight(epochs: 1, scene)
        }
    }

    /// Has the charge begin while no gateway can be reached, and its time run out.
    private static func lapse(_ fault: Switch, _ scene: GamesScene) async throws {
        fault.set(.refuse)
        let ten = try await scene.draw(as: "ann", count: 10, key: "ten")
        #expect(ten.status == 202, "\(ten.text)")
        let limits = try await page(scene).page[0]?.elements ?? []
        #expect(limits.map { $0["used"] } == [10, 10, 10, 10])
        scene.pass(seconds: 901)
        fault.set(.none)
        try await Patience.wait {
            try await scene.draw(as: "ann", count: 10, key: "ten").status != 202
        }
    }

    @Test("that is known late is of its own day, epoch and campaign, whatever is over by then")
    func late() async throws {
        let fault = Switch()
        try await GamesScene.serving(Self.games, calling: fault.proxy(to:)) { scene in
            try await scene.credit("ann", 1_000)
            scene.pass(seconds: 86_399)
            fault.set(.loseAnswer)
            let ten = try await scene.draw(as: "ann", count: 10, key: "ten")
            #expect(ten.status == 202, "\(ten.text)")
            scene.pass(seconds: 1)
            let over = try await scene.draw(as: "ann", key: "over")
            #expect(over.slug == "not-open", "\(over.text)")
            scene.pass(seconds: 3_600)
            fault.set(.none)
            try await Patience.wait {
                try await scene.draw(as: "ann", count: 10, key: "ten").status == 201
            }
            let done = try await scene.draw(as: "ann", count: 10, key: "ten")
            #expect(done.isReplayed && done.json["epoch"] == 1 && done.json["firstNonce"] == 1)
            #expect(done.json["begunAt"] == "2026-03-01T15:59:59.000Z")
            #expect(done.json["settledAt"] == "2026-03-01T17:00:00.000Z")
            #expect(done.json["paid"] == ["asset": "points", "amount": 200])
            #expect(try await scene.balance("ann") == 800)
            let limits = try await Self.page(scene).page[0]?.elements ?? []
            #expect(limits.map { $0["limit"] } == ["perHour", "perDay", "perCampaign", "total"])
            #expect(limits.map { $0["used"] } == [0, 0, 10, 10])
            try await Self.expectRight(epochs: 2, scene)
        }
    }

    @Test("of two plays of one member is made for each, and neither holds up the other's game")
    func two() async throws {
        let fault = Switch()
        try await GamesScene.serving(Self.games, calling: fault.proxy(to:)) { scene in
            try await scene.credit("ann", 1_000)
            for key in ["a", "b", "c"] {
                #expect(try await scene.draw(as: "ann", key: key).status == 201)
            }
            scene.pass(hours: 1)
            fault.set(.refuse)
            // Thirteen a day are allowed, of which three are played.
            let ten = try await scene.draw(as: "ann", count: 10, key: "ten")
            let more = try await scene.draw(as: "ann", key: "more")
            let round = try await scene.start("ann")
            #expect(ten.status == 202 && round.status == 202, "\(ten.text) \(round.text)")
            #expect(more.slug == "limit-reached" && more.json["limit"] == "perDay", "\(more.text)")
            #expect(more.json["used"] == 13 && more.json["left"] == 0)
            fault.set(.none)
            try await Patience.wait { try await scene.start("ann").status == 201 }
            try await Patience.wait {
                try await scene.draw(as: "ann", count: 10, key: "ten").status == 201
            }
            #expect(try await scene.balance("ann") == 1_000 - 200 - 20)
            let done = try await scene.draw(as: "ann", count: 10, key: "ten").json
            #expect(done["firstNonce"] == 4 && done["count"] == 10)
            // What was refused while the other was pending stays refused.
            let same = try await scene.draw(as: "ann", key: "more")
            #expect(same.isReplayed && same.body == more.body)
        }
    }

    /// What a page shows that a play may change: the limits first; and the next nonce.
    private static func page(_ scene: GamesScene) async throws -> (page: [JSON?], nonce: JSON?) {
        let page = try await scene.send(.get, "/v1/lotteries/wheel", as: "ann").json
        let names = ["limits", "free", "pity", "player", "prizes", "isPlayable", "why"]
        return (names.map { page[$0] }, page["fairness"]?["nextNonce"])
    }

    /// Ends an epoch, and finds nothing wrong with those that are over.
    private static func expectRight(epochs: Int, _ scene: GamesScene) async throws {
        let path = "/v1/games/wheel/epochs"
        let ended = try await scene.send(.post, path, ["reason": "a"], by: .operator, key: "end")
        #expect(ended.status == 201, "\(ended.text)")
        for number in 1...epochs {
            let export = try await scene.look("/v1/fairness/wheel/epochs/\(number)")
            let found = EpochVerification(try EpochExport(pages: [export])).findings
            #expect(found.isEmpty, "\(number): \(found)")
        }
        let page = try await scene.send(.get, "/v1/reconciliation", by: .viewer)
        #expect(page.json["differences"] == [], "\(page.text)")
    }
}
