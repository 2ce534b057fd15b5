import Calls
import Foundation
import TestSupport
import Testing
import Wire

/// A whole suite that `jifen up` runs, and the commands that a person gives it.
struct ReplayStage: Sendable {
    /// A command that has ended.
    struct Ended: Sendable {
        let end: ChildProcess.End
        let output: String
        let errors: String
    }

    /// The programme that the repository ships.
    static let starter = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("../../compose/programmes/starter.yaml")
        .standardized.path

    let folder: TemporaryFolder
    let client: TestClient
    /// A token of an operator, who reads everything.
    let token: String
    private let suite: ChildProcess

    /// Starts a suite on a new folder and waits until it is ready.
    init(programme: String? = starter, words: [String] = ["--test-clock"]) async throws {
        let folder = try TemporaryFolder()
        let base = try FreePort.findBase()
        let suite = try ChildProcess(
            try Build.path(of: "jifen"),
            ["up", "--data", folder.file("data"), "--port-base", "\(base)"] + words
                + (programme.map { ["--programme", $0] } ?? [])
        )
        try #require(await suite.line(beginning: "ready") != nil, "\(suite.errors)")
        self.folder = folder
        self.suite = suite
        client = TestClient(
            address: "http://127.0.0.1:\(base + 1)",
            connections: 64,
            keepsConnections: true
        )
        token = try await Self.run(["token", "--role", "operator"], folder).output
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Starts a command of `jifen` on the suite's folder.
    func start(_ words: [String]) throws -> ChildProcess {
        try ChildProcess(
            try Build.path(of: "jifen"),
            words + ["--data", folder.file("data")]
        )
    }

    /// Runs a command of `jifen` on the suite's folder to its end.
    func run(_ words: String...) async throws -> Ended {
        try await Self.run(words, folder)
    }

    /// Asks the gateway for something that must be there.
    func get(_ path: String) async throws -> JSON {
        let answer = try await client.send(.get, path, token: token)
        try #require(answer.status == 200, "\(path): \(answer.text)")
        return answer.json
    }

    /// All pages of a list, first to last.
    func pages(_ path: String) async throws -> [JSON] {
        var pages: [JSON] = []
        var after = ""
        while true {
            let page = try await get(path + after)
            pages.append(page)
            guard let next = page["next"] else { return pages }
            let cursor = try #require(next.text ?? next.integer.map { "\($0)" })
            after = (path.contains("?") ? "&" : "?") + "after=\(cursor)"
        }
    }

    /// Waits until a replay has brought the suite's clock past a day; before, a new suite's clock
    /// stands at today.
    func waitForReplay(past day: String) async throws {
        while true {
            let now = try await get("/v1/clock")["now"]?.text ?? ""
            if (day..<"1999").contains(now) { return }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Stops the suite gracefully.
    func stop() async -> ChildProcess.End {
        client.close()
        suite.send(SIGTERM)
        return await suite.end()
    }

    private static func run(_ words: [String], _ folder: TemporaryFolder) async throws -> Ended {
        let process = try ChildProcess(
            try Build.path(of: "jifen"),
            words + ["--data", folder.file("data")]
        )
        let end = await process.end()
        return Ended(end: end, output: process.output, errors: process.errors)
    }
}
