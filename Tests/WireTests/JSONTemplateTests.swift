import Testing
import Wire

@Suite("JSON that is written once and filled with numbers")
struct JSONTemplateTests {
    @Test(
        "the number stands wherever the template has one",
        arguments: [0, 7, -12, .max, .min] as [Int64]
    )
    func filled(_ number: Int64) {
        let template = JSONTemplate { writer, number in
            writer.object { writer in
                writer.member("value", number)
                writer.member("of", 9 as Int64)
                writer.member("words", "签到 \"7\" (\(number) of 9)")
            }
        }
        var writer = JSONWriter()
        writer.array([1, 2]) { writer, _ in writer.value(of: template, number) }
        let one = #"{"value":\#(number),"of":9,"words":"签到 \"7\" (\#(number) of 9)"}"#
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "[\(one),\(one)]")
    }

    @Test("a template without a place for the number is written as it is")
    func constant() {
        let template = JSONTemplate { writer, _ in writer.string("none") }
        var writer = JSONWriter()
        writer.object {
            $0.name("a"); $0.value(of: template, 5); $0.member("b", true)
        }
        #expect(String(decoding: writer.bytes, as: UTF8.self) == #"{"a":"none","b":true}"#)
    }

    @Test("members that were written before stand among others")
    func members() {
        let members = JSONWriter.bytes(ofMembers: { writer in
            writer.member("b", 2 as Int64)
            writer.member("c", 3 as Int64)
        })
        var writer = JSONWriter()
        writer.object {
            $0.member("a", 1 as Int64); $0.raw(members); $0.member("d", 4 as Int64)
        }
        #expect(String(decoding: writer.bytes, as: UTF8.self) == #"{"a":1,"b":2,"c":3,"d":4}"#)
    }
}
