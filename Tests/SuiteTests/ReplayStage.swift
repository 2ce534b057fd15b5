import Calls
import Foundation
import JifenService
import TestSupport
import Testing
import Wire

/// A whole suite that `jifen up` runs, and the commands that a person gives it.
struct ReplayStage: Sendable {
    /// The programme that the repository ships.
    static let starter = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("../../compose/programmes/starter.yaml")
        .standardized.path

    let folder: TemporaryFolder
    let client: TestClient
    /// Where the check-in service is reached.
    let checkin: TestClient
    /// Where the badges service is reached.
    let badges: TestClient
    /// A token of an operator, who reads everything.
    let token: String
    private let suite: ChildProcess

    /// Starts a suite on a new folder and waits until it is ready.
    init(programme: String? = starter, words: [String] = ["--test-clock"]) async throws {
        let folder = try TemporaryFolder()
        let base = try FreePort.findBase()
        let suite = try JifenCommand.start(
            ["up", "--port-base", "\(base)"] + words
                + (programme.map { ["--programme", $0] } ?? []),
            on: folder.file("data")
        )
        try #require(await suite.line(beginning: "ready") != nil, "\(suite.errors)")
        self.folder = folder
        self.suite = suite
        client = Self.client(of: base + SuiteMember.gateway.portOffset)
        checkin = Self.client(of: base + SuiteMember.checkin.portOffset)
        badges = Self.client(of: base + SuiteMember.badges.portOffset)
        token = try await Self.token(of: "operator", folder)
    }

    /// A token of a role other than a member's.
    func token(of role: String) async throws -> String {
        try await Self.token(of: role, folder)
    }

    private static func token(of role: String, _ folder: TemporaryFolder) async throws -> String {
        try await JifenCommand.run(["token", "--role", role], on: folder.file("data")).output
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func client(of port: Int) -> TestClient {
        TestClient(
            address: "http://127.0.0.1:\(port)",
            connections: 64,
            keepsConnections: true
        )
    }

    /// Starts a command of `jifen` on the suite's folder.
    func start(_ words: [String]) throws -> ChildProcess {
        try JifenCommand.start(words, on: folder.file("data"))
    }

    /// Runs a command of `jifen` on the suite's folder to its end.
    func run(_ words: String...) async throws -> JifenCommand {
        try await JifenCommand.run(words, on: folder.file("data"))
    }

    /// Asks a service, the gateway unless told otherwise, for something that must be there.
    func get(_ path: String, of service: TestClient? = nil) async throws -> JSON {
        let answer = try await (service ?? client).send(.get, path, token: token)
        try #require(answer.status == 200, "\(path): \(answer.text)")
        return answer.json
    }

    /// All pages of a list, first to last.
    func pages(_ path: String, of service: TestClient? = nil) async throws -> [JSON] {
        var pages: [JSON] = []
        var after = ""
        while true {
            let page = try await get(path + after, of: service)
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
        checkin.close()
        badges.close()
        suite.send(SIGTERM)
        return await suite.end()
    }
}
