import Calls
import Primitives
import TestSupport
import Testing
import Wire

@Suite("Rounds of a card flip over HTTP", .timeLimit(.minutes(2)))
struct RoundTests {
    @Test("a start answers a commitment and no face, and a repeat answers the same bytes")
    func start() async throws {
        try await GamesScene.serving(GamesScene.cards) { scene in
            let first = try await scene.start("ann")
            #expect(first.status == 201, "\(first.text)")
            #expect(first.json["state"] == "open" && first.json["cards"] == 9)
            #expect(first.json["flipsLeft"] == 3 && first.json["turned"] == [])
            #expect(first.json["commitment"]?.text?.count == 64)
            #expect(first.json["extraFlips"]?["forSale"] == 2)
            #expect(first.json["layout"] == nil && first.json["salt"] == nil)
            #expect(first.json["chancesLeft"] == 0)
            let again = try await scene.start("ann")
            #expect(again.isReplayed && again.body == first.body)
            let page = try await scene.send(.get, "/v1/cardflips/cards", as: "ann").json
            #expect(page["round"]?["id"] == first.json["id"])
            #expect(page["isPlayable"] == false && page["why"]?["round"] == first.json["id"])
        }
    }

    @Test("a card is turned once: a repeat answers the same bytes, and no flip is lost by it")
    func flips() async throws {
        try await GamesScene.serving(GamesScene.cards) { scene in
            let round = try await scene.deal("ann")
            for (position, left) in [(Int64(5), Int64(2)), (1, 1), (9, 0)] {
                let card = try await scene.flip(round, position, as: "ann")
                #expect(card.status == 201, "\(card.text)")
                #expect(card.json["flipsLeft"] == .integer(left))
                let again = try await scene.flip(round, position, as: "ann")
                #expect(again.isReplayed && again.body == card.body)
            }
            let shown = try await scene.round(round, as: "ann").json
            #expect(shown["turned"]?.elements?.map { $0["position"] } == [5, 1, 9])
        }
    }

    /// A request about a round with three flips, all of them used, and how it is refused.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let path: String
        let body: JSON?
        let status: Int
        let slug: String
        var limit: String?
        var member = "ann"

