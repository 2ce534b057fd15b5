import Calls
import Foundation
import Glibc
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("jifen")
    struct JifenUpTests {
        private let folder: TemporaryFolder

        init() throws {
            folder = try TemporaryFolder()
        }

        @Test("up runs the suite, restarts what dies, and stops it gracefully")
        func up() async throws {
            let base = try FreePort.findBase()
            let suite = try start(portBase: base, programme: firstProgramme())
            #expect(await suite.line(beginning: "ready") != nil, "\(suite.errors)")
            let client = TestClient(address: "http://127.0.0.1:\(base + 1)")
            defer { client.close() }
            let token = try await run(["token", "--role", "service"]).output
                .trimmingCharacters(in: .whitespacesAndNewlines)
            let first = try await credit(client, token)
            #expect(first.status == 201)

            try killGateway(of: suite)
            let again = try await answer { try await credit(client, token) }
            #expect(again.body == first.body && again.isReplayed)
            #expect(suite.errors.contains("gateway ended with 9; it is started again"))

            suite.send(SIGTERM)
            #expect(await suite.end() == .exited(code: 0), "\(suite.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder.file("data/gateway.sqlite-wal")))
        }

        @Test("apply shows what changes, publishes it, and refuses a faulty file with its paths")
        func apply() async throws {
            let suite = try start(portBase: try FreePort.findBase(), programme: nil)
            #expect(await suite.line(beginning: "ready") != nil, "\(suite.errors)")
            let path = folder.file("programme.yaml")

            try Data("zone: Asia/Tokyo\nassets: [{id: a b, name: A}]\n".utf8)
                .write(to: URL(fileURLWithPath: path))
            let faulty = try await run(["apply", path])
            #expect(faulty.end == .exited(code: 2))
            #expect(faulty.errors.contains("assets[0].id: "), "\(faulty.errors)")

            try Data("zone: Asia/Tokyo\nassets: [{id: points, name: A}]\n".utf8)
                .write(to: URL(fileURLWithPath: path))
            let shown = try await run(["apply", path, "--dry-run"])
            #expect(shown.end == .exited(code: 0))
            #expect(shown.output.contains("nothing was published"))
            let applied = try await run(["apply", path])
            #expect(applied.output.contains("gateway: version 1 is in force"), "\(applied)")
            #expect(try await run(["apply", path]).output.contains("nothing changes"))

            suite.send(SIGINT)
            #expect(await suite.end() == .exited(code: 0), "\(suite.errors)")
        }

        @Test("a port that is taken is named, and nothing is started")
        func takenPort() async throws {
            let holder = try ScriptedNeighbour { _ in .answer(200) }
            defer { holder.stop() }
            let suite = try start(portBase: Int(holder.port) - 1, programme: nil)
            #expect(await suite.end() == .exited(code: 1))
            #expect(suite.errors.contains("port \(holder.port)"), "\(suite.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder.file("data")))
        }

        @Test("a suite that does not run is said to be so, with exit code 1")
        func notRunning() async throws {
            let path = folder.file("programme.yaml")
            try Data("zone: UTC\nassets: [{id: points, name: A}]\n".utf8)
                .write(to: URL(fileURLWithPath: path))
            let applied = try await run(["apply", path])
            #expect(applied.end == .exited(code: 1))
            #expect(applied.errors.contains("jifen up"), "\(applied.errors)")
        }

        private func start(portBase: Int, programme: String?) throws -> ChildProcess {
            try JifenCommand.start(
                ["up", "--port-base", "\(portBase)"]
                    + (programme.map { ["--programme", $0] } ?? []),
                on: folder.file("data")
            )
        }

        private func firstProgramme() throws -> String {
            let path = folder.file("first.yaml")
            try Data("zone: Asia/Tokyo\nassets: [{id: points, name: A}]\n".utf8)
                .write(to: URL(fileURLWithPath: path))
            return path
        }

        private func run(_ words: [String]) async throws -> JifenCommand {
            try await JifenCommand.run(words, on: folder.file("data"))
        }

        private func credit(_ client: TestClient, _ token: String) async throws -> TestClient.Answer
        {
            try await client.send(
                .post,
                "/v1/credits",
                ["member": "m-1", "amount": 5, "reason": "test"],
                token: token,
                key: "k-1"
            )
        }

        /// Asks until the service is back.
        private func answer(
            _ ask: () async throws -> TestClient.Answer
        ) async throws -> TestClient.Answer {
            let end = ContinuousClock.now + .seconds(20)
            while true {
                do {
                    return try await ask()
                } catch  where ContinuousClock.now < end {
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
        }

        /// Ends the gateway that a suite has started, as a crash does.
        private func killGateway(of suite: ChildProcess) throws {
            let store = folder.file("data/gateway.sqlite")
            for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
                // Lost is why a process cannot be read: it is gone, or not ours.
                guard let pid = Int32(name),
                    let words = try? String(
                        contentsOfFile: "/proc/\(name)/cmdline",
                        encoding: .utf8
                    ),
                    words.contains("/gateway\0"), words.contains(store)
                else { continue }
                kill(pid, SIGKILL)
            }
        }
    }
}
