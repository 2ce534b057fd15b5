import Access
import Calls
import Chance
import Foundation
import GamesClient
import GamesDomain
import Primitives
import TestSupport
import Testing
import Wire

@Suite("Rounds that anyone can check, and nobody can foresee", .timeLimit(.minutes(2)))
struct RoundFairnessTests {
    @Test("the layout that is revealed is the one that was committed to")
    func commitment() async throws {
        try await GamesScene.serving(GamesScene.cards) { scene in
            let start = try await scene.start("ann").json
            let round = try #require(start["id"]?.text)
            let end = try await scene.finish(round, as: "ann").json
            #expect(end["commitment"] == start["commitment"])
            let salt = try #require(end["salt"]?.text.flatMap(LayoutSalt.init(hexadecimal:)))
            let faces = try (end["layout"]?.elements ?? []).map { try Face(json: $0.face) }
            let layout = CanonicalBytes(layout: faces.map(\.canonical))
            #expect(Commitment(to: layout, salt: salt).description == end["commitment"]?.text)
        }
    }

    @Test("epochs of rounds are right: finished, left alone, bought, refused, over midnight")
    func exports() async throws {
        try await GamesScene.serving(GamesScene.cards) { scene in
            scene.pass(hours: 23)
            try await play(scene)
            // Some of them are open at midnight, so the epoch cannot be published yet.
            scene.pass(hours: 1)
            for member in 20..<24 { _ = try await scene.deal("m-\(member)") }
            let closed = try await scene.look("/v1/fairness/cards/epochs/1")
            #expect(closed["state"] == "closed" && closed["seed"] == nil)
            for member in 0..<24 { try await endAll(scene, "m-\(member)") }
            scene.pass(days: 1)
            let late = try await scene.deal("late")
            let findings = try await [1, 2].asyncMap { epoch in
                let export = try await scene.look("/v1/fairness/cards/epochs/\(epoch)")
                return EpochVerification(try EpochExport(pages: [export])).findings
            }
            #expect(findings == [[], []], "\(findings)")
            _ = try await scene.finish(late, as: "late")
            let page = try await scene.send(.get, "/v1/reconciliation", by: .viewer)
            #expect(page.json["differences"] == [], "\(page.text)")
        }
    }

    /// Has 20 members start rounds: some finish them, some buy flips, some leave them alone.
    private func play(_ scene: GamesScene) async throws {
        for number in 0..<20 {
            let member = "m-\(number)"
            scene.pass(seconds: 30)
            if number % 3 == 0 { try await scene.credit(member, 10) }
            let round = try await scene.deal(member)
            for position in Int64(1)...Int64(number % 3 + 1) {
                _ = try await scene.flip(round, 10 - position, as: member)
            }
            if number % 3 == 0 {
                let bought = try await scene.buyFlip(round, as: member, key: "one")
                #expect(bought.status == 201, "\(bought.text)")
            }
            if number % 2 == 0 { _ = try await scene.finish(round, as: member) }
            if number % 7 == 0 {
                let second = try await scene.start(member, key: "second")
                #expect(second.status == 201 || second.status == 409, "\(second.text)")
            }
        }
        // One more just before midnight, which is open then.
        scene.pass(seconds: 2_970)
        _ = try await scene.deal("m-23", key: "first")
    }

    private func endAll(_ scene: GamesScene, _ member: String) async throws {
        let list = try await scene.send(.get, "/v1/members/me/rounds", as: member).json
        for item in list["items"]?.elements ?? [] where item["state"] != "refused" {
            let round = try #require(item["id"]?.text)
            #expect(try await scene.finish(round, as: member).status == 201)
        }
    }

    @Test("what is dealt shows in no stock, page or metric before the round has ended")
    func hiddenStock() async throws {
        try await GamesScene.serving(GamesScene.cards) { scene in
            _ = try await scene.send(.get, "/v1/cardflips/cards", as: "ann")
            let before = try await shown(scene)
            let round = try await scene.deal("ann")
            _ = try await scene.flip(round, 4, as: "ann")
            let during = try await shown(scene)
            #expect(during == before)
            let end = try await scene.finish(round, as: "ann").json
            let rare = (end["wins"]?.elements ?? []).compactMap { $0["prize"]?.text }
                .filter { $0.hasPrefix("rare") }
            let after = try await shown(scene)
            for prize in rare { #expect(after.contains("\(prize) 0")) }
            #expect((after == before) == rare.isEmpty)
        }
    }

    /// What can be seen of the stock by a member, an operator and a scraper, prize by prize.
    private func shown(_ scene: GamesScene) async throws -> [String] {
        let page = try await scene.send(.get, "/v1/cardflips/cards", as: "ann").json
        let left = (page["prizes"]?.elements ?? []).map { prize in
            let hindrance = prize["unavailable"]?["reason"]?.text ?? ""
            return "page \(prize["id"]?.text ?? "") \(prize["left"]?.integer ?? -1) \(hindrance)"
        }
        let stock = try await scene.send(.get, "/v1/games/cards/stock", by: .viewer).json
        let given = (stock["items"]?.elements ?? []).map { prize in
            "\(prize["prize"]?.text ?? "") \(prize["left"]?.integer ?? -1)"
        }
        let metrics = try await scene.games.client.send(.get, "/metrics").text
        let lines = metrics.split(separator: "\n").map(String.init)
        return left + given + lines.filter { $0.contains("prize=") }
    }

    @Test("a round is dealt by a service that was started again, and its salt opened by a new key")
    func restart() async throws {
        let folder = try TemporaryFolder()
        var round = ""
        try await GamesScene.serving(GamesScene.cards, in: folder) { scene in
            round = try await scene.deal("ann")
        }
        let first = "first \(String(repeating: "0a", count: 32))\n"
        let second = "second \(String(repeating: "0b", count: 32))\n"
        let url = URL(fileURLWithPath: folder.file("seed-keys"))
        try Data((second + first).utf8).write(to: url)
        try await GamesScene.serving(nil, in: folder) { scene in
            let end = try await scene.finish(round, as: "ann")
            #expect(end.status == 201 && end.json["salt"]?.text?.count == 64, "\(end.text)")
        }
    }
}

extension Array {
    /// The results of a function for each element, one after the other.
    fileprivate func asyncMap<Result>(
        _ body: (Element) async throws -> Result
    ) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await body(element)) }
        return results
    }
}