        var testDescription: String { "\(slug) of \(path) by \(member)" }
    }

    @Test(
        "what cannot be done is refused, each for its reason",
        arguments: [
            Refusal(
                path: "flips",
                body: ["position": 2],
                status: 409,
                slug: "limit-reached",
                limit: "flips"
            ),
            Refusal(path: "flips", body: ["position": 10], status: 400, slug: "invalid-request"),
            Refusal(path: "flips", body: ["position": 0], status: 400, slug: "invalid-request"),
            Refusal(path: "flips", body: [:], status: 400, slug: "invalid-request"),
            Refusal(path: "finish", body: ["now": true], status: 400, slug: "invalid-request"),
            Refusal(path: "extra-flips", body: [:], status: 409, slug: "insufficient-points"),
            Refusal(
                path: "flips",
                body: ["position": 1],
                status: 404,
                slug: "not-found",
                member: "ben"
            ),
            Refusal(path: "finish", body: nil, status: 404, slug: "not-found", member: "ben"),
            Refusal(path: "extra-flips", body: [:], status: 404, slug: "not-found", member: "ben"),
        ]
    )
    func refused(_ refusal: Refusal) async throws {
        try await GamesScene.serving(GamesScene.cards) { scene in
            let round = try await scene.deal("ann")
            for position in [Int64(1), 3, 5] {
                _ = try await scene.flip(round, position, as: "ann")
            }
            let answer = try await scene.send(
                .post,
                "/v1/rounds/\(round)/\(refusal.path)",
                refusal.body,
                as: refusal.member,
                key: "k"
            )
            #expect(answer.status == refusal.status && answer.slug == refusal.slug)
            #expect(answer.json["limit"]?.text == refusal.limit)
            if refusal.limit == "flips" { #expect(answer.json["forSale"] == 2) }
            // Nothing of it was changed.
            let shown = try await scene.round(round, as: "ann").json
            #expect(shown["turned"]?.elements?.count == 3 && shown["flipsLeft"] == 0)
        }
    }

    @Test("the end reveals every card, pays what was turned, and is told again byte for byte")
    func finish() async throws {
        try await GamesScene.serving(GamesScene.cards) { scene in
            let round = try await scene.deal("ann")
            var turned: [JSON] = []
            for position in [Int64(2), 8] {
                turned.append(try await scene.flip(round, position, as: "ann").json.face)
            }
            let end = try await scene.finish(round, as: "ann")
            #expect(end.status == 201 && end.json["state"] == "finished", "\(end.text)")
            let layout = end.json["layout"]?.elements?.map(\.face) ?? []
            #expect(layout.count == 9)
            // The flip that was left turned the lowest card.
            #expect(end.json["turned"]?.elements?.map { $0["position"] } == [2, 8, 1])
            let wins = end.json["wins"]?.elements?.map(\.face)
            #expect(wins == turned + [layout[0]] && turned == [layout[1], layout[7]])
            let again = try await scene.finish(round, as: "ann")
            #expect(again.isReplayed && again.body == end.body)
            let won = (wins ?? []).reduce(Int64(0)) {
                $0 + ($1["reward"]?["amount"]?.integer ?? 0)
            }
            try await Patience.wait { try await scene.balance("ann") == won }
            #expect(try await scene.flip(round, 3, as: "ann").slug == "round-finished")
            #expect(try await scene.flip(round, 2, as: "ann").json.face == turned[0])
            let bought = try await scene.buyFlip(round, as: "ann", key: "late")
            #expect(bought.slug == "round-finished" && bought.json["final"] == true)
        }
    }

    @Test("a member has one round of a game at a time")
    func oneRound() async throws {
        try await GamesScene.serving(GamesScene.cards) { scene in
            try await scene.credit("ann", 100)
            let first = try await scene.deal("ann")
            let second = try await scene.start("ann", key: "second")
            #expect(second.slug == "limit-reached" && second.json["limit"] == "openRounds")
            #expect(second.json["round"]?.text == first)
            #expect(try await scene.deal("ben") != first)
            _ = try await scene.finish(first, as: "ann")
            scene.pass(seconds: 1)
            let third = try await scene.start("ann", key: "third")
            #expect(third.status == 201 && third.json["paid"]?["amount"] == 20, "\(third.text)")
            #expect(third.json["nonce"] == 2)
            let list = try await scene.send(.get, "/v1/members/me/rounds", as: "ann").json
            #expect(list["items"]?.elements?.map { $0["state"] } == ["open", "finished"])
        }
    }

    @Test("a flip is bought: charged once, used once, and not sold beyond what a round can have")
    func extraFlips() async throws {
        try await GamesScene.serving(GamesScene.cards) { scene in
            try await scene.credit("ann", 25)
            let round = try await scene.deal("ann")
            let rehearsal = try await scene.send(
                .post,
                "/v1/rounds/\(round)/extra-flips?dryRun=true",
                [:],
                as: "ann"
            )
            #expect(rehearsal.json["charge"]?["amount"] == 10, "\(rehearsal.text)")
            let one = try await scene.buyFlip(round, as: "ann", key: "one")
            #expect(one.status == 201 && one.json["flipsLeft"] == 4, "\(one.text)")
            #expect(one.json["paid"]?["amount"] == 10)
            let again = try await scene.buyFlip(round, as: "ann", key: "one")
            #expect(again.isReplayed && again.body == one.body)
            let id = try #require(one.json["id"]?.text)
            let look = try await scene.send(.get, "/v1/extra-flips/\(id)", as: "ann")
            #expect(look.status == 200 && look.json == one.json)
            #expect(try await scene.buyFlip(round, as: "ann", key: "two").status == 201)
            let three = try await scene.buyFlip(round, as: "ann", key: "three")
            #expect(three.slug == "limit-reached" && three.json["limit"] == "extraFlips")
            for position in Int64(1)...5 {
                #expect(try await scene.flip(round, position, as: "ann").status == 201)
            }
            let end = try await scene.finish(round, as: "ann")
            #expect(end.json["wins"]?.elements?.count == 5)
        }
    }

    @Test("of pairs, every two equal faces win once")
    func pairs() async throws {
        let game = GamesScene.cards([
            .init("mode", "pairs"), .init("cards", 8), .init("flips", 8),
            .init("extraFlips", .null),
        ])
        try await GamesScene.serving(game) { scene in
            let round = try await scene.deal("ann")
            for position in Int64(1)...8 {
                #expect(try await scene.flip(round, position, as: "ann").status == 201)
            }
            let bought = try await scene.buyFlip(round, as: "ann", key: "k")
            #expect(bought.status == 404)
            let end = try await scene.finish(round, as: "ann").json
            #expect(end["wins"]?.elements?.count == 4, "\(end)")
        }
    }
}
