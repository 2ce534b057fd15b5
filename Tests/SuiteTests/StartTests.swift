import Foundation
import TestSupport
import Testing

extension RealProcesses {
    @Suite("The start")
    struct StartTests {
        @Test(
            "A wrong setting stops it with exit code 2 and is named",
            arguments: [
                (["--colour=red"], "--colour"),
                (["colour"], "colour"),
                (["--port"], "--port"),
                (["--port=eighty"], "port"),
                (["--port=70000"], "port"),
                (["--body-limit=0"], "body-limit"),
                (["--request-limit-ms=1.5"], "request-limit-ms"),
                (["--log-level=loud"], "log-level"),
                (["--store=mysql:points"], "store"),
                (["--config=absent.conf"], "absent.conf"),
                (["--keys="], "keys"),
                (["--keys=absent.json"], "keys"),
            ]
        )
        func wrongSetting(words: [String], name: String) async throws {
            let start = try await FailedStart(with: words)
            #expect(start.end == .exited(code: 2))
            #expect(start.errors.contains(name), "\(start.errors)")
            #expect(start.output.isEmpty)
        }

        @Test(
            "A wrong variable of the environment does too",
            arguments: [
                ("JIFEN_PROT", "1", "JIFEN_PROT"), ("JIFEN_QUEUE_LIMIT", "many", "queue-limit"),
            ]
        )
        func wrongVariable(variable: String, value: String, name: String) async throws {
            let start = try await FailedStart(adding: [variable: value])
            #expect(start.end == .exited(code: 2))
            #expect(start.errors.contains(name), "\(start.errors)")
        }

        @Test("A wrong line of the settings file does too")
        func wrongLine() async throws {
            let folder = try TemporaryFolder()
            let path = folder.file("settings")
            try Data("# ours\nhost = 127.0.0.1\nprot = 1\n".utf8)
                .write(to: URL(fileURLWithPath: path))
            let start = try await FailedStart(with: ["--config=\(path)"])
            #expect(start.end == .exited(code: 2))
            #expect(start.errors.contains("prot = 1"), "\(start.errors)")
        }

        @Test(
            "A secret that protects nothing stops it with exit code 2",
            arguments: [
                ("short", "shorter than 32 bytes"),
                (String(repeating: "a", count: 64), "too regular"),
                ("your-256-bit-secret-your-256-bit-secret", "well known"),
            ]
        )
        func weakSecret(secret: String, complaint: String) async throws {
            let start = try await FailedStart(
                keys: """
                    {"keys": [{"id": "k", "algorithm": "HS256", "roles": ["operator"], \
                    "secret": "\(secret)"}]}
                    """
            )
            #expect(start.end == .exited(code: 2))
            #expect(start.errors.contains(complaint), "\(start.errors)")
        }

        @Test("A port that is taken stops it with exit code 1 and is named")
        func takenPort() async throws {
            let stage = try await Stage()
            let gateway = try await stage.start()
            let port = try #require(gateway.process.address.split(separator: ":").last)
            let start = try await FailedStart(with: ["--port=\(port)"])
            #expect(start.end == .exited(code: 1))
            #expect(start.errors.contains(port), "\(start.errors)")
            let end = await gateway.stop()
            #expect(end == .exited(code: 0))
        }

        @Test(
            "It says how to use it and what it is",
            arguments: [("--help", "--request-limit-ms"), ("--version", "gateway 0.")]
        )
        func information(word: String, part: String) async throws {
            let start = try await FailedStart(with: [word])
            #expect(start.end == .exited(code: 0))
            #expect(start.output.contains(part))
            #expect(start.errors.isEmpty)
        }
    }
}

/// A gateway that ended instead of listening, and what it said.
private struct FailedStart {
    let end: ChildProcess.End
    let output: String
    let errors: String

    /// Starts a gateway on a stage of its own and waits until it has ended.
    ///
    /// - Parameters:
    ///   - words: What stands on its command line beside the stage's settings.
    ///   - environment: What it finds in its environment beside what this process has.
    ///   - keys: What stands in the file of its keys instead of the stage's keys.
    /// - Throws: What kept it from being started at all.
    init(
        with words: [String] = [],
        adding environment: [String: String] = [:],
        keys: String? = nil
    ) async throws {
        let stage = try await Stage()
        if let keys { try Data(keys.utf8).write(to: URL(fileURLWithPath: stage.keys.path)) }
        let process = try stage.process("gateway", words, adding: environment)
        end = await process.end()
        output = process.output
        errors = process.errors
        withExtendedLifetime(stage) {}
    }
}
