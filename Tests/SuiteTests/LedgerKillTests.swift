import Calls
import Foundation
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("Events, holds and due work under SIGKILL")
    struct LedgerKillTests {
        @Test("Whatever was sent is done once, and rows, lots and hashes agree after every kill")
        func kills() async throws {
            let seed = SeededGenerator.seed(for: "the ledger under kills")
            var random = SeededGenerator(seed: seed)
            let stage = try await Stage(["test-clock": "true", "event-late-days": "28"])
            var gateway = try await stage.start()
            try await LedgerCaller(gateway).publish()
            var sent: [LedgerCaller.Sent] = []
            for cycle in 0..<8 {
                let victim = gateway
                let moment = Duration.microseconds(Int.random(in: 5_000...150_000, using: &random))
                let clients = (0..<8).map { number in
                    LedgerCaller(victim, number: number, cycle: cycle, seed: seed)
                }
                sent += await Self.load(clients) {
                    // Lost is only that the test was cancelled; the kill then comes at once.
                    try? await Task.sleep(for: moment)
                    await victim.process.kill()
                }
                victim.client.close()
                gateway = try await stage.start()
                sent = try await LedgerCaller(gateway).sendAgain(sent)
                try await LedgerCaller(gateway).expectSound()
            }
            #expect(sent.count > 200)
            try await LedgerCaller(gateway).expectGrants(of: sent)
            #expect(await gateway.stop() == .exited(code: 0))
            print("the ledger under kills: \(sent.count) requests")
        }

        /// Lets clients send until the gateway answers no more.
        private static func load(
            _ clients: [LedgerCaller],
            ending: @escaping @Sendable () async -> Void
        ) async -> [LedgerCaller.Sent] {
            await withTaskGroup(of: [LedgerCaller.Sent].self) { group in
                for client in clients { group.addTask { await client.sendUntilTheEnd() } }
                group.addTask {
                    await ending()
                    return []
                }
                return await group.reduce(into: []) { $0 += $1 }
            }
        }
    }
}
