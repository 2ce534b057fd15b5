import Foundation
import TestSupport
import Testing
import Wire

@Suite("Our JSON and Foundation's")
struct JSONAgreementTests {
    @Test("agree on what we write, whatever value it is")
    func written() throws {
        var generator = SeededGenerator(for: "JSONAgreementTests.written")
        for _ in 0..<3000 {
            let value = Self.value(depth: 0, using: &generator)
            let bytes = JSONWriter.bytes(of: value)
            try #require(try JSONParser.parse(bytes) == value)
            let other = try JSONSerialization.jsonObject(
                with: Data(bytes),
                options: .fragmentsAllowed
            )
            try #require(Self.isSame(value, other), "\(value)")
        }
    }

    @Test("agree on what Foundation writes")
    func read() throws {
        var generator = SeededGenerator(for: "JSONAgreementTests.read")
        for round in 0..<3000 {
            let object = Self.foundation(Self.value(depth: 0, using: &generator))
            let options: JSONSerialization.WritingOptions =
                round.isMultiple(of: 2)
                ? [.fragmentsAllowed, .prettyPrinted]
                : [.fragmentsAllowed, .withoutEscapingSlashes]
            let data = try JSONSerialization.data(withJSONObject: object, options: options)
            try #require(Self.isSame(try JSONParser.parse([UInt8](data)), object))
        }
    }

    /// A random value without numbers that are no integers, which doubles would blur.
    private static func value(depth: Int, using generator: inout SeededGenerator) -> JSON {
        switch Int.random(in: 0..<(depth < 5 ? 7 : 5), using: &generator) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &generator))
        case 2: return .integer(Int64.random(in: Int64.min...Int64.max, using: &generator))
        case 3: return .integer(Int64.random(in: -20...20, using: &generator))
        case 4: return .string(text(using: &generator))
        case 5:
            return .array(
                (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                    value(depth: depth + 1, using: &generator)
                }
            )
        default:
            let count = Int.random(in: 0...4, using: &generator)
            return .object(
                (0..<count).map {
                    .init(
                        "\($0)" + text(using: &generator),
                        value(depth: depth + 1, using: &generator)
                    )
                }
            )
        }
    }

    /// A random text of all planes, control characters and surrogates' neighbours among them.
    private static func text(using generator: inout SeededGenerator) -> String {
        let ranges: [ClosedRange<UInt32>] = [
            0...0x1F, 0x20...0x7F, 0x80...0x2FF, 0x2010...0x2040, 0x4E00...0x9FFF, 0xD7F0...0xD7FF,
            0xE000...0xE00F, 0xFFF0...0xFFFF, 0x1F600...0x1F64F, 0x10FFF0...0x10FFFF,
        ]
        var text = ""
        for _ in 0..<Int.random(in: 0...8, using: &generator) {
            let range = ranges.randomElement(using: &generator) ?? 0...0
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    private static func foundation(_ json: JSON) -> Any {
        switch json {
        case .null: NSNull()
        case .bool(let value): value
        case .integer(let value): value
        case .number(let text), .string(let text): text
        case .array(let elements): elements.map(foundation)
        case .object(let members):
            Dictionary(uniqueKeysWithValues: members.map { ($0.name, foundation($0.value)) })
        }
    }

    private static func isSame(_ json: JSON, _ other: Any) -> Bool {
        switch json {
        case .null: return other is NSNull
        case .bool(let value): return other as? Bool == value
        case .integer(let value):
            return (other as? NSNumber)?.int64Value == value || other as? Int64 == value
        case .number, .string:
            return (other as? String).map { Array($0.utf8) } == json.text.map { Array($0.utf8) }
        case .array(let elements):
            guard let others = other as? [Any], others.count == elements.count else { return false }
            return zip(elements, others).allSatisfy(isSame)
        case .object(let members):
            guard let others = other as? [String: Any], others.count == members.count else {
                return false
            }
            return members.allSatisfy { member in
                others[member.name].map { isSame(member.value, $0) } ?? false
            }
        }
    }
}
