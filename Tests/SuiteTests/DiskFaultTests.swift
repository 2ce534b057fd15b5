import Calls
import Foundation
import TestSupport
import Testing

extension RealProcesses {
    @Suite("Faults of the disk")
    struct DiskFaultTests {
        @Test("On a full disk writes are answered 503 and reads go on; then the same keys work")
        func fullDisk() async throws {
            let stage = try await Stage()
            let disk = try FaultyDisk(in: stage)
            let gateway = try await stage.startFirst(adding: try disk.environment)
            let before = try await Self.credits(1...20, on: gateway)
            #expect(before == Array(repeating: 201, count: 20))
            try disk.begin("full")
            let during = try await Self.credits(21...40, on: gateway)
            #expect(during == Array(repeating: 503, count: 20))
            let read = try await gateway.balance(of: "m-1")
            #expect(read == 20)
            try disk.end("full")
            let after = try await Self.credits(21...40, on: gateway)
            #expect(after == Array(repeating: 201, count: 20))
            let balance = try await gateway.balance(of: "m-1")
            #expect(balance == 40)
            #expect(await gateway.stop() == .exited(code: 0))
        }

        @Test("A flush that fails is answered 503 and ends the process; nothing promised is lost")
        func failedFlush() async throws {
            let seed = SeededGenerator.seed(for: "a failed flush")
            let stage = try await Stage()
            let disk = try FaultyDisk(in: stage)
            let drill = Drill(stage: stage, seed: seed)
            let gateway = try await stage.startFirst(adding: try disk.environment)
            let traces = await drill.load(gateway, cycle: 0) {
                // Lost is only that the test was cancelled; the fault then comes at once.
                try? await Task.sleep(for: .milliseconds(150))
                #expect(throws: Never.self) { try disk.begin("broken") }
                #expect(await gateway.process.end() == .exited(code: 1))
            }
            gateway.client.close()
            let statuses = traces.compactMap(\.status)
            #expect(!statuses.isEmpty)
            #expect(statuses.allSatisfy { $0 == 503 })
            #expect(gateway.process.log.contains("disk I/O error"))
            try disk.end("broken")
            let next = try await stage.start()
            let unanswered = try await drill.inspect(next, after: traces)
            print(
                "a failed flush: \(drill.journal.settledCount) operations settled,",
                "\(statuses.count) clients answered 503"
            )
            // What was carried out without a reply was at least answered that nobody knows.
            let doubted = traces.filter { $0.status != nil }.compactMap(\.open)
            #expect(Set(unanswered).isSubset(of: doubted.flatMap(\.operations).map(\.key)))
            try await drill.inspectStatements(next)
            #expect(drill.journal.faults.isEmpty)
            #expect(drill.journal.settledCount > 20)
            #expect(await next.stop() == .exited(code: 0))
        }

        /// The statuses of credits that are sent at once.
        private static func credits(
            _ numbers: ClosedRange<Int>,
            on gateway: Gateway
        ) async throws -> [Int] {
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in numbers {
                    let operation = Operation(
                        key: "credit-\(number)",
                        kind: .credit,
                        member: "m-1",
                        amount: 1
                    )
                    group.addTask {
                        try await gateway.client.send(
                            .post,
                            operation.path,
                            operation.body,
                            token: gateway.token,
                            key: operation.key
                        ).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
    }
}

/// The faults that the shim makes while a file of their name is in its folder.
private struct FaultyDisk: Sendable {
    private let folder: String

    init(in stage: Stage) throws {
        folder = stage.folder.file("faults")
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: false
        )
    }

    var environment: [String: String] {
        get throws { ["LD_PRELOAD": try Build.shim, "JIFEN_TEST_SHIM_FAULTS": folder] }
    }

    func begin(_ fault: String) throws {
        try Data().write(to: URL(fileURLWithPath: "\(folder)/\(fault)"))
    }

    func end(_ fault: String) throws {
        try FileManager.default.removeItem(atPath: "\(folder)/\(fault)")
    }
}
