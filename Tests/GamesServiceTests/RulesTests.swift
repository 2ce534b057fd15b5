import Calls
import Primitives
import TestSupport
import Testing
import Wire

@Suite("The rules of a game over HTTP", .timeLimit(.minutes(2)))
struct RulesTests {
    @Test(
        "anybody reads the rules, as JSON or as the page that a browser prefers",
        arguments: [
            (nil, false), ("*/*", false), ("application/json", false), ("text/html", true),
            ("text/html,application/xhtml+xml,*/*;q=0.8", true), ("TEXT/HTML ; q=0.5", true),
            ("text/html;q=0.5, application/json", false), ("text/html;q=0", false),
            ("text/*, application/json;q=0.9", true),
        ]
    )
    func preference(_ accept: String?, isHTML: Bool) async throws {
        try await GamesScene.serving(DrawTests.wheel) { scene in
            let answer = try await scene.games.client.send(
                .get,
                "/v1/lotteries/wheel/rules",
                headers: accept.map { [("Accept", $0)] } ?? []
            )
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.header("Vary") == "Accept")
            let type = answer.header("Content-Type")
            #expect(type == (isHTML ? "text/html; charset=utf-8" : "application/json"))
            #expect(answer.text.hasPrefix(isHTML ? "<!DOCTYPE html>" : "{"))
            #expect(answer.text.contains("大转盘"))
        }
    }

    @Test(
        "where pages of other origins may call, the answer says that it varies by both headers",
        arguments: [
            ("https://shop.example", true), ("https://evil.example", false), (nil, false),
        ]
    )
    func origin(_ origin: String?, isAllowed: Bool) async throws {
        let settings = ["cors-origins": "https://shop.example"]
        try await GamesScene.serving(DrawTests.wheel, settings: settings) { scene in
            for accept in ["text/html", "application/json"] {
                let answer = try await scene.games.client.send(
                    .get,
                    "/v1/lotteries/wheel/rules",
                    headers: [("Accept", accept)] + (origin.map { [("Origin", $0)] } ?? [])
                )
                #expect(answer.header("Vary") == "Accept, Origin")
                let allowed = answer.header("Access-Control-Allow-Origin")
                #expect(allowed == (isAllowed ? origin : nil))
            }
            let other = try await scene.games.client.send(.get, "/v1/fairness/wheel/epochs")
            #expect(other.header("Vary") == "Origin")
        }
    }

    @Test("rules are those of the open epoch; a newer version is told until the next one has begun")
    func coming() async throws {
        try await GamesScene.serving(DrawTests.wheel) { scene in
            let path = "/v1/lotteries/wheel/rules"
            let first = try await scene.look(path)
            #expect(first["version"] == 1)
            #expect(first["coming"] == nil)
            let newer = DrawTests.wheel.map { member in
                JSON.Member(member.name, member.value.cheaper)
            }
            scene.pass(hours: 1)
            try await scene.publish(newer)
            let waiting = try await scene.look(path)
            #expect(waiting["version"] == 1)
            #expect(waiting["rules"]?["cost"]?.elements?.first?["amount"] == 20)
            #expect(waiting["coming"]?["version"] == 2)
            #expect(waiting["coming"]?["from"] == "2026-03-01T16:00:00.000Z")
            #expect(waiting["coming"]?["rules"]?["cost"]?.elements?.first?["amount"] == 10)
            scene.pass(days: 1)
            let later = try await scene.look(path)
            #expect(later["version"] == 2)
            #expect(later["rules"]?["cost"]?.elements?.first?["amount"] == 10)
            #expect(later["coming"] == nil)
        }
    }

    @Test(
        "a game that is of the other kind, or is none, has no rules",
        arguments: [
            "/v1/cardflips/wheel/rules", "/v1/lotteries/none/rules", "/v1/lotteries/a%20b/rules",
        ]
    )
    func missing(_ path: String) async throws {
        try await GamesScene.serving(DrawTests.wheel) { scene in
            let answer = try await scene.games.client.send(.get, path)
            #expect(answer.status == 404)
            #expect(answer.slug == "not-found")
        }
    }

    @Test("the rules of a card flip tell its cards")
    func cards() async throws {
        try await GamesScene.serving(GamesScene.cards) { scene in
            let rules = try await scene.look("/v1/cardflips/cards/rules")
            #expect(rules["kind"] == "cardFlip")
            #expect(rules["rules"]?["cards"] == 9)
            #expect(rules["rules"]?["prizes"]?.elements?.count == 31)
        }
    }
}

extension JSON {
    /// The list of one game, which costs 10 points.
    fileprivate var cheaper: JSON {
        .array(
            (elements ?? []).map { game in
                guard case .object(var members) = game else { return game }
                members.removeAll { $0.name == "cost" }
                return .object(members + [JSON.Member("cost", 10)])
            }
        )
    }
}
