import Calls
import Foundation
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("jifen doctor and the test clock")
    struct DoctorTests {
        @Test("of a suite that runs, every check is well, as lines and as JSON")
        func well() async throws {
            let stage = try await ReplayStage(words: [])
            let lines = try await stage.run("doctor")
            #expect(lines.end == .exited(code: 0), "\(lines.output)")
            for check in ["reachable", "store", "chain", "ledger"] {
                #expect(lines.output.contains("ok    gateway: \(check): "), "\(lines.output)")
            }
            let report = try await stage.run("doctor", "--deep", "--json")
            #expect(report.end == .exited(code: 0))
            #expect(try JSONParser.parse(Array(report.output.utf8))["well"] == true)
            #expect(await stage.stop() == .exited(code: 0))
        }

        @Test("a suite that was stopped is not reachable, which is exit code 1")
        func stopped() async throws {
            let stage = try await ReplayStage(programme: nil, words: [])
            #expect(await stage.stop() == .exited(code: 0))
            let lines = try await stage.run("doctor")
            #expect(lines.end == .exited(code: 1))
            #expect(lines.output.hasPrefix("fault gateway: reachable: "), "\(lines.output)")
            let report = try await stage.run("doctor", "--json")
            #expect(report.end == .exited(code: 1))
            #expect(try JSONParser.parse(Array(report.output.utf8))["well"] == false)
        }

        @Test("called wrongly, nothing is done, which is exit code 2")
        func wrong() async throws {
            let stage = try await ReplayStage(programme: nil, words: [])
            let path = stage.folder.file("log.txt")
            try Data("header\n1 19970101 1 1.00\n1 19970101 1 1.005\n".utf8)
                .write(to: URL(fileURLWithPath: path))
            let replay = try await stage.run("replay", "orders", path)
            #expect(replay.end == .exited(code: 2))
            #expect(replay.errors.contains("\(path): line 3: "), "\(replay.errors)")
            #expect(try await stage.run("replay", "orders").end == .exited(code: 2))
            #expect(try await stage.run("clock", "set", "tomorrow").end == .exited(code: 2))
            #expect(try await stage.run("clock", "advance", "1w").end == .exited(code: 2))
            #expect(try await stage.run("doctor", "--depth").end == .exited(code: 2))
            #expect(await stage.stop() == .exited(code: 0))
        }

        @Test("a suite without the test clock cannot be played or moved, and says how it could")
        func noTestClock() async throws {
            let stage = try await ReplayStage(words: [])
            let log = try PurchaseLog().path
            for words in [["clock"], ["clock", "advance", "30d"], ["replay", "orders", log]] {
                let command = try stage.start(words)
                #expect(await command.end() == .exited(code: 1), "\(words)")
                #expect(command.errors.contains("jifen up --test-clock"), "\(command.errors)")
            }
            #expect(await stage.stop() == .exited(code: 0))
        }

        @Test("the clock is shown, set and advanced, and never goes back")
        func clock() async throws {
            let stage = try await ReplayStage()
            let set = try await stage.run("clock", "set", "1997-01-01T00:00:00Z")
            #expect(set.output == "the clock stands at 1997-01-01T00:00:00.000Z\n", "\(set)")
            let advanced = try await stage.run("clock", "advance", "30d")
            #expect(advanced.output == "the clock stands at 1997-01-31T00:00:00.000Z\n")
            let shown = try await stage.run("clock")
            #expect(shown.output.hasPrefix("gateway: 1997-01-31T00:00:00.000Z, "), "\(shown)")

            let service = try await stage.run("token", "--role", "service").output
                .trimmingCharacters(in: .whitespacesAndNewlines)
            let credit = try await stage.client.send(
                .post,
                "/v1/credits",
                ["member": "m-1", "amount": 5, "reason": "test"],
                token: service,
                key: "k-1"
            )
            #expect(credit.json["transfer"]?["at"] == "1997-01-31T00:00:00.000Z")
            let back = try await stage.run("clock", "set", "1997-01-30T00:00:00Z")
            #expect(back.end == .exited(code: 1))
            #expect(back.errors.contains("never goes back"), "\(back.errors)")
            #expect(await stage.stop() == .exited(code: 0))
        }
    }
}
