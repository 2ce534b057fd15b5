import Access
import Calls
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("Every crash window of a paid round")
    struct RoundCrashTests {
        /// Where the service is killed.
        enum Window: String, CaseIterable, Sendable {
            /// What is asked for is stored, and the gateway was not reached.
            case beforeTheCharge
            /// The gateway has charged, and its answer was lost.
            case afterTheCharge
        }

        /// A card flip in which every card is worth 7, so that what is paid and won is known.
        private static let games: [JSON.Member] = [
            .init(
                "cardFlips",
                [
                    [
                        "id": "cards", "mode": "pick", "cards": 4, "flips": 1, "cost": 20,
                        "extraFlips": ["cost": 10, "most": 3],
                        "prizes": [["id": "seven", "points": 7, "weight": 1]],
                    ]
                ]
            )
        ]

        @Test(
            "its start and a further flip are charged once and given once",
            arguments: Window.allCases
        )
        func killed(_ window: Window) async throws {
            let stage = try await GamesStage()
            let gateway = try await stage.stage.startFirst()
            var games = try await stage.startGames()
            try await stage.publish(Self.games)
            try await gateway.credit(100, to: "m-1", key: "c-1")
            set(window, stage)
            let start = try await send("/v1/cardflips/cards/rounds", key: "start", stage)
            #expect(start.status == 202, "\(start.text)")
            games = try await restart(games, stage)
            let round = try #require(start.json["id"]?.text)
            try await eventually("the round is dealt") {
                try await stage.send(.get, "/v1/rounds/\(round)", as: "m-1").json["state"] == "open"
            }
            set(window, stage)
            let flip = try await send("/v1/rounds/\(round)/extra-flips", key: "flip", stage)
            #expect(flip.status == 202, "\(flip.text)")
            let closing = try await send("/v1/rounds/\(round)/finish", key: nil, stage)
            #expect(closing.status == 202 && closing.json["state"] == "closing")
            games = try await restart(games, stage)
            // The flip that was paid for turns a card, whatever has happened in between.
            try await eventually("the round has ended") {
                let seen = try await stage.send(.get, "/v1/rounds/\(round)", as: "m-1").json
                return seen["state"] == "finished" && seen["wins"]?.elements?.count == 2
            }
            try await gateway.expect(["m-1": 100 - 20 - 10 + 7 + 7])
            // Paid in, charged twice, and won twice: each stands once in the statement.
            #expect(try await gateway.statement(of: "m-1").count == 5)
            let again = try await send("/v1/cardflips/cards/rounds", key: "start", stage)
            #expect(again.status == 201 && again.json["id"]?.text == round)
            try await stage.expectReconciled()
            #expect(await games.stop() == .exited(code: 0))
            #expect(await gateway.stop() == .exited(code: 0))
        }

        private func set(_ window: Window, _ stage: GamesStage) {
            switch window {
            case .beforeTheCharge: stage.faults.set(.refuse)
            case .afterTheCharge: stage.faults.set(.loseAnswer, then: .refuse)
            }
        }

        private func restart(
            _ games: ServiceProcess,
            _ stage: GamesStage
        ) async throws -> ServiceProcess {
            await games.kill()
            stage.faults.set(.none)
            return try await stage.startGames()
        }

        private func send(
            _ path: String,
            key: String?,
            _ stage: GamesStage
        ) async throws -> TestClient.Answer {
            try await stage.send(.post, path, [:], as: "m-1", key: key)
        }
    }
}
