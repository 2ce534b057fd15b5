import Access
import Calls
import Foundation
import Primitives
import TestSupport
import Testing
import Wire

@Suite("Rounds that two devices play, or nobody", .timeLimit(.minutes(2)))
struct RoundRaceTests {
    @Test("two devices that flip at once see one truth, and no flip is used twice")
    func twoDevices() async throws {
        try await GamesScene.serving(GamesScene.cards) { scene in
            let round = try await scene.deal("ann")
            let answers = try await withThrowingTaskGroup(
                of: (Int64, TestClient.Answer).self
            ) { group in
                for position in Array(Int64(1)...9) + Array(Int64(1)...9) {
                    group.addTask { (position, try await scene.flip(round, position, as: "ann")) }
                }
                return try await group.reduce(into: [(Int64, TestClient.Answer)]()) {
                    $0.append($1)
                }
            }
            var turned: [Int64: [UInt8]] = [:]
            for (position, answer) in answers where answer.status == 201 {
                #expect(turned[position] == nil || turned[position] == answer.body)
                turned[position] = answer.body
            }
            #expect(turned.count == 3)
            #expect(answers.filter { $0.1.status == 201 && !$0.1.isReplayed }.count == 3)
            #expect(answers.allSatisfy { $0.1.status == 201 || $0.1.slug == "limit-reached" })
            let shown = try await scene.round(round, as: "ann").json
            let positions = shown["turned"]?.elements?.compactMap { $0["position"]?.integer }
            #expect(Set(positions ?? []) == Set(turned.keys))
            let end = try await scene.finish(round, as: "ann").json
            for (position, body) in turned {
                let face = try JSONParser.parse(body).face
                #expect(end["layout"]?[Int(position) - 1]?.face == face)
            }
        }
    }

    @Test("two devices that start at once with keys of their own have one round")
    func twoStarts() async throws {
        try await GamesScene.serving(GamesScene.cards) { scene in
            try await scene.credit("ann", 1_000)
            let answers = try await withThrowingTaskGroup(of: TestClient.Answer.self) { group in
                for number in 0..<12 {
                    group.addTask { try await scene.start("ann", key: "k-\(number)") }
                }
                return try await group.reduce(into: [TestClient.Answer]()) { $0.append($1) }
            }
            #expect(answers.filter { $0.status == 201 }.count == 1)
            #expect(answers.filter { $0.slug == "limit-reached" }.count == 11)
            #expect(try await scene.balance("ann") == 1_000)
        }
    }

    @Test("a round left alone is settled at its deadline, whoever looks first")
    func leftAlone() async throws {
        try await GamesScene.serving(GamesScene.cards) { scene in
            try await scene.credit("ann", 100)
            let round = try await scene.deal("ann")
            let own = try await scene.flip(round, 2, as: "ann").json
            scene.pass(seconds: 899)
            #expect(try await scene.round(round, as: "ann").json["state"] == "open")
            scene.pass(seconds: 1)
            #expect(try await scene.flip(round, 7, as: "ann").slug == "round-finished")
            let shown = try await scene.round(round, as: "ann").json
            #expect(shown["state"] == "finished")
            #expect(shown["turned"]?.elements?.map { $0["position"] } == [2, 1, 3])
            #expect(shown["wins"]?[0]?.face == own.face)
            #expect(try await scene.finish(round, as: "ann").status == 201)
        }
    }

    @Test("a start behind a round that is over settles that one first")
    func startBehind() async throws {
        try await GamesScene.serving(GamesScene.cards) { scene in
            try await scene.credit("ann", 20)
            let first = try await scene.deal("ann")
            scene.pass(seconds: 900)
            let page = try await scene.send(.get, "/v1/cardflips/cards", as: "ann").json
            #expect(page["isPlayable"] == true, "\(page)")
            #expect(page["round"]?["state"] == "closing")
            let second = try await scene.deal("ann", key: "second")
            #expect(second != first)
            #expect(try await scene.round(first, as: "ann").json["state"] == "finished")
        }
    }

