import Testing
import Wire

@Suite("The JSON writer")
struct JSONWriterTests {
    @Test("writes members and elements in their order, with commas between them only")
    func structure() {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("text", "a")
            writer.member("count", Int64(7))
            writer.member("isOn", true)
            writer.member("absent", ifPresent: nil)
            writer.member("present", ifPresent: "b")
            writer.name("list")
            writer.array([1, 2]) { $0.integer($1) }
            writer.name("empty")
            writer.array([Int64]()) { $0.integer($1) }
            writer.name("inner")
            writer.object { _ in }
            writer.member("value", ["x": [.null, .number("1.5")]])
            writer.name("raw")
            writer.raw("[0]".utf8)
            writer.members([.init("last", false)])
        }
        #expect(
            String(decoding: writer.bytes, as: UTF8.self)
                == #"{"text":"a","count":7,"isOn":true,"present":"b","list":[1,2],"empty":[],"#
                + #""inner":{},"value":{"x":[null,1.5]},"raw":[0],"last":false}"#
        )
    }

    @Test("escapes what RFC 8259 requires, and nothing else")
    func escapes() throws {
        for code in UInt32(0)..<0x20 {
            let text = String(try #require(Unicode.Scalar(code)))
            let digits = String(code, radix: 16)
            let expected = "\"\\u00" + (code < 16 ? "0" : "") + digits + "\""
            #expect(written(.string(text)) == expected)
        }
        #expect(written("\"\\") == #""\"\\""#)
        #expect(written("/é积😀\u{7F}\u{2028}") == "\"/é积😀\u{7F}\u{2028}\"")
    }

    @Test("writes names that are known only at run time escaped as well")
    func names() {
        #expect(written(["a\"b\n": 1]) == #"{"a\"b\u000a":1}"#)
        var writer = JSONWriter()
        writer.object { writer in
            writer.name(of: 12)
            writer.string("x")
        }
        #expect(String(decoding: writer.bytes, as: UTF8.self) == #"{"12":"x"}"#)
    }

    @Test(
        "writes integers up to the limits of 64 bits",
        arguments: [
            (Int64(0), "0"), (9, "9"), (10, "10"), (-1, "-1"), (.max, "9223372036854775807"),
            (.min, "-9223372036854775808"), (1_000_000, "1000000"),
        ]
    )
    func integers(value: Int64, text: String) {
        #expect(written(.integer(value)) == text)
    }

    @Test("writes numbers as they were written when they were read")
    func numbers() throws {
        #expect(
            written(try parse("[1e5,1.50,-0.0,9223372036854775808]"))
                == "[1e5,1.50,-0.0,9223372036854775808]"
        )
    }

    @Test("writes bytes as two hexadecimal digits each")
    func hexadecimal() {
        #expect([UInt8]().hexadecimal.isEmpty)
        #expect([0x00, 0x0F, 0xA0, 0xFF].hexadecimal == "000fa0ff")
    }

    private func written(_ json: JSON) -> String {
        String(decoding: JSONWriter.bytes(of: json), as: UTF8.self)
    }
}
