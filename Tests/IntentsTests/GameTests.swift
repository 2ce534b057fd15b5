import Intents
import Primitives
import ServiceHost
import Storage
import TestSupport
import Testing
import Wire

@Suite("A game's draws as intents")
struct GameTests {
    @Test("a free chance is drawn at once, then the first price that is there in full is taken")
    func prices() async throws {
        try await withStage(balances: ["ann": 30]) { stage, gateway in
            gateway.change { $0.tickets["ann"] = 1 }
            try await stock(1, in: stage)
            let paid = try await draws(3, on: stage).map { $0.json["paidWith"]?.text }
            #expect(paid == ["chance", "tickets", "points"])
            #expect(gateway.read { $0.tickets["ann"] == 0 && $0.balances["ann"] == 10 })
            #expect(try stage.outcomes(of: "ann") == ["nothing", "cup", "nothing"])
        }
    }

    @Test("a refused draw keeps its nonce with the reason, and the next one has its own")
    func nonces() async throws {
        try await withStage(balances: ["ann": 0]) { stage, gateway in
            let replies = try await draws(2, on: stage)
            #expect(replies.map(\.status) == [201, 409])
            gateway.change { $0.balances["ann"] = 20 }
            #expect(try await stage.draw("ann", key: "d-2").json["nonce"] == 3)
            #expect(
                try stage.outcomes(of: "ann") == [
                    "nothing", "refused: insufficient-points", "nothing",
                ]
            )
        }
    }

    @Test("the limit is reserved when the play begins, so simultaneous plays never pass it")
    func limit() async throws {
        try await withStage(balances: ["ann": 1_000]) { stage, gateway in
            try await stock(10, in: stage)
            let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
                for place in 0..<20 {
                    group.addTask { try await stage.draw("ann", key: "d-\(place)") }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(replies.count { $0.status == 201 } == 5)
            #expect(replies.count { $0.slug == "limit-reached" } == 15)
            #expect(gateway.read { $0.balances["ann"] } == 920)
            #expect(try stage.outcomes(of: "ann").count == 5)
        }
    }

    @Test("a play whose answer was lost is drawn by whoever comes next, once")
    func lost() async throws {
        try await withStage { stage, gateway in
            try await stock(5, in: stage)
            _ = try await stage.draw("ann", key: "free")
            gateway.change { $0.faults = [.answerLost] }
            #expect(try await stage.draw("ann", key: "paid").status == 202)
            #expect(try stage.outcomes(of: "ann") == ["nothing"])
            try await stage.sweeper.sweepOnce()
            #expect(try await stage.draw("ann", key: "paid").json["outcome"] == "cup")
            #expect(try stage.outcomes(of: "ann") == ["nothing", "cup"])
            #expect(gateway.read { $0.balances["ann"] } == 80)
        }
    }

    @Test("intents of two kinds under the same key of one member are two intents")
    func kinds() async throws {
        try await withStage { stage, _ in
            let draw = try await stage.draw("ann", key: "same")
            #expect(draw.status == 201)
            let makeUp = try await stage.makeUp(3, key: "same")
            #expect(makeUp.json["day"] == 3)
        }
    }

    private func draws(_ count: Int, on stage: Stage) async throws -> [Reply] {
        var replies: [Reply] = []
        for place in 0..<count {
            replies.append(try await stage.draw("ann", key: "d-\(place)"))
        }
        return replies
    }

    private func stock(_ count: Int64, in stage: Stage) async throws {
        try await stage.store.write { transaction in
            _ = try transaction.execute(
                "INSERT INTO stock (prize, count) VALUES ('cup', ?)",
                .int(count)
            )
        }
    }
}
