import Calls
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("Random operations beside a naive model", .timeLimit(.minutes(5)))
struct RandomOperationsTests {
    @Test("many members at once, keys repeated alone and in batches, end as the model says")
    func randomOperations() async throws {
        let seed = SeededGenerator.seed(for: "random operations")
        try await Gateway.serving { gateway in
            let answered = Mutex<[RandomWorker.Answered]>([])
            let models = try await gateway.atOnce(RandomWorker.count) { number in
                var worker = RandomWorker(number, seed: seed, gateway)
                for _ in 0..<120 { try await worker.step(answered) }
                return worker.model
            }
            for model in models { try await gateway.expectAgreement(with: model) }
            let rows = answered.withLock { $0.count }
            try await gateway.restarted { again in
                for model in models { try await again.expectAgreement(with: model) }
                var random = SeededGenerator(seed: seed)
                let all = answered.withLock { $0 }
                for one in all.shuffled(using: &random).prefix(100) {
                    try await again.expectSame(one)
                }
                let number = try await again.get("/v1/chain", token: again.operator).json["number"]
                #expect(number == .integer(Int64(rows)))
                #expect(try await again.stopped(LedgerAudit.faults) == [])
            }
        }
    }
}

extension Gateway {
    /// Expects that balances and statements are those of a model.
    fileprivate func expectAgreement(with model: NaiveModel) async throws {
        for (member, assets) in model.balances {
            let statement = try await statement(of: member)
            #expect(statement.count == model.entries[member])
            for (asset, amount) in assets {
                #expect(try await available(member, asset) == amount)
                let newest = statement.first { $0["asset"] == .string(asset) }
                #expect(newest?["balanceAfter"] == .integer(amount))
            }
        }
    }

    /// Expects that a repeat gets the bytes of the first answer.
    fileprivate func expectSame(_ one: RandomWorker.Answered) async throws {
        let again = try await post(one.path, one.operation.body, key: one.key)
        #expect(again.isReplayed)
        #expect(again.text == one.text, "\(one.key)")
    }
}