    @Test("the job settles rounds that nobody looks at, and the test clock stops at each")
    func job() async throws {
        try await GamesScene.serving(GamesScene.cards, settings: ["test-clock": "true"]) { scene in
            for member in ["ann", "ben", "cai"] { _ = try await scene.deal(member) }
            let later = Instant(milliseconds: GamesScene.midnight.milliseconds + 2 * 86_400_000)
            let answer = try await scene.send(
                .put,
                "/v1/clock",
                ["now": .string(later.description)],
                by: .operator
            )
            #expect(answer.status == 200, "\(answer.text)")
            for member in ["ann", "ben", "cai"] {
                let list = try await scene.send(.get, "/v1/members/me/rounds", as: member).json
                #expect(list["items"]?[0]?["state"] == "finished")
                #expect(list["items"]?[0]?["endedAt"] == "2026-02-28T16:15:00.000Z")
            }
            let epochs = try await scene.look("/v1/fairness/cards/epochs")["items"]?.elements
            #expect(epochs?.filter { $0["state"] == "published" }.count == 2)
        }
    }

    @Test("a round waits for a flip that is being paid for, and has it")
    func waitsForPayment() async throws {
        let fault = Switch()
        try await GamesScene.serving(GamesScene.cards, calling: fault.proxy(to:)) { scene in
            try await scene.credit("ann", 100)
            let round = try await scene.deal("ann")
            fault.set(.refuse)
            let bought = try await scene.buyFlip(round, as: "ann", key: "one")
            #expect(bought.status == 202 && bought.json["state"] == "pending", "\(bought.text)")
            let closing = try await scene.finish(round, as: "ann")
            #expect(closing.status == 202 && closing.json["state"] == "closing")
            let shown = try await scene.round(round, as: "ann").json
            #expect(shown["state"] == "closing" && shown["layout"] == nil)
            let other = try await scene.start("ann", key: "other")
            #expect(other.json["limit"] == "openRounds")
            fault.set(.none)
            try await Patience.wait {
                try await scene.buyFlip(round, as: "ann", key: "one").status == 201
            }
            let end = try await scene.finish(round, as: "ann")
            #expect(end.status == 201 && end.json["wins"]?.elements?.count == 4, "\(end.text)")
        }
    }

    @Test("a start that is being paid for is the member's one round, dealt when it was")
    func startPending() async throws {
        let fault = Switch()
        let game = GamesScene.cards([.init("free", .null)])
        try await GamesScene.serving(game, calling: fault.proxy(to:)) { scene in
            try await scene.credit("ann", 20)
            fault.set(.loseAnswer)
            let start = try await scene.start("ann")
            #expect(start.status == 202, "\(start.text)")
            let id = try #require(start.json["id"]?.text)
            #expect(try await scene.flip(id, 1, as: "ann").slug == "not-found")
            #expect(try await scene.round(id, as: "ann").status == 202)
            let other = try await scene.start("ann", key: "other")
            #expect(other.json["round"]?.text == id)
            fault.set(.none)
            try await Patience.wait { try await scene.start("ann").status == 201 }
            #expect(try await scene.flip(id, 1, as: "ann").status == 201)
            #expect(try await scene.balance("ann") == 0)
        }
    }

    @Test("a start whose charge is refused leaves room for the next, with the next nonce")
    func startRefused() async throws {
        let game = GamesScene.cards([.init("free", .null)])
        try await GamesScene.serving(game) { scene in
            let poor = try await scene.start("ann")
            #expect(poor.slug == "insufficient-points" && poor.json["final"] == true)
            try await scene.credit("ann", 20)
            scene.pass(seconds: 1)
            let rich = try await scene.start("ann", key: "again")
            #expect(rich.status == 201 && rich.json["nonce"] == 2, "\(rich.text)")
            let list = try await scene.send(.get, "/v1/members/me/rounds", as: "ann").json
            #expect(list["items"]?.elements?.map { $0["state"] } == ["open", "refused"])
            #expect(list["items"]?[1]?["reason"] == "insufficient-points")
        }
    }
}
