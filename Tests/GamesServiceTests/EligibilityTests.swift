import Access
import Calls
import GamesClient
import Primitives
import TestSupport
import Testing
import Wire

@Suite("Who may play, by what was heard of members", .timeLimit(.minutes(2)))
struct EligibilityTests {
    /// A lottery for birthdays, one for new members and one for holders of a badge.
    private static let games: [JSON.Member] = {
        let conditions: [(String, JSON)] = [
            ("birthday", ["birthday": true]), ("month", ["birthdayMonth": true]),
            ("new", ["registeredDaysAtMost": 7]), ("old", ["registeredDaysAtLeast": 8]),
            ("badge", ["badge": "runner:gold"]),
        ]
        let games = conditions.map { id, condition -> JSON in
            let isHidden = id == "badge" ? [JSON.Member("hiddenUnlessEligible", true)] : []
            return .object(
                [
                    .init("id", .string(id)), .init("free", ["perDay": 9]),
                    .init("eligibility", condition),
                    .init("prizes", [["id": "seven", "points": 7, "weight": 1]]),
                ] + isHidden
            )
        }
        return [.init("lotteries", .array(games))]
    }()

    private static func hear(_ traits: JSON, _ scene: GamesScene) async throws {
        let path = "/v1/members/ann/traits"
        let answer = try await scene.send(.put, path, traits, by: .service)
        try #require(answer.status == 200, "\(answer.text)")
    }

    /// Plays each game once, and says which were played; of the others the condition is named.
    private static func played(_ scene: GamesScene, _ key: String) async throws -> Set<String> {
        let unmet: [String: JSON] = [
            "birthday": ["birthday": true], "month": ["birthdayMonth": true],
            "new": ["registeredDaysAtMost": 7], "old": ["registeredDaysAtLeast": 8],
            "badge": ["badge": "runner:gold"],
        ]
        var played: Set<String> = []
        for (game, condition) in unmet {
            let answer = try await scene.draw(game, as: "ann", key: "\(key)-\(game)")
            let page = try await scene.send(.get, "/v1/lotteries/\(game)", as: "ann")
            if answer.status == 201 {
                played.insert(game)
                #expect(page.json["isPlayable"] == true)
                continue
            }
            #expect(answer.slug == "not-eligible", "\(answer.text)")
            #expect(answer.json["unmet"] == [condition])
            if game == "badge" {
                #expect(page.status == 404)
            } else {
                #expect(page.json["why"]?["type"] == "/problems/not-eligible")
                #expect(page.json["why"]?["unmet"] == [condition])
            }
        }
        return played
    }

    @Test("birthday, registration and badges decide at midnight, and each refusal names them")
    func decided() async throws {
        try await GamesScene.serving(Self.games) { scene in
            #expect(try await Self.played(scene, "nobody") == [])
            try await Self.hear(
                [
                    "birthday": ["value": "1990-03-02", "version": 1],
                    "registeredOn": ["value": "2026-02-23", "version": 1],
                    "badges": ["value": ["runner:gold", "early"], "version": 1],
                ],
                scene
            )
            #expect(try await Self.played(scene, "first") == ["month", "new", "badge"])
            scene.pass(days: 1)
            #expect(
                try await Self.played(scene, "second") == ["birthday", "month", "new", "badge"]
            )
            scene.pass(days: 1)
            #expect(try await Self.played(scene, "third") == ["month", "old", "badge"])
            try await Self.hear(["badges": ["value": [], "version": 2]], scene)
            try await Self.hear(["registeredOn": ["value": .null, "version": 2]], scene)
            #expect(try await Self.played(scene, "fourth") == ["month"])
            // Lower versions change nothing.
            try await Self.hear(["badges": ["value": ["runner:gold"], "version": 1]], scene)
            #expect(try await Self.played(scene, "fifth") == ["month"])
            // Nobody has played it since, so that the day's epoch is ended by hand.
            let path = "/v1/games/birthday/epochs"
            _ = try await scene.send(.post, path, ["reason": "a"], by: .operator, key: "a")
            let export = try await scene.look("/v1/fairness/birthday/epochs/2")
            let epoch = try EpochExport(pages: [export])
            #expect(epoch.entries.count == 1)
            #expect(EpochVerification(epoch).findings == [])
        }
    }

    @Test("one who was born on 29 February has its birthday on the 28th of other years")
    func leapDay() async throws {
        // 28 February 2026 in Shanghai.
        let day = Instant(milliseconds: GamesScene.midnight.milliseconds - 86_400_000)
        try await GamesScene.serving(Self.games, clock: TestClock(day)) { scene in
            try await Self.hear(["birthday": ["value": "2000-02-29", "version": 1]], scene)
            #expect(try await Self.played(scene, "eve") == ["birthday", "month"])
            scene.pass(seconds: 86_399)
            #expect(try await scene.draw("birthday", as: "ann", key: "last").status == 201)
            scene.pass(seconds: 1)
            #expect(try await Self.played(scene, "march") == [])
        }
    }
}
