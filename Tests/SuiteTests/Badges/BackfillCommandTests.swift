import Calls
import Foundation
import Glibc
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("jifen backfill")
    struct BackfillCommandTests {
        private let folder: TemporaryFolder

        init() throws {
            folder = try TemporaryFolder()
        }

        @Test("shows who would get a badge before it is published, and gives it after")
        func badge() async throws {
            let base = try FreePort.findBase()
            let plain = try file("plain", "")
            let suite = try JifenCommand.start(
                ["up", "--port-base", "\(base)", "--programme", plain, "--only", "gateway,badges"],
                on: folder.file("data")
            )
            #expect(await suite.line(beginning: "ready") != nil, "\(suite.errors)")
            try await tell(base + 4)
            let candidate = try file(
                "candidate",
                """
                badges:
                  - id: buyer
                    tiers: [{id: one, goal: {count: order.paid, atLeast: 2}, reward: 7}]

                """
            )
            let shown = try await run(["badge", "buyer", "--dry-run", "--programme", candidate])
            #expect(shown.end == .exited(code: 0), "\(shown.errors)")
            #expect(shown.output.contains("badge buyer, 30 members\n"), "\(shown.output)")
            #expect(shown.output.contains("one      0         10           0\n"))
            #expect(shown.output.contains("rewards: 70 points\nnothing was given\n"))

            // It is not published, and without --dry-run only what is can be given.
            let early = try await run(["badge", "buyer"])
            #expect(early.end == .exited(code: 2) && early.errors.contains("badge: "))
            let mixed = try await run(["badge", "buyer", "--programme", candidate])
            #expect(mixed.end == .exited(code: 2), "\(mixed.errors)")

            let applied = try await jifen(["apply", candidate])
            #expect(applied.end == .exited(code: 0), "\(applied.errors)")
            let given = try await run(["badge", "buyer"])
            #expect(given.end == .exited(code: 0), "\(given.errors)")
            // Some may have got it in the background, just before.
            let row = given.output.split(separator: "\n").first { $0.hasPrefix("one") }
            let counts = (row ?? "").split(separator: " ").dropFirst().compactMap { Int($0) }
            #expect(counts.prefix(2).reduce(0, +) == 10, "\(given.output)")
            let again = try await run(["badge", "buyer"])
            #expect(again.output.contains("one     10    0     0\nrewards: none\n"))

            suite.send(SIGTERM)
            #expect(await suite.end() == .exited(code: 0), "\(suite.errors)")
            let stopped = try await run(["badge", "buyer", "--dry-run"])
            #expect(stopped.end == .exited(code: 1), "\(stopped.errors)")
        }

        /// Has each third of 30 members buy twice, once, and not at all.
        private func tell(_ port: Int) async throws {
            let client = TestClient(address: "http://127.0.0.1:\(port)")
            defer { client.close() }
            let events = (0..<30).flatMap { number in
                (0...number % 3).map { place -> JSON in
                    [
                        "id": .string("e-\(number)-\(place)"), "member": .string("m-\(number)"),
                        "type": place > 0 ? "order.paid" : "seen",
                        "occurredAt": "2026-03-01T04:00:00Z", "day": "2026-03-01",
                    ]
                }
            }
            let token = try await jifen(["token", "--role", "service"]).output
            let answer = try await client.send(
                .post,
                "/v1/events",
                ["events": .array(events)],
                token: token.trimmingCharacters(in: .whitespacesAndNewlines)
            )
            try #require(answer.status == 200, "\(answer.text)")
        }

        private func file(_ name: String, _ parts: String) throws -> String {
            let path = folder.file("\(name).yaml")
            let text = "zone: Asia/Tokyo\nassets: [{id: points, name: A}]\n" + parts
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            return path
        }

        private func run(_ words: [String]) async throws -> JifenCommand {
            try await jifen(["backfill"] + words)
        }

        private func jifen(_ words: [String]) async throws -> JifenCommand {
            try await JifenCommand.run(words, on: folder.file("data"))
        }
    }
}
