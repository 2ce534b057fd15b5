import Access
import Calls
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("One prize that everybody wants")
    struct HotPrizeTests {
        private static let stock: Int64 = 1000
        private static let members = 64
        private static let plays = 20

        private static let games: [JSON.Member] = [
            .init(
                "lotteries",
                [
                    [
                        "id": "rush", "free": ["atStart": 1000],
                        "prizes": [
                            [
                                "id": "gold", "points": 3, "weight": 1,
                                "stock": .integer(stock), "substitute": "none",
                            ],
                            ["id": "none", "nothing": true, "weight": 0],
                        ],
                    ]
                ]
            )
        ]

        @Test("64 connections and two kills: as many winners as stock, each granted once")
        func rush() async throws {
            let stage = try await GamesStage()
            let gateway = try await stage.stage.startFirst()
            let games = try await stage.startGames()
            try await stage.publish(Self.games)
            let winners = Tally()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for member in 0..<Self.members {
                    group.addTask {
                        for play in 0..<Self.plays {
                            let answer = try await stage.drawSurely(
                                "rush",
                                as: "m-\(member)",
                                key: "k-\(play)"
                            )
                            await winners.add(answer)
                        }
                    }
                }
                group.addTask { try await Self.killTwice(games, stage, winners) }
                try await group.waitForAll()
            }
            #expect(await winners.given == ["gold": 1000, "none": 280])
            try await eventually("all prizes have arrived") {
                try await stage.owedToGateway() == 0
            }
            var points: Int64 = 0
            for member in 0..<Self.members {
                points += try await gateway.balance(of: "m-\(member)")
            }
            #expect(points == Self.stock * 3)
            let stock = try await stage.operated(.get, "/v1/games/rush/stock").json
            #expect(stock["items"]?.elements?.first?["left"] == 0)
            #expect(stock["items"]?.elements?.first?["given"] == 1000)
            try await stage.expectReconciled()
        }

        /// Kills the service while members play, and starts it again.
        private static func killTwice(
            _ first: ServiceProcess,
            _ stage: GamesStage,
            _ winners: Tally
        ) async throws {
            var games = first
            for mark in [300, 700] {
                try await eventually("\(mark) plays are made") { await winners.count >= mark }
                await games.kill()
                games = try await stage.startGames()
            }
            await winners.keep(games)
        }
    }

    /// What draws have given.
    private actor Tally {
        private(set) var given: [String: Int] = [:]
        private(set) var count = 0
        /// The last process, which lives as long as the tally.
        private var process: ServiceProcess?

        func add(_ answer: JSON) {
            count += 1
            for draw in answer["draws"]?.elements ?? [] {
                given[draw["prize"]?.text ?? "", default: 0] += 1
            }
        }

        func keep(_ process: ServiceProcess) { self.process = process }
    }
}
