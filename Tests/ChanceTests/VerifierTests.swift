import Chance
import Foundation
import TestSupport
import Testing

@Suite("The verifier in Python")
struct VerifierTests {
    @Test("draws, shuffles, commits and hashes what Chance does, thousands of times")
    func agreement() async throws {
        var random = SeededGenerator(for: "agreement")
        var cases: [Case] = []
        for _ in 0..<400 { cases.append(.draws(using: &random)) }
        for _ in 0..<100 { cases.append(.shuffle(using: &random)) }
        for _ in 0..<50 { cases.append(.seed(using: &random)) }
        for _ in 0..<100 { cases.append(.layout(using: &random)) }
        for _ in 0..<200 { cases.append(.version(using: &random)) }

        let answers = try await Self.answers(to: cases.map(\.question))

        #expect(answers.count == cases.count)
        for (answer, asked) in zip(answers, cases) {
            #expect(answer == asked.answer, "\(asked.question)")
        }
    }

    /// What the Python verifier says, line by line.
    private static func answers(to questions: [String]) async throws -> [String] {
        let folder = try TemporaryFolder()
        let file = folder.file("questions")
        try questions.map { $0 + "\n" }.joined().write(
            toFile: file,
            atomically: true,
            encoding: .ascii
        )
        let script = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("verifier.py").path
        let python = try ChildProcess("/usr/bin/env", ["python3", "-B", script, file])
        let end = await python.end()
        try #require(end == .exited(code: 0), "\(python.errors)")
        return python.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .map(String.init)
    }
}

/// What the verifier is asked, and what Chance says.
private struct Case {
    let question: String
    let answer: String

    static func draws(using random: inout SeededGenerator) -> Case {
        let terms = Terms.random(using: &random)
        var bounds = oddBounds.shuffled(using: &random)
        for _ in 0..<12 {
            let word = UInt128(random.next()) << 64 | UInt128(random.next())
            bounds.append(word >> (random.next() % 128))
        }
        var stream = terms.stream
        return Case(
            question: "draw \(terms.words) \(list(bounds))",
            answer: list(stream.integers(below: bounds))
        )
    }

    static func shuffle(using random: inout SeededGenerator) -> Case {
        let terms = Terms.random(using: &random)
        let count = Int.random(in: 1...60, using: &random)
        var stream = terms.stream
        return Case(
            question: "shuffle \(terms.words) \(count)",
            answer: list(stream.shuffled(Array(0..<count)))
        )
    }

    static func seed(using random: inout SeededGenerator) -> Case {
        let seed = ServerSeed.drawn(using: &random)
        return Case(question: "seed \(hex(seed.bytes))", answer: "\(Commitment(to: seed))")
    }

    static func layout(using random: inout SeededGenerator) -> Case {
        let salt = LayoutSalt.drawn(using: &random)
        let faces = (0..<Int.random(in: 4...36, using: &random)).map { _ in
            ["none", "p1", "大奖", "é"].randomElement(using: &random) ?? ""
        }
        let layout = CanonicalBytes(layout: faces.map { .text($0) })
        return Case(
            question:
                "layout \(hex(salt.bytes)) \(faces.map { hex($0.utf8) }.joined(separator: ","))",
            answer: "\(Commitment(to: layout, salt: salt))"
        )
    }

    static func version(using random: inout SeededGenerator) -> Case {
        let value = CanonicalValue.random(depth: 4, using: &random).withoutBytes
        return Case(
            question: "version \(hex(value.json.utf8))",
            answer: "\(VersionHash(of: CanonicalBytes(value)))"
        )
    }

    private static func list(_ numbers: [some BinaryInteger]) -> String {
        numbers.map { String($0) }.joined(separator: ",")
    }
}

/// Hexadecimal digits as the verifier reads them.
private func hex(_ bytes: some Collection<UInt8>) -> String {
    let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return digits.isEmpty ? "-" : digits
}

extension FixedBytes {
    fileprivate static func drawn(using random: inout SeededGenerator) -> Self {
        Self(counted: (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) })
    }
}

extension Terms {
    fileprivate static func random(using random: inout SeededGenerator) -> Terms {
        let clientSeed = (0..<Int.random(in: 0...64, using: &random)).map { _ in
            UInt8.random(in: 0x21...0x7E, using: &random)
        }
        return Terms(
            seed: .drawn(using: &random),
            game: ["wheel", "g", "幸运", ""].randomElement(using: &random) ?? "",
            version: .drawn(using: &random),
            epoch: "2026-03-0\(random.next() % 10)",
            pseudonym: .drawn(using: &random),
            nonce: random.next() >> (random.next() % 64),
            clientSeed: String(decoding: clientSeed, as: UTF8.self)
        )
    }

    /// The terms as the verifier reads them.
    fileprivate var words: String {
        let before = [hex(seed.bytes), hex(game.utf8), hex(version.bytes), hex(epoch.utf8)]
        let after = [hex(pseudonym.bytes), String(nonce), hex(clientSeed.utf8)]
        return (before + after).joined(separator: " ")
    }
}

extension CanonicalValue {
    /// The value with texts for bytes, which JSON does not have.
    fileprivate var withoutBytes: CanonicalValue {
        switch self {
        case .bytes(let bytes): .text(hex(bytes))
        case .list(let elements): .list(elements.map(\.withoutBytes))
        case .record(let members): .record(members.mapValues(\.withoutBytes))
        default: self
        }
    }

    fileprivate var json: String {
        switch self {
        case .nothing: "null"
        case .flag(let flag): "\(flag)"
        case .integer(let integer): "\(integer)"
        case .text(let text): Self.quoted(text)
        case .bytes: "\"\""
        case .list(let elements): "[" + elements.map(\.json).joined(separator: ",") + "]"
        case .record(let members):
            "{" + members.map { "\(Self.quoted($0)):\($1.json)" }.joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        let escaped = text.utf16.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
        return "\"\(escaped.joined())\""
    }
}
