import Access
import Calls
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("Every crash window of a paid play")
    struct GamesCrashTests {
        /// Where the service is killed.
        enum Window: String, CaseIterable, Sendable {
            /// The play is stored, and the gateway was not reached.
            case beforeTheCharge
            /// The gateway has charged, and its answer was lost.
            case afterTheCharge
            /// The draw is made and answered, and its prize was not credited.
            case beforeTheGrant
        }

        /// A lottery that everybody wins, so that what is paid and won is known.
        static let games: [JSON.Member] = [
            .init(
                "lotteries",
                [
                    [
                        "id": "sure", "cost": 20,
                        "prizes": [["id": "seven", "points": 7, "weight": 1]],
                    ]
                ]
            )
        ]

        @Test("charged once, one outcome, its prize paid once", arguments: Window.allCases)
        func killed(_ window: Window) async throws {
            let stage = try await GamesStage()
            let gateway = try await stage.stage.startFirst()
            var games = try await stage.startGames()
            try await stage.publish(Self.games)
            try await gateway.credit(100, to: "m-1", key: "c-1")
            switch window {
            case .beforeTheCharge: stage.faults.set(.refuse)
            case .afterTheCharge: stage.faults.set(.loseAnswer, then: .refuse)
            case .beforeTheGrant: stage.faults.set(.none, then: .refuse)
            }
            let first = try await stage.draw("sure", as: "m-1", key: "k-1")
            #expect(first.status == (window == .beforeTheGrant ? 201 : 202), "\(first.text)")
            await games.kill()
            stage.faults.set(.none)
            games = try await stage.startGames()
            let id = try #require(first.json["id"]?.text)
            try await eventually("the play is done") {
                try await stage.send(.get, "/v1/draws/\(id)", as: "m-1").json["state"] == "done"
            }
            try await gateway.expect(["m-1": 87])
            let again = try await stage.draw("sure", as: "m-1", key: "k-1")
            #expect(again.status == 201)
            #expect(again.json["id"]?.text == id)
            if window == .beforeTheGrant { #expect(again.body == first.body) }
            let other = try await stage.send(.get, "/v1/draws/\(id)", as: "m-2")
            #expect(other.status == 404)
            // Paid in, charged, and won: each stands once in the statement.
            #expect(try await gateway.statement(of: "m-1").count == 3)
            let list = try await stage.send(.get, "/v1/members/me/draws", as: "m-1")
            #expect(list.json["items"]?.elements?.count == 1)
            try await eventually("the prize is granted") {
                let play = try await stage.send(.get, "/v1/draws/\(id)", as: "m-1").json
                let grant = play["draws"]?.elements?.first?["grants"]?.elements?.first
                return grant?["state"] == "granted"
            }
            try await stage.expectReconciled()
            try await stage.expectWell()
            #expect(await games.stop() == .exited(code: 0))
            #expect(await gateway.stop() == .exited(code: 0))
        }

        @Test("a play that is refused by the gateway gives everything back but its nonces")
        func refused() async throws {
            let stage = try await GamesStage()
            let gateway = try await stage.stage.startFirst()
            let games = try await stage.startGames()
            try await stage.publish(Self.games)
            try await gateway.credit(19, to: "m-1", key: "c-1")
            let poor = try await stage.draw("sure", as: "m-1", key: "k-1")
            #expect(poor.slug == "insufficient-points")
            #expect(poor.json["final"] == true)
            try await gateway.credit(1, to: "m-1", key: "c-2")
            let same = try await stage.draw("sure", as: "m-1", key: "k-1")
            #expect(same.body == poor.body)
            let rich = try await stage.draw("sure", as: "m-1", key: "k-2")
            #expect(rich.status == 201, "\(rich.text)")
            #expect(rich.json["firstNonce"] == 2)
            try await gateway.expect(["m-1": 7])
            try await stage.expectReconciled()
            #expect(await games.stop() == .exited(code: 0))
        }
    }
}
