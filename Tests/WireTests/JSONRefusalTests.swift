import Testing
import Wire

@Suite("What is not JSON")
struct JSONRefusalTests {
    @Test(
        "is refused for its structure",
        arguments: [
            "", " ", "[", "]", "{", "}", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{\"a\"}",
            "{\"a\":}", "{\"a\":1,}", "{,\"a\":1}", "{\"a\":1 \"b\":2}", "{\"a\" 1}", "{a:1}",
            "{'a':1}", "{1:1}", "{null:1}", "[1}", "{\"a\":1]", "1 2", "1,", "null null", "[]]",
            "{}{}", "nul", "nulll", "True", "FALSE", "undefined", "NaN", "Infinity", "-Infinity",
            "// remark\n1", "/* */1", "\u{FEFF}1", "1\u{0}", "\u{0}", "\u{C}1", "\u{A0}1", "'a'",
        ]
    )
    func structure(text: String) {
        #expect(throws: JSONFault.self) { try parse(text) }
    }

    @Test(
        "is refused for its numbers",
        arguments: [
            "+1", "-", "--1", "01", "-01", "00", "1.", ".5", "-.5", "1.e2", "1e", "1e+", "1e-",
            "1e1.5", "0x10", "1_000", "1-2", "0e", "- 1", "1 .5", "１", "٣",
        ]
    )
    func numbers(text: String) {
        #expect(throws: JSONFault.self) { try parse(text) }
        #expect(throws: JSONFault.self) { try parse("[\(text)]") }
    }

    @Test(
        "is refused for its strings",
        arguments: [
            #"""#, #""abc"#, #""\"#, #""\""#, #""\u"#, #""\u00"#, #""\u004""#, #""\u00g0""#,
            #""\x41""#, #""\a""#, #""\U0041""#, #""\'""#, "\"a\u{1}\"", "\"a\nb\"", "\"\t\"",
            "\"\\n\u{1F}\"", #""\ud800""#, #""\ud800x""#, #""\ud800\n""#, #""\ud800\u0041""#,
            #""\udc00""#, #""\udc00\ud800""#, #""\ud800\ud800""#, #""\ud83d\u""#, #""\ud83d"#,
        ]
    )
    func strings(text: String) {
        #expect(throws: JSONFault.self) { try parse(text) }
    }

    @Test(
        "is refused where it is not UTF-8",
        arguments: [
            [0x80], [0xC3], [0xC0, 0xAF], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
            [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80],
            [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF], [0xE7, 0xA7], [0xE7, 0x28, 0xA1],
        ] as [[UInt8]]
    )
    func badUTF8(bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        let escaped = Array(#"\n"#.utf8)
        #expect(throws: JSONFault.self) { try JSONParser.parse([quote] + bytes + [quote]) }
        #expect(throws: JSONFault.self) {
            try JSONParser.parse([quote] + escaped + bytes + [quote])
        }
        #expect(throws: JSONFault.self) {
            try JSONParser.parse(Array(#"{"a"#.utf8) + bytes + Array(#"":1}"#.utf8))
        }
        #expect(throws: JSONFault.self) { try JSONParser.parse(bytes) }
    }

    @Test(
        "is refused where a name stands twice, however it is written",
        arguments: [
            #"{"a":1,"a":1}"#, #"{"a":1,"\u0061":2}"#, #"{"":1,"":2}"#, #"[{"b":{"a":1,"a":2}}]"#,
        ]
    )
    func duplicates(text: String) throws {
        let fault = try #require(throws: JSONFault.self) { try parse(text) }
        #expect(fault.message.contains("stands twice"))
    }

    @Test(
        "is refused with the byte at which it ceases to be JSON",
        arguments: [
            ("[1,2,x]", 5), ("{\"a\":1,}", 7), ("[1] 2", 4), ("\"a\u{1}\"", 2), ("", 0), ("012", 3),
        ]
    )
    func place(text: String, byte: Int) throws {
        let fault = try #require(throws: JSONFault.self) { try parse(text) }
        #expect(fault.path.isEmpty)
        #expect(fault.message.hasPrefix("not JSON at byte \(byte):"))
    }
}
