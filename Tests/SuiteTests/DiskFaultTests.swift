import Calls
import Foundation
import TestSupport
import Testing
import Wire

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
            let said = gateway.process.log.occurrences(of: "the disk is full: writes are refused")
            #expect(said == 1)
            try disk.end("full")
            let after = try await Self.credits(21...40, on: gateway)
            #expect(after == Array(repeating: 201, count: 20))
            let balance = try await gateway.balance(of: "m-1")
            #expect(balance == 40)
            let relief = gateway.process.log.occurrences(of: "there is room on the disk again")
            #expect(relief == 1)
            #expect(await gateway.stop() == .exited(code: 0))
        }

        @Test("What cannot be read is refused with 503, all else goes on, and writes with it")
        func unreadable() async throws {
            let stage = try await Stage()
            let disk = try FaultyDisk(in: stage)
            let gateway = try await stage.startFirst(adding: try disk.environment)
            let before = try await Self.credits(1...20, on: gateway)
            #expect(before == Array(repeating: 201, count: 20))
            try disk.begin("unreadable")
            for _ in 1...5 {
                let answer = try await gateway.client.send(
                    .get,
                    "/v1/members/m-1/balance",
                    token: gateway.token
                )
                #expect(answer.status == 503 && answer.slug == "unavailable", "\(answer.text)")
            }
            let live = try await gateway.client.send(.get, "/health/live")
            #expect(live.status == 200)
            try disk.end("unreadable")
            #expect(try await gateway.balance(of: "m-1") == 20)
            let said = gateway.process.log.occurrences(of: "a read could not be done")
            #expect(said == 1, "\(gateway.process.log)")
            #expect(try await Self.credits(1...21, on: gateway).count == 21)
            #expect(try await gateway.balance(of: "m-1") == 21)
            #expect(await gateway.stop() == .exited(code: 0))
        }

        @Test("At the first start a full disk is named with its store; then it starts")
        func fullAtStart() async throws {
            for fault in ["full", "full-store"] {
                let stage = try await Stage()
                let disk = try FaultyDisk(in: stage)
                try disk.begin(fault)
                let start = try stage.process(adding: try disk.environment)
                #expect(await start.end() == .exited(code: 1))
                #expect(
                    start.errors.contains(
                        "the store \(stage.store) cannot be used: there is no room on its disk"
                    ),
                    "\(start.errors)"
                )
                try disk.end(fault)
                let gateway = try await stage.startFirst(adding: try disk.environment)
                #expect(try await Self.credits(1...2, on: gateway) == [201, 201])
                #expect(await gateway.stop() == .exited(code: 0))
            }
        }

        @Test(
            "A flush or write that fails is answered 503 and ends the process; nothing is lost",
            arguments: ["broken", "unwritable"]
        )
        func failed(fault: String) async throws {
            let seed = SeededGenerator.seed(for: "a disk that is \(fault)")
            let stage = try await Stage()
            let disk = try FaultyDisk(in: stage)
            let drill = Drill(stage: stage, seed: seed)
            let gateway = try await stage.startFirst(adding: try disk.environment)
            let traces = await drill.load(gateway, cycle: 0) {
                // Lost is only that the test was cancelled; the fault then comes at once.
                try? await Task.sleep(for: .milliseconds(150))
                #expect(throws: Never.self) { try disk.begin(fault) }
                #expect(await gateway.process.end() == .exited(code: 1))
            }
            gateway.client.close()
            let statuses = traces.compactMap(\.status)
            #expect(!statuses.isEmpty)
            #expect(statuses.allSatisfy { $0 == 503 })
            // SQLite's codes of a flush and of a write that failed.
            let code = fault == "broken" ? 1034 : 778
            #expect(gateway.process.log.contains("disk I/O error \(code)"))
            #expect(gateway.process.log.occurrences(of: "the store cannot go on") == 1)
            try disk.end(fault)
            let next = try await stage.start()
            let unanswered = try await drill.inspect(next, after: traces)
            print(
                "a disk that is \(fault): \(drill.journal.settledCount) operations settled,",
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

        @Test("A flush of folded pages that fails beside commits ends the process; none is lost")
        func unflushed() async throws {
            let stage = try await Stage()
            let disk = try FaultyDisk(in: stage)
            let gateway = try await stage.startFirst(adding: try disk.environment)
            try disk.begin("broken-store")
            var credited: Int64 = 0
            while try await Self.batch(from: credited, on: gateway) {
                credited += 1000
                guard credited < 200_000 else { break }
            }
            #expect((5000..<200_000).contains(credited))
            #expect(await gateway.process.end() == .exited(code: 1))
            #expect(gateway.process.log.contains("the file is not flushed"))
            gateway.client.close()
            try disk.end("broken-store")
            let next = try await stage.start()
            let isSettled = try await Self.batch(from: credited, on: next)
            #expect(isSettled)
            #expect(try await next.balance(of: "m-1") == credited + 1000)
            #expect(await next.stop() == .exited(code: 0))
        }

        /// Sends a batch of 1,000 credits of one point with long reasons.
        ///
        /// - Returns: Whether it was carried out, now or before.
        private static func batch(from first: Int64, on gateway: Gateway) async throws -> Bool {
            let reason = String(repeating: "r", count: 250)
            let operations = (first..<first + 1000).map { number -> JSON in
                [
                    "key": .string("k-\(number)"), "type": "credit", "member": "m-1", "amount": 1,
                    "reason": .string(reason),
                ]
            }
            let answer = try await gateway.client.send(
                .post,
                "/v1/batches",
                ["operations": .array(operations)],
                token: gateway.token
            )
            return answer.status == 200
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
