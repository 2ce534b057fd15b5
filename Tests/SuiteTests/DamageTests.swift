import Access
import Calls
import Foundation
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("A store that is damaged")
    struct DamageTests {
        @Test("in its log stops the start before anything acknowledged is lost in silence")
        func log() async throws {
            let stage = try await Stage()
            let gateway = try await stage.startFirst()
            try await Self.credit(1...40, on: gateway)
            gateway.client.close()
            await gateway.process.kill()
            let path = URL(fileURLWithPath: stage.store + "-wal")
            let log = try Data(contentsOf: path)
            var damaged = log
            damaged[log.count / 2] ^= 0x20
            try damaged.write(to: path)
            for _ in 1...2 {
                let start = try stage.process()
                #expect(await start.end() == .exited(code: 1))
                #expect(
                    start.errors.contains("gateway: the store is damaged: \(stage.store)"),
                    "\(start.errors)"
                )
                #expect(start.errors.contains("is damaged at byte"))
                #expect(try Data(contentsOf: path) == damaged)
            }
            try log.write(to: path)
            let next = try await stage.start()
            #expect(try await next.balance(of: "m-1") == 40)
            #expect(await next.stop() == .exited(code: 0))
        }

        @Test("in its pages refuses what lies on them, is found, and is refused after a crash")
        func pages() async throws {
            let stage = try await Stage()
            let first = try await stage.startFirst()
            for batch in 0..<10 { try await Self.creditMany(batch, on: first) }
            #expect(await first.stop() == .exited(code: 0))
            try Self.damagePages(of: stage.store)

            // It was closed in good order, so nothing is checked at the start.
            let gateway = try await stage.start()
            var statuses: [Int: Int] = [:]
            for number in 0..<500 {
                let answer = try await gateway.client.send(
                    .get,
                    "/v1/members/m-\(number)/transfers",
                    token: gateway.token
                )
                statuses[answer.status, default: 0] += 1
            }
            #expect(Set(statuses.keys).isSubset(of: [200, 404, 503]), "\(statuses)")
            #expect(statuses[503] ?? 0 > 0, "\(statuses)")
            #expect(gateway.process.log.contains("a read could not be done"))
            let check = try await gateway.client.send(
                .get,
                "/v1/store/check",
                token: try await stage.keys.token(.operator)
            )
            #expect(check.status == 200 && check.json["sound"] == false)
            #expect(try await gateway.client.send(.get, "/health/live").status == 200)

            // A write that meets the damage ends the process; then the start finds it.
            gateway.client.close()
            await gateway.process.kill()
            try Data("not empty".utf8).write(to: URL(fileURLWithPath: stage.store + "-wal"))
            let start = try stage.process()
            #expect(await start.end() == .exited(code: 1))
            #expect(start.errors.contains("not closed properly"))
            #expect(
                start.errors.contains("gateway: the store is damaged: \(stage.store)"),
                "\(start.errors)"
            )
        }

        /// Overwrites every third page behind those that every request needs.
        private static func damagePages(of path: String) throws {
            let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
            let pages = try file.seekToEnd() / 4096
            for page in stride(from: UInt64(80), to: pages, by: 3) {
                try file.seek(toOffset: page * 4096)
                try file.write(contentsOf: Data(repeating: 0xA5, count: 4096))
            }
            try file.close()
        }

        private static func creditMany(_ batch: Int, on gateway: Gateway) async throws {
            let operations = (0..<500).map { number -> JSON in
                [
                    "key": .string("b\(batch)-\(number)"), "type": "credit",
                    "member": .string("m-\(number)"), "amount": 1, "reason": "many",
                ]
            }
            let answer = try await gateway.client.send(
                .post,
                "/v1/batches",
                ["operations": .array(operations)],
                token: gateway.token
            )
            try #require(answer.status == 200, "\(answer.text)")
        }

        private static func credit(_ numbers: ClosedRange<Int>, on gateway: Gateway) async throws {
            for number in numbers {
                let operation = Operation(
                    key: "credit-\(number)",
                    kind: .credit,
                    member: "m-1",
                    amount: 1
                )
                let replies = try await gateway.send(.alone(operation))
                try #require(replies.map(\.settled.status) == [201])
            }
        }
    }
}
