import Foundation
import GamesClient
import TestSupport
import Testing
import Wire

@Suite("The verifier of epochs in Python")
struct PythonTests {
    @Test(
        "finds nothing in what was played, and what was changed",
        arguments: [Sketch.lottery, Sketch.pick, Sketch.pairs]
    )
    func agreement(text: String) async throws {
        let seed = SeededGenerator.seed(for: "epochs in Python")
        let export = try Sketch.epoch(of: text, members: 100, steps: 1000, seed: seed)[1]
        let (isRight, said) = try await Self.verify(export.jsonBytes)
        #expect(isRight, "\(said.prefix(2000))")
        #expect(said.hasPrefix("\(EpochVerification(export).verdicts.count) draws, 0 problems"))
        let json = try JSONParser.parse(export.jsonBytes)
        for name in ["seed", "commitment", "versionHash"] {
            let changed = json.changed(at: [.name(name)]) { $0.leafChanged }
            #expect(try await !Self.verify(JSONWriter.bytes(of: changed)).isRight)
        }
    }

    @Test("names a draw that was changed")
    func changed() async throws {
        let export = try Sketch.epoch(of: Sketch.lottery, members: 9, steps: 200, seed: 5)[1]
        let place = try #require(
            export.entries.lastIndex { entry in
                if case .play(let play) = entry.content { !play.isRefused } else { false }
            }
        )
        let json = try JSONParser.parse(export.jsonBytes)
        let draw: [JSON.Step] = [.name("entries"), .place(place), .name("draws"), .place(0)]
        for part in ["rolled", "given", "integers", "pityBefore", "nonce"] {
            let changed = json.changed(at: draw + [.name(part)]) { json in
                switch json {
                case .array: []
                case .object: [:]
                case .string(let text): text == "none" ? "gold" : "none"
                default: json.leafChanged
                }
            }
            let (isRight, said) = try await Self.verify(JSONWriter.bytes(of: changed))
            #expect(!isRight)
            #expect(said.contains("entry \(place + 1), player "), "\(part): \(said)")
        }
    }

    private static func verify(_ bytes: [UInt8]) async throws -> (isRight: Bool, said: String) {
        let folder = try TemporaryFolder()
        let file = folder.file("epoch.json")
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        let script = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("verify_epoch.py").path
        let python = try ChildProcess("/usr/bin/env", ["python3", "-B", script, file])
        let end = await python.end()
        return (end == .exited(code: 0), python.output + python.errors)
    }
}
