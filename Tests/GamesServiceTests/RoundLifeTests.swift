import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("The life of a round", .timeLimit(.minutes(2)))
struct RoundLifeTests {
    @Test("that is left alone ends once, with the flip that was bought, over any restarts")
    func leftAlone() async throws {
        let (folder, clock) = (try TemporaryFolder(), TestClock(GamesScene.midnight))
        var (round, card, first) = ("", JSON.null, JSON.null)
        try await GamesScene.serving(GamesScene.cards, in: folder, clock: clock) { scene in
            try await scene.credit("ann", 10)
            round = try await scene.deal("ann")
            card = try await scene.flip(round, 2, as: "ann").json.face
            #expect(try await scene.buyFlip(round, as: "ann", key: "one").status == 201)
        }
        clock.advance(milliseconds: 899_999)
        try await GamesScene.serving(nil, in: folder, clock: clock) { scene in
            let open = try await scene.round(round, as: "ann").json
            #expect(open["state"] == "open" && open["flipsLeft"] == 3, "\(open)")
            #expect(open["turned"]?[0]?.face == card && open["layout"] == nil)
        }
        clock.advance(milliseconds: 1)
        try await GamesScene.serving(nil, in: folder, clock: clock) { scene in
            first = try await scene.round(round, as: "ann").json
            #expect(first["state"] == "finished", "\(first)")
            #expect(first["endedAt"] == "2026-02-28T16:15:00.000Z")
            #expect(first["turned"]?.elements?.map { $0["position"] } == [2, 1, 3, 4])
        }
        clock.advance(milliseconds: 3_600_000)
        try await GamesScene.serving(nil, in: folder, clock: clock) { scene in
            let shown = try await scene.round(round, as: "ann").json
            for name in ["turned", "layout", "salt", "endedAt", "commitment"] {
                #expect(shown[name] == first[name] && shown[name] != nil, "\(name)")
            }
            let wins = shown["wins"]?.elements?.map(\.face)
            #expect(wins == first["wins"]?.elements?.map(\.face) && wins?.count == 4)
            let end = try await scene.finish(round, as: "ann")
            #expect(end.status == 201 && end.json["layout"] == first["layout"], "\(end.text)")
            #expect(try await scene.flip(round, 9, as: "ann").slug == "round-finished")
            try await Self.expectPaidOnce(first["wins"]?.elements ?? [], scene)
        }
    }

    /// Waits until what was won is credited, and finds it once in the statement, beside what was
    /// paid in and what a flip has cost.
    private static func expectPaidOnce(_ wins: [JSON], _ scene: GamesScene) async throws {
        let amounts = wins.compactMap { $0["reward"]?["amount"]?.integer }
        let sum = amounts.reduce(0, +)
        try await Patience.wait { try await scene.balance("ann") == sum }
        let path = "/v1/members/ann/transfers?limit=200"
        let statement = try await scene.sendGateway(.get, path, by: .service).json
        #expect(statement["items"]?.elements?.count == amounts.count + 2, "\(statement)")
        let page = try await scene.send(.get, "/v1/reconciliation", by: .viewer)
        #expect(page.json["differences"] == [], "\(page.text)")
    }

    @Test(
        "that two devices end at once ends once, and a flip beside it turns a card or is too late"
    )
    func endedAtOnce() async throws {
        try await GamesScene.serving(GamesScene.cards) { scene in
            try await scene.credit("ann", 10)
            let round = try await scene.deal("ann")
            #expect(try await scene.buyFlip(round, as: "ann", key: "one").status == 201)
            let answers = try await withThrowingTaskGroup(
                of: (Int64, TestClient.Answer).self
            ) { group in
                for position in Int64(1)...9 {
                    group.addTask { (0, try await scene.finish(round, as: "ann")) }
                    group.addTask { (position, try await scene.flip(round, position, as: "ann")) }
                }
                return try await group.reduce(into: [(Int64, TestClient.Answer)]()) {
                    $0.append($1)
                }
            }
            let ends = answers.filter { $0.0 == 0 }.map(\.1)
            #expect(ends.allSatisfy { $0.status == 201 && $0.body == ends[0].body })
            #expect(ends.filter { !$0.isReplayed }.count == 1)
            let layout = ends[0].json["layout"]?.elements ?? []
            #expect(layout.count == 9 && ends[0].json["turned"]?.elements?.count == 4)
            for (position, flip) in answers where position > 0 {
                if flip.status == 201 {
                    #expect(flip.json.face == layout[Int(position) - 1].face)
                } else {
                    let slug = flip.slug ?? ""
                    #expect(["round-finished", "limit-reached"].contains(slug), "\(flip.text)")
                }
            }
            try await Self.expectPaidOnce(ends[0].json["wins"]?.elements ?? [], scene)
        }
    }

