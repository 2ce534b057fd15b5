import Access
import Calls
import Foundation
import JifenService
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("Epochs, as a stranger checks them")
    struct FairnessTests {
        private static let members = 200

        private static let games: [JSON.Member] = [
            .init(
                "lotteries",
                [
                    [
                        "id": "wheel", "free": ["perDay": 2], "cost": 20, "ten": true,
                        "pity": [["pool": "gold", "tier": 1, "hard": 8]],
                        "prizes": [
                            [
                                "id": "first", "points": 100, "weight": 1, "tier": 1, "stock": 9,
                                "substitute": "gold",
                            ],
                            ["id": "gold", "points": 30, "weight": 1, "tier": 1],
                            [
                                "id": "some", "weight": 5,
                                "points": ["from": 1, "to": 9, "step": 2],
                            ],
                            ["id": "none", "nothing": true, "weight": 13],
                        ],
                    ]
                ]
            )
        ]

        @Test("hundreds play, the key of the seeds is rotated, and jifen and Python draw the same")
        func verified() async throws {
            let stage = try await GamesStage()
            let gateway = try await stage.stage.startFirst()
            var games = try await stage.startGames()
            try await stage.publish(Self.games)
            let committed = try await Self.commitments(stage)
            for member in 0..<20 {
                try await gateway.credit(400, to: "m-\(member)", key: "\(member)")
            }
            try await Self.play(stage, "one")
            await games.kill()
            let keys = ["second \(String(repeating: "a7", count: 32))"]
            let old = "first \(String(repeating: "5e", count: 32))"
            try stage.write((keys + [old, ""]).joined(separator: "\n"), to: "seed-keys")
            games = try await stage.startGames()
            try await Self.turn(stage, "1")
            try await Self.play(stage, "two")
            try await Self.turn(stage, "2")
            let files = try await [1, 2].asyncMap { try await Self.fetch($0, stage) }
            let (isRight, said) = try await Self.jifen(["verify", "--verbose"] + files)
            #expect(isRight, "\(said.suffix(2000))")
            for file in files { #expect(try await Self.python(file)) }
            for (epoch, commitment) in committed.prefix(2) {
                #expect(said.contains("wheel, epoch \(epoch)"))
                let text = try String(contentsOfFile: files[Int(epoch) - 1], encoding: .utf8)
                #expect(text.contains("\"commitment\":\"\(commitment)\""))
            }
            try await Self.expectFound(in: files[1])
            await games.kill()
        }

        /// The epochs that are committed to, with their commitments.
        private static func commitments(
            _ stage: GamesStage
        ) async throws -> [(epoch: Int64, commitment: String)] {
            let answer = try await stage.operated(.get, "/v1/fairness/wheel/epochs")
            let items = answer.json["items"]?.elements ?? []
            let epochs = items.compactMap { item in
                item["epoch"]?.integer.map { ($0, item["commitment"]?.text ?? "") }
            }
            // The epoch that is open, and two that are to come.
            #expect(epochs.count == 3)
            return epochs.sorted { $0.0 < $1.0 }
        }

        /// Has members play: for nothing, for points, and where they have none.
        private static func play(_ stage: GamesStage, _ name: String) async throws {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lane in 0..<16 {
                    group.addTask {
                        for member in stride(from: lane, to: members, by: 16) {
                            for number in 0..<(member < 20 ? 4 : 3) {
                                let key = "\(name)-\(number)"
                                _ = try await stage.drawSurely("wheel", as: "m-\(member)", key: key)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }

        /// Begins the next epoch.
        private static func turn(_ stage: GamesStage, _ key: String) async throws {
            let reason: JSON = ["reason": "a test"]
            let path = "/v1/games/wheel/epochs"
            let answer = try await stage.operated(.post, path, reason, key: key)
            #expect(answer.status == 201, "\(answer.text)")
        }

        /// Fetches an export into a file, once it is published.
        private static func fetch(_ epoch: Int, _ stage: GamesStage) async throws -> String {
            let folder = try stage.dataFolder()
            let file = stage.stage.folder.file("epoch-\(epoch).json")
            var text = ""
            try await eventually("epoch \(epoch) is published") {
                let arguments = ["epoch", "wheel", "\(epoch)", "--data", folder.path]
                let (isRight, said) = try await jifen(arguments)
                text = said
                return isRight
            }
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            return file
        }

        /// One changed digit of a draw is found by both, and named by `jifen`.
        private static func expectFound(in file: String) async throws {
            let text = try String(contentsOfFile: file, encoding: .utf8)
            let place = try #require(text.range(of: "\"status\":\"drawn\"")?.upperBound)
            let draw = try #require(
                text.range(of: "\"integers\":[[\"20\",\"", range: place..<text.endIndex)
            )
            let digit = text[draw.upperBound]
            let changed = text.replacingCharacters(
                in: draw.upperBound...draw.upperBound,
                with: digit == "1" ? "2" : "1"
            )
            try changed.write(toFile: file + ".changed", atomically: true, encoding: .utf8)
            let (isRight, said) = try await jifen(["verify", file + ".changed"])
            #expect(!isRight)
            #expect(said.contains("the integers are "), "\(said)")
            #expect(said.contains("1 not;"))
            #expect(try await !python(file + ".changed"))
        }

        /// Whether `jifen` exits with 0, and what it prints.
        private static func jifen(_ arguments: [String]) async throws -> (Bool, String) {
            let jifen = try ChildProcess(try Build.path(of: "jifen"), arguments)
            return (await jifen.end() == .exited(code: 0), jifen.output)
        }

        /// Whether the verifier in Python finds nothing.
        private static func python(_ file: String) async throws -> Bool {
            let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent()
            let script = tests.appendingPathComponent("GamesClientTests/verify_epoch.py").path
            let python = try ChildProcess("/usr/bin/env", ["python3", "-B", script, file])
            return await python.end() == .exited(code: 0)
        }
    }
}

extension [Int] {
    /// What an asynchronous function makes of each element, one after another.
    fileprivate func asyncMap<Result>(
        _ transform: (Int) async throws -> Result
    ) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
