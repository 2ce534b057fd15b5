import Chance
import TestSupport
import Testing

@Suite("The canonical bytes of a configuration")
struct CanonicalTests {
    static let sample = CanonicalValue.record([
        "prizes": .list([
            .record(["name": .text("奖"), "weight": .integer(1_000_000_000)]),
            .nothing, .flag(true), .flag(false), .integer(-1),
        ]),
        "id": .text("wheel"), "b": .bytes([0, 255]), "": .record([:]),
    ])

    @Test("are these for ever, and so is the version's hash")
    func golden() {
        let bytes = CanonicalBytes(Self.sample)
        let digits = bytes.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()

        #expect(
            digits == """
                72000000040000000072000000000000000162620000000200ff0000000269647300000005776865656c\
                000000067072697a65736c000000057200000002000000046e616d657300000003e5a596000000067765\
                69676874\
                69000000003b9aca006e6601660069ffffffffffffffff
                """
        )
        #expect(
            VersionHash(of: bytes).description
                == "6f90816d6c8fcbe5ff7f6d94637b434985f2d28ed1daf66a1e8479969aa7e212"
        )
    }

    @Test("of a layout are the faces in their order")
    func layout() {
        let expected: [UInt8] =
            [0x6C, 0, 0, 0, 2, 0x73, 0, 0, 0, 2] + Array("p1".utf8)
            + [0x73, 0, 0, 0, 4] + Array("none".utf8)

        #expect(CanonicalBytes(layout: [.text("p1"), .text("none")]).bytes == expected)
        #expect(
            CanonicalBytes(layout: [.text("a"), .text("bc")])
                != CanonicalBytes(layout: [.text("ab"), .text("c")])
        )
    }

    @Test("are read as the value they were written from")
    func roundTrip() throws {
        var random = SeededGenerator(for: "canonical")
        #expect(try CanonicalReader.value(of: CanonicalBytes(Self.sample).bytes) == Self.sample)
        for _ in 0..<500 {
            let value = CanonicalValue.random(depth: 4, using: &random)
            #expect(try CanonicalReader.value(of: CanonicalBytes(value).bytes) == value)
        }
    }

    @Test(
        "are refused where they are not the one way to write a value",
        arguments: [
            ([], .endsEarly), ([0x69, 0], .endsEarly), ([0x6C, 255, 255, 255, 255], .endsEarly),
            ([0x73, 0, 0, 0, 9, 0x61], .endsEarly), ([0x6E, 0x6E], .goesOn(at: 1)),
            ([0x00], .unknownByte(at: 0)), ([0x66, 2], .unknownByte(at: 1)),
            ([0x73, 0, 0, 0, 1, 0xFF], .malformedText(at: 5)),
            ([0x72, 0, 0, 0, 1, 0, 0, 0, 2, 0xC3, 0xA9, 0x6E], .malformedText(at: 5)),
            (
                [0x72, 0, 0, 0, 2, 0, 0, 0, 1, 0x61, 0x6E, 0, 0, 0, 1, 0x61, 0x6E],
                .namesOutOfOrder(at: 11)
            ),
            (
                [0x72, 0, 0, 0, 2, 0, 0, 0, 1, 0x62, 0x6E, 0, 0, 0, 1, 0x61, 0x6E],
                .namesOutOfOrder(at: 11)
            ),
            (nested(33), .tooDeep(at: 161)),
        ] as [([UInt8], CanonicalFault)]
    )
    func refused(_ bytes: [UInt8], _ fault: CanonicalFault) {
        #expect(throws: fault) { try CanonicalReader.value(of: bytes) }
    }

    @Test("are read up to 32 lists in each other")
    func deepest() throws {
        var value = CanonicalValue.list([])
        for _ in 1..<CanonicalReader.deepest { value = .list([value]) }
        #expect(CanonicalReader.deepest == 32)
        #expect(try CanonicalReader.value(of: Self.nested(32)) == value)
    }

    /// So many lists in each other, the innermost without elements.
    private static func nested(_ depth: Int) -> [UInt8] {
        (1...depth).flatMap { [0x6C, 0, 0, 0, $0 < depth ? 1 : 0] }
    }

    @Test("that were changed are refused, or are those of another value")
    func mutated() {
        var random = SeededGenerator(for: "mutated")
        for _ in 0..<3_000 {
            var bytes = CanonicalBytes(.random(depth: 3, using: &random)).bytes
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: bytes.indices, using: &random)
                bytes[place] = UInt8.random(in: 0...255, using: &random)
            }
            do throws(CanonicalFault) {
                let value = try CanonicalReader.value(of: bytes)
                #expect(CanonicalBytes(value).bytes == bytes)
            } catch {
                continue
            }
        }
    }
}

extension CanonicalValue {
    /// A random value of so many levels at most.
    static func random(depth: Int, using random: inout SeededGenerator) -> CanonicalValue {
        let kind = Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random)
        let count = Int.random(in: 0...4, using: &random)
        switch kind {
        case 0: return .nothing
        case 1: return .flag(Bool.random(using: &random))
        case 2: return .integer(Int64(bitPattern: random.next()) >> (random.next() % 64))
        case 3: return .text(text(count, using: &random))
        case 4: return .bytes((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
        case 5: return .list((0..<count).map { _ in .random(depth: depth - 1, using: &random) })
        default:
            var members: [String: CanonicalValue] = [:]
            for _ in 0..<count {
                let name = String(random.next() % 300, radix: 36)
                members[name] = .random(depth: depth - 1, using: &random)
            }
            return .record(members)
        }
    }

    private static func text(_ count: Int, using random: inout SeededGenerator) -> String {
        let characters: [Character] = ["a", "\"", "\\", "é", "点", "😀", "\n", "\0", "Z", " "]
        return String((0..<count).map { _ in characters.randomElement(using: &random) ?? "a" })
    }
}
