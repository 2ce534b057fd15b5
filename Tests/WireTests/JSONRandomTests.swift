import TestSupport
import Testing
import Wire

@Suite("A random JSON value")
struct JSONRandomTests {
    @Test("is read back as it was written, to the byte of each text and each number")
    func roundTrip() throws {
        var dice = SeededGenerator(for: "JSONRandomTests.roundTrip")
        for _ in 0..<2000 {
            let value = JSON.random(depth: Int.random(in: 0...6, using: &dice), using: &dice)
            let bytes = JSONWriter.bytes(of: value)
            let read = try JSONParser.parse(bytes)
            try #require(read.isSame(as: value), "\(value)")
            try #require(JSONWriter.bytes(of: read) == bytes, "\(value)")
        }
    }

    @Test("is the same with white space wherever it may stand")
    func whiteSpace() throws {
        var dice = SeededGenerator(for: "JSONRandomTests.whiteSpace")
        for _ in 0..<1000 {
            let value = JSON.random(depth: 4, using: &dice)
            var text: [UInt8] = []
            value.write(spacedInto: &text, using: &dice)
            try #require(try JSONParser.parse(text).isSame(as: value), "\(text)")
        }
    }

    @Test("is refused wherever it is cut, and where a byte follows it")
    func cut() throws {
        var dice = SeededGenerator(for: "JSONRandomTests.cut")
        for _ in 0..<200 {
            // A number cut short is a number, so the value stands in an array.
            let bytes = JSONWriter.bytes(of: .array([JSON.random(depth: 3, using: &dice)]))
            for length in bytes.indices {
                let part = Array(bytes[..<length])
                try #require(throws: JSONFault.self, "\(part)") { try JSONParser.parse(part) }
            }
            let last = UInt8.random(in: 0x21...0xFF, using: &dice)
            try #require(throws: JSONFault.self) { try JSONParser.parse(bytes + [last]) }
        }
    }

    @Test("may lie 32 deep in arrays and objects in any order, and is refused one deeper")
    func depth() throws {
        var dice = SeededGenerator(for: "JSONRandomTests.depth")
        for _ in 0..<300 {
            var value = JSON.random(depth: 0, using: &dice)
            for _ in 0..<32 { value = value.wrapped(using: &dice) }
            let read = try JSONParser.parse(JSONWriter.bytes(of: value))
            try #require(read.isSame(as: value))
            let deeper = JSONWriter.bytes(of: value.wrapped(using: &dice))
            try #require(throws: JSONFault.self) { try JSONParser.parse(deeper) }
        }
    }
}

// MARK: Values

