import Access
import Calls
import Foundation
import JifenService
import Primitives
import TestSupport
import Testing
import Wire

extension GamesStage {
    /// An epoch as the list of all epochs shows it.
    struct ListedEpoch: Equatable {
        let number: Int64
        let state: String
        let commitment: String
        let committedAt: String
        let openedAt: String?
        let day: String?
    }

    /// The epochs of a game, the oldest first, those that are only committed to included.
    func epochs(of game: String) async throws -> [ListedEpoch] {
        let path = "/v1/fairness/\(game)/epochs?limit=200"
        let items = try await client.send(.get, path).json["items"]?.elements ?? []
        return try items.reversed().map { item in
            ListedEpoch(
                number: try #require(item["epoch"]?.integer),
                state: try #require(item["state"]?.text),
                commitment: try #require(item["commitment"]?.text),
                committedAt: try #require(item["committedAt"]?.text),
                openedAt: item["openedAt"]?.text,
                day: item["day"]?.text
            )
        }
    }

    /// Has an operator begin the next epoch of a game.
    func beginEpoch(of game: String, key: String) async throws {
        let answer = try await tryBeginEpoch(of: game, key: key)
        #expect(answer.status == 201, "\(answer.text)")
    }

    /// Has an operator ask for the next epoch of a game.
    func tryBeginEpoch(of game: String, key: String) async throws -> TestClient.Answer {
        try await operated(.post, "/v1/games/\(game)/epochs", ["reason": "a test"], key: key)
    }

    /// Has an operator set the test clock, so that what comes due on the way is done.
    func setClock(to now: Instant) async throws -> TestClient.Answer {
        try await operated(.put, "/v1/clock", ["now": .string(now.description), "run": true])
    }

    /// Fetches an export into a file with `jifen epoch`, once it is published.
    func export(_ epoch: Int64, of game: String) async throws -> String {
        let folder = try dataFolder()
        let file = stage.folder.file("epoch-\(epoch).json")
        var text = ""
        try await eventually("epoch \(epoch) is published") {
            let arguments = ["epoch", game, "\(epoch)", "--data", folder.path]
            let (isRight, said) = try await Self.jifen(arguments)
            text = said
            return isRight
        }
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }

    /// Finds nothing wrong with exports, by `jifen verify` and by the verifier in Python.
    ///
    /// - Returns: What `jifen` said of them.
    @discardableResult
    static func expectRight(_ files: [String]) async throws -> String {
        let (isRight, said) = try await jifen(["verify", "--verbose"] + files)
        #expect(isRight, "\(said.suffix(2000))")
        for file in files { #expect(try await isRightInPython(file), "\(file)") }
        return said
    }

    /// Whether `jifen` exits with 0, and what it prints.
    static func jifen(_ arguments: [String]) async throws -> (Bool, String) {
        let jifen = try await JifenCommand.run(arguments)
        return (jifen.end == .exited(code: 0), jifen.output)
    }

    /// Whether the verifier in Python finds nothing.
    static func isRightInPython(_ file: String) async throws -> Bool {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let script = tests.appendingPathComponent("GamesClientTests/verify_epoch.py").path
        let python = try ChildProcess("/usr/bin/env", ["python3", "-B", script, file])
        return await python.end() == .exited(code: 0)
    }
}
