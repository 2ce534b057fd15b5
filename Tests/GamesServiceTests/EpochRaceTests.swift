import Access
import Calls
import GamesClient
import TestSupport
import Testing
import Wire

@Suite("Operators that begin an epoch at once", .timeLimit(.minutes(2)))
struct EpochRaceTests {
    /// What an operator was answered.
    private struct Answer: Sendable {
        let name: String
        let answer: TestClient.Answer
    }

    private static func begin(
        as name: String,
        key: String,
        _ scene: GamesScene
    ) async throws -> Answer {
        let answer = try await scene.games.client.send(
            .post,
            "/v1/games/wheel/epochs",
            ["reason": "a race"],
            token: try await scene.keys.token(.operator, name),
            key: key
        )
        return Answer(name: "\(name) \(key)", answer: answer)
    }

    @Test("one instant: one new epoch for each key of each of them, and no play is lost")
    func race() async throws {
        try await GamesScene.serving(DrawTests.wheel) { scene in
            // Keys are the operator's own, so the same key of two is two keys.
            let asked = [("olga", "a"), ("olga", "b"), ("otto", "a"), ("otto", "c")]
            let (answers, plays) = try await Self.race(asked, members: 40, scene)
            #expect(answers.allSatisfy { $0.answer.status == 201 })
            var begun: Set<Int64> = []
            for (name, same) in Dictionary(grouping: answers, by: \.name) {
                #expect(Set(same.map(\.answer.body)).count == 1, "\(name)")
                #expect(same.count { !$0.answer.isReplayed } == 1, "\(name)")
                begun.insert(try #require(same.first?.answer.json["epoch"]?.integer))
            }
            #expect(begun == [2, 3, 4, 5])
            let list = try await scene.look("/v1/fairness/wheel/epochs")["items"]?.elements ?? []
            #expect(list.map { $0["epoch"]?.integer } == [7, 6, 5, 4, 3, 2, 1])
            #expect(list.prefix(3).map { $0["state"] } == ["committed", "committed", "open"])
            #expect(plays.count == 40)
            try await Self.expectOnce(plays, upTo: 5, scene)
            let audit = try await scene.send(.get, "/v1/audit", by: .viewer).json
            let actions = audit["items"]?.elements ?? []
            #expect(actions.count { $0["action"] == "epoch.begin" } == 5)
        }
    }

    /// Has operators ask three times each, while members play, all at one instant.
    private static func race(
        _ asked: [(name: String, key: String)],
        members: Int,
        _ scene: GamesScene
    ) async throws -> (answers: [Answer], plays: [JSON]) {
        async let plays = withThrowingTaskGroup(of: JSON.self) { group in
            for member in 0..<members {
                group.addTask { try await scene.draw(as: "m-\(member)", key: "k").json }
            }
            return try await group.reduce(into: [JSON]()) { $0.append($1) }
        }
        let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
            for (name, key) in asked + asked + asked {
                group.addTask { try await begin(as: name, key: key, scene) }
            }
            return try await group.reduce(into: [Answer]()) { $0.append($1) }
        }
        return (answers, try await plays)
    }

    /// Finds each play entered once, in exports that are right and follow each other.
    private static func expectOnce(
        _ plays: [JSON],
        upTo last: Int64,
        _ scene: GamesScene
    ) async throws {
        let end = try await begin(as: "olga", key: "end", scene)
        #expect(end.answer.json["epoch"]?.integer == last + 1)
        var former: EpochExport?
        var entered: [Int64: Int] = [:]
        for number in 1...last {
            let json = try await scene.look("/v1/fairness/wheel/epochs/\(number)")
            let export = try EpochExport(pages: [json])
            let found = EpochVerification(export).findings
            #expect(found.isEmpty, "\(found)")
            if let former { #expect(export.findings(following: former) == []) }
            former = export
            entered[number] = export.entries.count
        }
        for number in 1...last {
            let own = plays.count { $0["epoch"]?.integer == number }
            #expect(entered[number] == own, "epoch \(number)")
        }
    }
}