extension JSON {
    /// A value whose arrays and objects nest no deeper than so.
    fileprivate static func random(depth: Int, using dice: inout SeededGenerator) -> JSON {
        let plain: [JSON] = [.null, true, false]
        let count = Int.random(in: 0...4, using: &dice)
        switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &dice) {
        case 0: return plain.randomElement(using: &dice) ?? .null
        case 1: return .integer(someInteger(using: &dice))
        case 2: return .number(someNumber(using: &dice))
        case 3, 4: return .string(someText(using: &dice))
        case 5:
            var elements: [JSON] = []
            for _ in 0..<count { elements.append(random(depth: depth - 1, using: &dice)) }
            return .array(elements)
        default:
            var members: [Member] = []
            for place in 0..<count {
                // Names must be distinct, in whatever way Unicode lets them be written.
                let name = "\(place)|" + someText(using: &dice)
                members.append(Member(name, random(depth: depth - 1, using: &dice)))
            }
            return .object(members)
        }
    }

    /// An integer, often at an edge of what some type can hold.
    private static func someInteger(using dice: inout SeededGenerator) -> Int64 {
        let edges: [Int64] = [
            0, 1 << 15, 1 << 31, 1 << 32, 1 << 53, .max, .min, .max / 10, .min / 10, 999_999_999,
        ]
        let edge = edges.randomElement(using: &dice) ?? 0
        return Bool.random(using: &dice)
            ? Int64.random(in: Int64.min...Int64.max, using: &dice)
            : edge &+ Int64.random(in: -2...2, using: &dice)
    }

    /// A number that no 64 bits hold as it is written.
    private static func someNumber(using dice: inout SeededGenerator) -> String {
        let sign = Bool.random(using: &dice) ? "-" : ""
        let whole = ["0", "7", "9223372036854775807"].randomElement(using: &dice) ?? "0"
        let marks = ["e", "E", "e+", "E+", "e-", "E-"]
        let mark = marks.randomElement(using: &dice) ?? "e"
        let exponent = mark + digits(1...4, using: &dice)
        let fraction = "." + digits(1...30, using: &dice)
        switch Int.random(in: 0..<5, using: &dice) {
        case 0: return sign + "9223372036854775809"
        case 1: return sign + "1" + digits(19...60, using: &dice)
        case 2: return sign + whole + fraction
        case 3: return sign + whole + exponent
        default: return sign + whole + fraction + exponent
        }
    }

    private static func digits(
        _ count: ClosedRange<Int>,
        using dice: inout SeededGenerator
    ) -> String {
        var text = ""
        for _ in 0..<Int.random(in: count, using: &dice) {
            text += "\(Int.random(in: 0...9, using: &dice))"
        }
        return text
    }

    /// A text of all planes, with what must be escaped and what joins with the letter before it.
    private static func someText(using dice: inout SeededGenerator) -> String {
        let ranges: [ClosedRange<UInt32>] = [
            0...0x1F, 0x22...0x22, 0x5C...0x5C, 0x20...0x7F, 0x80...0x7FF, 0x300...0x36F,
            0x1100...0x11FF, 0x2028...0x2029, 0x4E00...0x9FFF, 0xD7FF...0xD7FF, 0xE000...0xFFFF,
            0x1F1E6...0x1F1FF, 0x10000...0x10FFFF,
        ]
        var text = ""
        for _ in 0..<Int.random(in: 0...12, using: &dice) {
            let range = ranges.randomElement(using: &dice) ?? 0...0
            guard let scalar = Unicode.Scalar(UInt32.random(in: range, using: &dice)) else {
                continue
            }
            text.unicodeScalars.append(scalar)
        }
        return text
    }

    /// The value as the only one of an array or an object.
    fileprivate func wrapped(using dice: inout SeededGenerator) -> JSON {
        if Bool.random(using: &dice) { return .array([self]) }
        return .object([Member("inside", self)])
    }

    /// Whether the two are the same to the byte; texts that Unicode holds for equal are not.
    fileprivate func isSame(as other: JSON) -> Bool {
        switch (self, other) {
        case (.string(let mine), .string(let others)): return mine.utf8.elementsEqual(others.utf8)
        case (.array(let mine), .array(let others)):
            return mine.count == others.count
                && zip(mine, others).allSatisfy { $0.isSame(as: $1) }
        case (.object(let mine), .object(let others)):
            return mine.count == others.count
                && zip(mine, others).allSatisfy { member, other in
                    member.name.utf8.elementsEqual(other.name.utf8)
                        && member.value.isSame(as: other.value)
                }
        default: return self == other
        }
    }

    /// Writes the value with white space around each of its parts.
    fileprivate func write(spacedInto text: inout [UInt8], using dice: inout SeededGenerator) {
        Self.writeSpace(into: &text, using: &dice)
        switch self {
        case .array(let elements):
            text.append(UInt8(ascii: "["))
            for (place, element) in elements.enumerated() {
                if place > 0 { text.append(UInt8(ascii: ",")) }
                element.write(spacedInto: &text, using: &dice)
            }
            if elements.isEmpty { Self.writeSpace(into: &text, using: &dice) }
            text.append(UInt8(ascii: "]"))
        case .object(let members):
            text.append(UInt8(ascii: "{"))
            for (place, member) in members.enumerated() {
                if place > 0 { text.append(UInt8(ascii: ",")) }
                JSON.string(member.name).write(spacedInto: &text, using: &dice)
                text.append(UInt8(ascii: ":"))
                member.value.write(spacedInto: &text, using: &dice)
            }
            if members.isEmpty { Self.writeSpace(into: &text, using: &dice) }
            text.append(UInt8(ascii: "}"))
        default: text += JSONWriter.bytes(of: self)
        }
        Self.writeSpace(into: &text, using: &dice)
    }

    private static func writeSpace(
        into text: inout [UInt8],
        using dice: inout SeededGenerator
    ) {
        for _ in 0..<Int.random(in: 0...2, using: &dice) {
            text.append([0x20, 0x09, 0x0A, 0x0D].randomElement(using: &dice) ?? 0x20)
        }
    }
}
