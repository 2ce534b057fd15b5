import Access
import Calls
import Primitives
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("Rounds that nobody ends")
    struct RoundTimeoutTests {
        private static let members = 12
        private static let settings = ["test-clock": "true"]

        /// A card flip in which every card is worth 7, so that what is won is known.
        private static let games: [JSON.Member] = [
            .init(
                "cardFlips",
                [
                    [
                        "id": "cards", "mode": "pick", "cards": 6, "flips": 2,
                        "free": ["perDay": 1], "extraFlips": ["cost": 10, "most": 1],
                        "prizes": [
                            [
                                "id": "seven", "points": 7, "weight": 1, "stock": 90,
                                "substitute": "none",
                            ],
                            ["id": "none", "nothing": true, "weight": 0],
                        ],
                    ]
                ]
            )
        ]

        @Test("are settled once each at their deadline, whatever is killed over it")
        func killed() async throws {
            let stage = try await GamesStage()
            let gateway = try await stage.stage.startFirst()
            var games = try await stage.startGames(Self.settings)
            try await stage.publish(Self.games)
            var deadlines: Set<String> = []
            for number in 0..<Self.members {
                deadlines.insert(try await Self.play(number, stage, gateway))
            }
            // The clock stands between calls, so that all of them end at one instant.
            #expect(deadlines.count == 1)
            let deadline = try #require(deadlines.first.flatMap { Instant($0) })
            for delay in [0, 4, 15, 40] {
                // Lost is the answer of a service that was killed over it.
                async let _ = try? stage.setClock(to: deadline)
                try await Task.sleep(for: .milliseconds(delay))
                await games.kill()
                games = try await stage.startGames(Self.settings)
            }
            try await eventually("the clock stands at the deadline") {
                try await stage.setClock(to: deadline).status == 200
            }
            try await eventually("all prizes have arrived") {
                try await stage.owedToGateway() == 0
            }
            try await Self.expectEnded(at: deadline, stage, gateway)
            try await stage.expectReconciled()
            #expect(await games.stop() == .exited(code: 0))
            #expect(await gateway.stop() == .exited(code: 0))
        }

        /// Has a member start a round and turn a card; every other one buys a flip too.
        ///
        /// - Returns: When the round ends by itself.
        private static func play(
            _ number: Int,
            _ stage: GamesStage,
            _ gateway: Gateway
        ) async throws -> String {
            let member = "m-\(number)"
            let start = try await stage.send(
                .post,
                "/v1/cardflips/cards/rounds",
                [:],
                as: member,
                key: "start"
            )
            try #require(start.status == 201, "\(start.text)")
            let round = "/v1/rounds/\(start.json["id"]?.text ?? "")"
            let position = JSON.integer(Int64(number % 6 + 1))
            let flip = try await stage.send(
                .post,
                "\(round)/flips",
                ["position": position],
                as: member
            )
            #expect(flip.status == 201, "\(flip.text)")
            if number.isMultiple(of: 2) {
                try await gateway.credit(10, to: member, key: member)
                let path = "\(round)/extra-flips"
                let bought = try await stage.send(.post, path, [:], as: member, key: "one")
                #expect(bought.status == 201, "\(bought.text)")
            }
            return try #require(start.json["deadline"]?.text)
        }

        /// Finds each round ended at the instant, with every card that was paid for turned, and
        /// what was won in the ledger once.
        private static func expectEnded(
            at deadline: Instant,
            _ stage: GamesStage,
            _ gateway: Gateway
        ) async throws {
            for number in 0..<members {
                let member = "m-\(number)"
                let list = try await stage.send(.get, "/v1/members/me/rounds", as: member).json
                let id = try #require(list["items"]?[0]?["id"]?.text)
                let round = try await stage.send(.get, "/v1/rounds/\(id)", as: member).json
                #expect(round["state"] == "finished" && list["items"]?.elements?.count == 1)
                #expect(round["endedAt"]?.text == deadline.description, "\(round)")
                let isBuyer = number.isMultiple(of: 2)
                let turned = round["turned"]?.elements?.compactMap { $0["position"]?.integer } ?? []
                #expect(turned.count == (isBuyer ? 3 : 2) && Set(turned).count == turned.count)
                #expect(turned.first == Int64(number % 6 + 1))
                #expect(try await gateway.balance(of: member) == (isBuyer ? 21 : 14), "\(member)")
                #expect(try await gateway.statement(of: member).count == (isBuyer ? 5 : 2))
            }
            let stock = try await stage.operated(.get, "/v1/games/cards/stock").json
            #expect(stock["items"]?[0]?["given"] == 30 && stock["items"]?[0]?["left"] == 60)
        }
    }
}
