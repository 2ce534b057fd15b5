import Testing
import TestSupport

extension RealProcesses {
    @Suite("Real input")
    struct PurchaseLogTests {
        @Test("All purchases as credits, sent twice across kills, give what awk computes")
        func credits() async throws {
            let log = try PurchaseLog()
            let expected = try await log.balances
            let batches = Self.batches(of: log.purchases)
            var random = SeededGenerator(seed: SeededGenerator.seed(for: "real input"))
            let killed = Set((0..<3).map { _ in Int.random(in: 0..<batches.count, using: &random) })
            let stage = try await Stage()
            var gateway = try await stage.startFirst()
            for (number, batch) in batches.enumerated() {
                if killed.contains(number) {
                    let moment = Duration.microseconds(
                        Int.random(in: 0...12_000, using: &random)
                    )
                    await Self.kill(gateway, sending: batch, at: moment)
                    gateway = try await stage.start()
                }
                try await Self.sendTwice(batch, to: gateway, mayBeThere: killed.contains(number))
            }
            let found = try await Self.balances(of: expected.keys.sorted(), on: gateway)
            #expect(found == expected)
            let total = log.purchases.reduce(0) { $0 + $1.dollars }
            #expect(found.values.reduce(0, +) == total)
            print("real input: \(found.count) members, \(total) points")
            #expect(await gateway.stop() == .exited(code: 0))
        }

        private static func batches(of purchases: [PurchaseLog.Purchase]) -> [Sending] {
            stride(from: 0, to: purchases.count, by: 500).map { start in
                .batch(
                    purchases[start...].prefix(500).map { purchase in
                        Operation(
                            key: "\(purchase.line)",
                            kind: .credit,
                            member: purchase.customer,
                            amount: purchase.dollars
                        )
                    }
                )
            }
        }

        /// Sends a batch and kills the gateway a moment later; its answer may come or not.
        private static func kill(
            _ gateway: Gateway,
            sending batch: Sending,
            at moment: Duration
        ) async {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    // Lost is whether the answer came; both are looked at after the restart.
                    _ = try? await gateway.send(batch)
                }
                group.addTask {
                    // Lost is only that the test was cancelled; the kill then comes at once.
                    try? await Task.sleep(for: moment)
                    await gateway.process.kill()
                }
            }
            gateway.client.close()
        }

        private static func sendTwice(
            _ batch: Sending,
            to gateway: Gateway,
            mayBeThere: Bool
        ) async throws {
            let first = try await gateway.send(batch)
            let replayed = first.count(where: \.isReplayed)
            // A batch is one commit, so a kill leaves all of it or none.
            #expect(replayed == 0 || mayBeThere && replayed == first.count)
            #expect(first.allSatisfy { $0.settled.status == 201 })
            let second = try await gateway.send(batch)
            #expect(second.allSatisfy { $0.isReplayed })
            #expect(second.map(\.settled) == first.map(\.settled))
        }

        private static func balances(
            of members: [String],
            on gateway: Gateway
        ) async throws -> [String: Int64] {
            let readers = 32
            return try await withThrowingTaskGroup(of: [String: Int64].self) { group in
                for reader in 0..<readers {
                    group.addTask {
                        var balances: [String: Int64] = [:]
                        for place in stride(from: reader, to: members.count, by: readers) {
                            balances[members[place]] = try await gateway.balance(
                                of: members[place]
                            )
                        }
                        return balances
                    }
                }
                return try await group.reduce(into: [:]) { all, some in
                    all.merge(some) { $1 }
                }
            }
        }
    }
}
