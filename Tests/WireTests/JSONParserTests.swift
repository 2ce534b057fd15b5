import Testing
import Wire

@Suite("A JSON text")
struct JSONParserTests {
    struct Spelling: Sendable, CustomTestStringConvertible {
        let text: String
        let value: JSON
        var testDescription: String { text }

        init(_ text: String, _ value: JSON) {
            self.text = text
            self.value = value
        }
    }

    @Test(
        "that is a number is an exact integer, or kept as it was written",
        arguments: [
            Spelling("0", 0), Spelling("-0", 0), Spelling("7", 7), Spelling("-12", -12),
            Spelling("9223372036854775807", .integer(.max)),
            Spelling("-9223372036854775808", .integer(.min)),
            Spelling("9223372036854775808", .number("9223372036854775808")),
            Spelling("-9223372036854775809", .number("-9223372036854775809")),
            Spelling("92233720368547758070", .number("92233720368547758070")),
            Spelling("0.5", .number("0.5")), Spelling("-0.0", .number("-0.0")),
            Spelling("1.0", .number("1.0")), Spelling("1e2", .number("1e2")),
            Spelling("1E+2", .number("1E+2")), Spelling("0e-0", .number("0e-0")),
            Spelling("12.50e-07", .number("12.50e-07")),
        ]
    )
    func numbers(row: Spelling) throws {
        #expect(try parse(row.text) == row.value)
    }

    @Test(
        "that is a string is unescaped",
        arguments: [
            Spelling(#""""#, ""), Spelling(#""plain""#, "plain"),
            Spelling(#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
            Spelling(#""\u0041\u00e9\u00E9""#, "Aéé"), Spelling(#""a\u0000b""#, "a\u{0}b"),
            Spelling(#""\ud83d\uDE00!""#, "😀!"), Spelling("\"积分 😀\"", "积分 😀"),
            Spelling(#""\uFFFF\uffff""#, "\u{FFFF}\u{FFFF}"), Spelling("\"\u{7F}\"", "\u{7F}"),
            Spelling(#""积\n分""#, "积\n分"), Spelling(#""\uD7FF\uE000""#, "\u{D7FF}\u{E000}"),
        ]
    )
    func strings(row: Spelling) throws {
        #expect(
            try parse(row.text).text.map { Array($0.utf8) } == row.value.text.map { Array($0.utf8) }
        )
    }

    @Test(
        "keeps the order of members and elements, whatever white space it has",
        arguments: [
            Spelling("null", .null), Spelling("true", true), Spelling(" false\n", false),
            Spelling("[]", []), Spelling("[ ]", []), Spelling("{}", [:]), Spelling("{\t}", [:]),
            Spelling("\r\n[1 ,\t2,[ null]]", [1, 2, [.null]]),
            Spelling(#"{"b":1,"a":{"":[]}}"#, ["b": 1, "a": ["": []]]),
            Spelling(#" { "b" : 1 , "a" : { "" : [ ] } } "#, ["b": 1, "a": ["": []]]),
            Spelling(#"{"\u0061":1,"A":2}"#, ["a": 1, "A": 2]),
        ]
    )
    func structures(row: Spelling) throws {
        #expect(try parse(row.text) == row.value)
    }

    @Test("may nest 32 arrays or objects, and no more", arguments: [("[", "]"), ("{\"a\":", "}")])
    func depth(opening: String, closing: String) throws {
        func nested(_ depth: Int) -> String {
            String(repeating: opening, count: depth) + "1"
                + String(repeating: closing, count: depth)
        }
        _ = try parse(nested(JSONParser.largestDepth))
        #expect(JSONParser.largestDepth == 32)
        #expect(throws: JSONFault.self) { try parse(nested(33)) }
        let bottomless = String(repeating: opening, count: 100_000)
        #expect(throws: JSONFault.self) { try parse(bottomless) }
    }

    @Test("may have many members, but none twice", arguments: [2, 16, 17, 40, 1000])
    func manyMembers(count: Int) throws {
        let members = (0..<count).map { #""name\#($0)":\#($0)"# }
        let json = try parse("{" + members.joined(separator: ",") + "}")
        #expect(json["name\(count - 1)"] == .integer(Int64(count - 1)))
        for repeated in [0, count / 2, count - 1] {
            let twice = members + [#""name\#(repeated)":null"#]
            #expect(throws: JSONFault.self) { try parse("{" + twice.joined(separator: ",") + "}") }
        }
    }

    @Test("gives its parts by name, by place and by type, and nil where there are none")
    func access() {
        let json: JSON = ["a": [1, "two"], "b": true]
        #expect(json["a"]?[1]?.text == "two")
        #expect(json["a"]?[0]?.integer == 1)
        #expect(json["a"]?.elements?.count == 2)
        #expect(json["a"]?[2] == nil && json["a"]?[-1] == nil && json["c"] == nil)
        #expect(json["b"]?.text == nil && json["b"]?.integer == nil && json["b"]?.elements == nil)
        #expect(json[0] == nil && json["a"]?["a"] == nil)
    }
}

/// Parses the bytes of a text.
func parse(_ text: String) throws(JSONFault) -> JSON {
    try JSONParser.parse(Array(text.utf8))
}
