import Foundation
import Testing
import TestSupport

extension RealProcesses {
    @Suite("Graceful stop")
    struct GracefulStopTests {
        @Test("SIGTERM under load: what was carried out was answered, and the store is closed")
        func underLoad() async throws {
            let seed = SeededGenerator.seed(for: "graceful stop")
            var random = SeededGenerator(seed: seed)
            let stage = try await Stage()
            let drill = Drill(stage: stage, seed: seed)
            var gateway = try await stage.startFirst()
            for cycle in 0..<8 {
                let moment = Duration.milliseconds(Int.random(in: 5...150, using: &random))
                let stopped = gateway
                let traces = await drill.load(stopped, cycle: cycle) {
                    // Lost is only that the test was cancelled; the stop then comes at once.
                    try? await Task.sleep(for: moment)
                    #expect(await stopped.process.stop() == .exited(code: 0))
                }
                stopped.client.close()
                #expect(traces.compactMap(\.status).isEmpty)
                #expect(!stopped.process.log.contains("not closed properly"))
                #expect(Self.size(of: stage.store + "-wal") == 0)
                gateway = try await stage.start()
                let unanswered = try await drill.inspect(gateway, after: traces)
                #expect(unanswered.isEmpty)
            }
            try await drill.inspectStatements(gateway)
            #expect(drill.journal.faults.isEmpty)
            #expect(drill.journal.settledCount > 100)
            #expect(await gateway.stop() == .exited(code: 0))
        }

        @Test("Connections that clients keep open do not hold up the stop")
        func keptConnections() async throws {
            let stage = try await Stage()
            let gateway = try await stage.startFirst()
            try await withThrowingTaskGroup(of: Int64.self) { group in
                for _ in 0..<16 { group.addTask { try await gateway.balance(of: "m-1") } }
                try await group.waitForAll()
            }
            let start = ContinuousClock.now
            #expect(await gateway.process.stop() == .exited(code: 0))
            #expect(ContinuousClock.now - start < .seconds(5))
            gateway.client.close()
        }

        @Test("A second process on the same store refuses to start, and the first goes on")
        func secondProcess() async throws {
            let stage = try await Stage()
            let gateway = try await stage.startFirst()
            let second = try stage.process()
            #expect(await second.end() == .exited(code: 1))
            #expect(second.errors.contains(stage.store))
            #expect(second.errors.contains("open in another process"))
            let operation = Operation(key: "k", kind: .credit, member: "m-1", amount: 5)
            let replies = try await gateway.send(.alone(operation))
            #expect(replies.map(\.settled.status) == [201])
            #expect(await gateway.stop() == .exited(code: 0))
            let next = try await stage.start()
            let balance = try await next.balance(of: "m-1")
            #expect(balance == 5)
            #expect(await next.stop() == .exited(code: 0))
        }

        private static func size(of path: String) -> Int {
            // Lost is that there is no such file, which holds nothing.
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            return attributes?[.size] as? Int ?? 0
        }
    }
}