    @Test("has as many bought flips as are for sale, however many devices buy at once")
    func boughtAtOnce() async throws {
        try await GamesScene.serving(GamesScene.cards) { scene in
            try await scene.credit("ann", 1_000)
            let round = try await scene.deal("ann")
            let answers = try await withThrowingTaskGroup(of: TestClient.Answer.self) { group in
                for number in 0..<10 {
                    group.addTask { try await scene.buyFlip(round, as: "ann", key: "k-\(number)") }
                }
                return try await group.reduce(into: [TestClient.Answer]()) { $0.append($1) }
            }
            #expect(answers.filter { $0.status == 201 }.count == 2)
            let refused = answers.filter { $0.status != 201 }
            #expect(refused.allSatisfy { $0.slug == "limit-reached" && $0.json["final"] == true })
            #expect(refused.allSatisfy { $0.json["limit"] == "extraFlips" && $0.json["most"] == 2 })
            #expect(try await scene.balance("ann") == 980)
            let shown = try await scene.round(round, as: "ann").json
            #expect(shown["flipsLeft"] == 5 && shown["extraFlips"]?["forSale"] == 0)
        }
    }

    @Test("gives back the place of a flip whose charge is refused, or whose time ran out")
    func flipRefused() async throws {
        let fault = Switch()
        let game = GamesScene.cards([.init("timeoutSeconds", 3_600)])
        try await GamesScene.serving(game, calling: fault.proxy(to:)) { scene in
            let round = try await scene.deal("ann")
            let poor = try await scene.buyFlip(round, as: "ann", key: "poor")
            #expect(poor.slug == "insufficient-points" && poor.json["final"] == true)
            try await scene.credit("ann", 1_000)
            fault.set(.refuse)
            let slow = try await scene.buyFlip(round, as: "ann", key: "slow")
            #expect(slow.status == 202, "\(slow.text)")
            let waiting = try await scene.round(round, as: "ann").json["extraFlips"]
            #expect(waiting?["pending"] == 1 && waiting?["forSale"] == 1)
            scene.pass(seconds: 901)
            fault.set(.none)
            try await Patience.wait {
                try await scene.buyFlip(round, as: "ann", key: "slow").slug == "charge-lapsed"
            }
            let shown = try await scene.round(round, as: "ann").json
            #expect(shown["extraFlips"]?["pending"] == 0 && shown["extraFlips"]?["forSale"] == 2)
            #expect(shown["flipsLeft"] == 3)
            #expect(try await scene.balance("ann") == 1_000)
            for key in ["one", "two"] {
                #expect(try await scene.buyFlip(round, as: "ann", key: key).status == 201)
            }
            let same = try await scene.buyFlip(round, as: "ann", key: "poor")
            #expect(same.isReplayed && same.body == poor.body)
        }
    }

    @Test("shows a face in no answer of any kind before its card is turned")
    func secrecy() async throws {
        let fault = Switch()
        try await GamesScene.serving(GamesScene.cards, calling: fault.proxy(to:)) { scene in
            try await scene.credit("ann", 100)
            let round = try await scene.deal("ann")
            var seen: [TestClient.Answer] = [try await scene.start("ann")]
            var turned: Set<String> = []
            for position in [Int64(6), 1, 6] {
                let card = try await scene.flip(round, position, as: "ann")
                turned.insert(try #require(card.json["prize"]?.text))
                seen.append(card)
            }
            fault.set(.refuse)
            let bought = try await scene.buyFlip(round, as: "ann", key: "one")
            let id = try #require(bought.json["id"]?.text)
            seen.append(bought)
            seen.append(try await scene.start("ann", key: "second"))
            for position in [Int64(0), 10, -1] {
                seen.append(try await scene.flip(round, position, as: "ann"))
            }
            seen.append(try await scene.flip(round, 2, as: "ben"))
            // It is ended, and waits for the flip that is being paid for.
            seen.append(try await scene.finish(round, as: "ann"))
            seen.append(try await scene.flip(round, 2, as: "ann"))
            seen += try await Self.looks(at: round, id, scene)
            for answer in seen {
                #expect(Self.named(in: answer.text).isSubset(of: turned), "\(answer.text)")
            }
            fault.set(.none)
            try await Patience.wait { try await scene.finish(round, as: "ann").status == 201 }
            let end = try await scene.finish(round, as: "ann")
            #expect(Self.named(in: end.text).isSuperset(of: turned))
            #expect(end.json["turned"]?.elements?.count == 4, "\(end.text)")
        }
    }

    /// What can be seen of a round, and of a flip that is being bought.
    private static func looks(
        at round: String,
        _ flip: String,
        _ scene: GamesScene
    ) async throws -> [TestClient.Answer] {
        var seen: [TestClient.Answer] = []
        for path in ["rounds/\(round)", "members/me/rounds", "extra-flips/\(flip)"] {
            seen.append(try await scene.send(.get, "/v1/\(path)", as: "ann"))
        }
        let rehearsal = "/v1/rounds/\(round)/extra-flips?dryRun=true"
        seen.append(try await scene.send(.post, rehearsal, as: "ann"))
        return seen
    }

    /// The prizes of the card flip that a text names.
    private static func named(in text: String) -> Set<String> {
        let prizes = (0..<10).map { "rare-\($0)" } + (0..<20).map { "usual-\($0)" } + ["none"]
        return Set(prizes.filter { text.contains("\"\($0)\"") })
    }
}
