import Access
import Calls
import Foundation
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("The face of a card that is not turned")
    struct RoundSecrecyTests {
        /// Forty prizes whose names, titles and amounts stand nowhere else.
        private static let games: [JSON.Member] = {
            let prizes = (0..<40).map { place -> JSON in
                [
                    "id": .string("prize-q\(place)x"), "title": .string("title-q\(place)x"),
                    "points": .integer(Int64(7_654_300 + place)), "weight": 1,
                ]
            }
            let game: JSON = [
                "id": "cards", "mode": "pick", "cards": 12, "flips": 4, "cost": 5,
                "extraFlips": ["cost": 5, "most": 2], "prizes": .array(prizes),
            ]
            return [.init("cardFlips", [game])]
        }()

        /// What of the forty prizes a text names, by number.
        private static func named(in text: String) -> Set<Int> {
            Set(
                (0..<40).filter { place in
                    ["q\(place)x", "\(7_654_300 + place)"].contains { text.contains($0) }
                }
            )
        }

        @Test("appears in no answer, log or metric before the round has ended, also over a crash")
        func secrecy() async throws {
            let stage = try await GamesStage()
            let gateway = try await stage.stage.startFirst()
            var games = try await stage.startGames(logging: "trace")
            try await stage.publish(Self.games)
            try await gateway.credit(100, to: "m-1", key: "c-1")
            let start = try await stage.send(
                .post,
                "/v1/cardflips/cards/rounds",
                ["clientSeed": "mine"],
                as: "m-1",
                key: "start"
            )
            #expect(start.status == 201, "\(start.text)")
            #expect(Self.named(in: start.text).isEmpty)
            let round = try #require(start.json["id"]?.text)
            var turned: Set<Int> = []
            var first: TestClient.Answer?
            for position in [Int64(3), 11, 7] {
                let card = try await flip(position, of: round, stage)
                turned.formUnion(Self.named(in: card.json["prize"]?.text ?? ""))
                #expect(Self.named(in: card.text).isSubset(of: turned))
                if first == nil { first = card }
                try await expectNothing(beyond: turned, of: round, stage)
            }
            #expect(Self.named(in: games.log).isEmpty)
            await games.kill()
            games = try await stage.startGames(logging: "trace")
            let again = try await flip(3, of: round, stage)
            #expect(again.isReplayed && again.body == first?.body)
            let bought = try await stage.send(
                .post,
                "/v1/rounds/\(round)/extra-flips",
                [:],
                as: "m-1",
                key: "one"
            )
            #expect(bought.status == 201 && bought.json["flipsLeft"] == 2, "\(bought.text)")
            #expect(Self.named(in: bought.text).isEmpty)
            try await expectNothing(beyond: turned, of: round, stage)
            let end = try await stage.send(.post, "/v1/rounds/\(round)/finish", as: "m-1")
            #expect(end.json["layout"]?.elements?.count == 12, "\(end.text)")
            #expect(Self.named(in: end.text).isSuperset(of: turned))
            #expect(Self.named(in: games.log).isEmpty)
            try await stage.expectReconciled()
            #expect(await games.stop() == .exited(code: 0))
            #expect(await gateway.stop() == .exited(code: 0))
        }

        private func flip(
            _ position: Int64,
            of round: String,
            _ stage: GamesStage
        ) async throws -> TestClient.Answer {
            let answer = try await stage.send(
                .post,
                "/v1/rounds/\(round)/flips",
                ["position": .integer(position)],
                as: "m-1"
            )
            try #require(answer.status == 201, "\(answer.text)")
            return answer
        }

        /// Looks at everything that can be seen while the round goes on.
        private func expectNothing(
            beyond turned: Set<Int>,
            of round: String,
            _ stage: GamesStage
        ) async throws {
            for path in ["/v1/rounds/\(round)", "/v1/members/me/rounds", "/v1/members/me/draws"] {
                let seen = try await stage.send(.get, path, as: "m-1").text
                #expect(Self.named(in: seen).isSubset(of: turned), "\(path): \(seen)")
            }
            let other = try await stage.send(.get, "/v1/rounds/\(round)", as: "m-2")
            #expect(other.status == 404)
            // A page names every prize with its odds, and of the round what was turned.
            let page = try await stage.send(.get, "/v1/cardflips/cards", as: "m-1").json
            let own = JSONWriter.bytes(of: page["round"] ?? .null)
            #expect(Self.named(in: String(decoding: own, as: UTF8.self)) == turned)
            for prize in page["prizes"]?.elements ?? [] {
                #expect(prize["unavailable"] == nil && prize["left"] == nil)
            }
            let paths = [
                "/v1/outbox", "/v1/intents", "/v1/audit", "/v1/reconciliation",
                "/v1/fairness/cards/epochs", "/v1/fairness/cards/epochs/1",
                "/v1/games/cards/plays", "/v1/games/cards/winners",
            ]
            for path in paths {
                let seen = try await stage.operated(.get, path)
                #expect(seen.status == 200 && Self.named(in: seen.text).isEmpty, "\(path)")
            }
            let metrics = try await stage.client.send(.get, "/metrics").text
            #expect(Self.named(in: metrics).isEmpty)
        }
    }
}
