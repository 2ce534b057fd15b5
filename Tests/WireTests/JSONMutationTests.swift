import TestSupport
import Testing
import Wire

@Suite("Damaged JSON")
struct JSONMutationTests {
    private static let valid = [
        #"{"member":"m-1","amount":100,"reason":"o","asset":"points","expiresOn":"2026-12-31"}"#,
        #"{"operations":[{"key":"a","type":"credit","amount":1},{"key":"b","type":"debit"}]}"#,
        #"[null,true,false,-0,9223372036854775807,-9223372036854775808,1.5e-3,"\ud83d\ude00"]"#,
        #" { "积分" : "\u0041\"\\\/\b\f\n\r\t é" , "" : [ [ [ { } ] ] ] } "#,
        "\"" + String(repeating: "x积\\n", count: 12) + "\"",
        String(repeating: "[", count: 32) + "1e9" + String(repeating: "]", count: 32),
    ]
    private static let pieces: [[UInt8]] = [
        Array("\"".utf8), Array("\\".utf8), Array("{".utf8), Array("}".utf8), Array("[".utf8),
        Array("]".utf8), Array(",".utf8), Array(":".utf8), Array("\\u".utf8), Array("\\ud83d".utf8),
        Array("-".utf8), Array("e".utf8), Array(".".utf8), Array("0".utf8), Array("null".utf8),
        [0x00], [0x1F], [0x80], [0xC3], [0xE7, 0xA7], [0xED, 0xA0, 0x80], [0xF4, 0x90], [0xFF],
    ]

    @Test("never ends the process; what still parses is written and read back as the same value")
    func mutations() throws {
        var generator = SeededGenerator(for: "JSONMutationTests.mutations")
        var parsed = 0
        for _ in 0..<20_000 {
            let bytes = Self.damaged(using: &generator)
            guard let value = try? JSONParser.parse(bytes) else { continue }
            parsed += 1
            let written = JSONWriter.bytes(of: value)
            try #require(try JSONParser.parse(written) == value, "\(bytes)")
            try #require(JSONWriter.bytes(of: try JSONParser.parse(written)) == written)
        }
        // Some must parse and some not, or the mutations have shown nothing.
        #expect((100..<19_900).contains(parsed))
    }

    @Test("that was cut short is refused at every length", arguments: valid)
    func cutShort(text: String) throws {
        let whole = Array(text.utf8)
        _ = try JSONParser.parse(whole)
        let end = whole.lastIndex { $0 != UInt8(ascii: " ") } ?? 0
        for length in 0..<end {
            try #require(throws: JSONFault.self) { try JSONParser.parse(Array(whole[..<length])) }
        }
    }

    private static func damaged(using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = Array(valid[Int.random(in: 0..<valid.count, using: &generator)].utf8)
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let place = Int.random(in: 0...max(0, bytes.count - 1), using: &generator)
            switch UInt8.random(in: 0..<5, using: &generator) {
            case 0 where !bytes.isEmpty: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 1 where !bytes.isEmpty: bytes.remove(at: place)
            case 2:
                let piece = Int.random(in: 0..<pieces.count, using: &generator)
                bytes.insert(contentsOf: pieces[piece], at: min(place, bytes.count))
            case 3: bytes.removeSubrange(min(place, bytes.count)...)
            default: bytes += bytes.dropFirst(place).prefix(20)
            }
        }
        return bytes
    }
}
