import Testing
import TestSupport

extension RealProcesses {
    @Suite("The order of flush and answer")
    struct FlushTests {
        @Test("On one connection each 201 follows the one flush of its commit")
        func oneConnection() async throws {
            let log = try await Self.log(of: "gateway", connections: 1, credits: 300)
            #expect(log.answers.count == 300)
            #expect(log.covered == 300)
            #expect(log.flushesBetweenAnswers.allSatisfy { $0 == 1 })
        }

        @Test("On many connections each 201 follows the flush of its commit, which many share")
        func manyConnections() async throws {
            let log = try await Self.log(of: "gateway", connections: 32, credits: 2000)
            print("flushes: \(log.flushes.count) for \(log.answers.count) answers")
            #expect(log.answers.count == 2000)
            #expect(log.covered == 2000)
            #expect(log.flushes.count < 2000)
        }

        @Test("The same check fails where nothing is flushed", arguments: [1, 32])
        func unflushed(connections: Int) async throws {
            let log = try await Self.log(
                of: "hasty-gateway",
                connections: connections,
                credits: 200,
                adding: ["JIFEN_TEST_HASTE": "unflushed"]
            )
            #expect(log.answers.count == 200)
            #expect(log.flushes.isEmpty)
            #expect(log.covered == 0)
        }

        @Test("The same check fails where the answer comes before the commit", arguments: [1, 32])
        func answeredFirst(connections: Int) async throws {
            let log = try await Self.log(
                of: "hasty-gateway",
                connections: connections,
                credits: 100
            )
            #expect(log.answers.count == 100)
            #expect(!log.flushes.isEmpty)
            #expect(log.covered == 0)
        }

        /// Sends credits to a gateway with the shim preloaded, and reads what the shim saw.
        private static func log(
            of executable: String,
            connections: Int,
            credits: Int,
            adding environment: [String: String] = [:]
        ) async throws -> FlushLog {
            let stage = try await Stage()
            let path = stage.folder.file("shim.log")
            let shim = ["LD_PRELOAD": try Build.shim, "JIFEN_TEST_SHIM_LOG": path]
            let gateway = try await stage.startFirst(
                executable,
                connections: connections,
                adding: shim.merging(environment) { $1 }
            )
            try await withThrowingTaskGroup(of: Void.self) { group in
                for connection in 0..<connections {
                    group.addTask {
                        for number in stride(from: connection, to: credits, by: connections) {
                            try await credit(number, gateway)
                        }
                    }
                }
                try await group.waitForAll()
            }
            // Ended as by a crash, so that closing the store adds no flush.
            gateway.client.close()
            await gateway.process.kill()
            return try withExtendedLifetime(stage) { try FlushLog(path: path) }
        }

        private static func credit(_ number: Int, _ gateway: Gateway) async throws {
            let mark = "mark-" + "\(1_000_000 + number)".dropFirst()
            let operation = Operation(
                key: mark,
                kind: .credit,
                member: "m-\(number % 10)",
                amount: 1
            )
            let replies = try await gateway.send(.alone(operation))
            #expect(replies.map(\.settled.status) == [201])
        }
    }
}

extension Build {
    /// The library that is preloaded to see and to break what a service does to its files.
    static var shim: String {
        get throws { try path(of: "libFlushShim.so") }
    }
}
