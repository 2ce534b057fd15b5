import Primitives
import Testing
import Wire

@Suite("The reader of an object")
struct ObjectReaderTests {
    @Test("takes the members that are there, each as its type")
    func good() throws {
        var reader = try ObjectReader([
            "text": "积分", "number": -5, "amount": 1_000_000_000_000, "member": "m:1",
            "at": "2026-03-01T08:00:00Z", "any": [.null],
        ])
        #expect(try reader.text("text") == "积分")
        #expect(try reader.integer("number", in: -5...5) == -5)
        #expect(try reader.amount("amount") == .largestMovement)
        #expect(try reader.identifier("member", as: MemberID.self).text == "m:1")
        #expect(try reader.optionalInstant("at")?.milliseconds == 1_772_352_000_000)
        #expect(try reader.required("any") == [.null])
        #expect(reader.take("none") == nil)
        try reader.finish()
    }

    @Test("finds nothing where optional members are absent")
    func absent() throws {
        var reader = try ObjectReader([:])
        #expect(try reader.optionalText("a") == nil)
        #expect(try reader.optionalInteger("a", in: 0...1) == nil)
        #expect(try reader.optionalIdentifier("a", as: MemberID.self) == nil)
        #expect(try reader.optionalInstant("a") == nil)
        try reader.finish()
    }

    /// One way of reading a member `x`, which must go wrong.
    struct Reading: Sendable, CustomTestStringConvertible {
        let name: String
        let wrong: [JSON]
        let read: @Sendable (inout ObjectReader) throws -> Void
        var testDescription: String { name }
    }

    private static let readings = [
        Reading(
            name: "text",
            wrong: ["", .string(String(repeating: "积", count: 86)), 1, .null, []],
            read: { _ = try $0.text("x") }
        ),
        Reading(name: "short text", wrong: ["abcd"], read: { _ = try $0.text("x", largest: 3) }),
        Reading(
            name: "integer",
            wrong: [0, 11, "5", .number("5.0"), .number("9223372036854775808"), true, .null],
            read: { _ = try $0.integer("x", in: 1...10) }
        ),
        Reading(
            name: "amount",
            wrong: [0, -1, 1_000_000_000_001, "1", .number("1e3")],
            read: { _ = try $0.amount("x") }
        ),
        Reading(
            name: "identifier",
            wrong: ["", "a b", "会员", .string(String(repeating: "a", count: 65)), 5, .null],
            read: { _ = try $0.identifier("x", as: Reference.self) }
        ),
        Reading(
            name: "instant",
            wrong: ["", "2026-03-01", "2026-03-01T08:00:00+08:00", 5, .null],
            read: { _ = try $0.optionalInstant("x") }
        ),
    ]

    @Test("refuses a member of another kind and names its path", arguments: readings)
    func wrong(reading: Reading) throws {
        for value in reading.wrong {
            var top = try ObjectReader(["x": value])
            #expect(throws: JSONFault.self, "\(value)") { try reading.read(&top) }
            var deep = try ObjectReader(["x": value], at: "operations[3]")
            let fault = try #require(throws: JSONFault.self) { try reading.read(&deep) }
            #expect(fault.path == "operations[3].x")
            #expect(fault.message.hasPrefix("must be "))
        }
    }

    @Test("refuses the absence of a member that must be there", arguments: readings.dropLast())
    func missing(reading: Reading) throws {
        var reader = try ObjectReader(["y": 1])
        #expect(throws: JSONFault(at: "x", "is missing")) { try reading.read(&reader) }
        #expect(throws: JSONFault(at: "z", "is missing")) { try reader.required("z") }
    }

    @Test("names a member that nobody asked for, however long its name is")
    func unknown() throws {
        var reader = try ObjectReader(["amount": 1, "amout": 2], at: "operations[0]")
        _ = reader.take("amount")
        #expect(throws: JSONFault(at: "operations[0].amout", "is not known here")) {
            try reader.finish()
        }
        let long = String(repeating: "n", count: 5000)
        let other = try ObjectReader(.object([.init(long, 1)]))
        let fault = try #require(throws: JSONFault.self) { try other.finish() }
        #expect(fault.path.count == 64)
    }

    @Test("knows each of 64 members apart, and takes no more", arguments: [1, 63, 64, 65])
    func manyMembers(count: Int) throws {
        let members = (0..<count).map { JSON.Member("n\($0)", .integer(Int64($0))) }
        guard count <= 64 else {
            #expect(throws: JSONFault.self) { try ObjectReader(.object(members), at: "a") }
            return
        }
        for left in 0..<count {
            var reader = try ObjectReader(.object(members))
            for index in 0..<count where index != left {
                #expect(reader.take("n\(index)") == .integer(Int64(index)))
            }
            #expect(throws: JSONFault(at: "n\(left)", "is not known here")) { try reader.finish() }
            _ = reader.take("n\(left)")
            try reader.finish()
        }
    }

    @Test(
        "refuses what is no object",
        arguments: [.null, "a", 1, true, [], .number("1.0")] as [JSON]
    )
    func noObject(json: JSON) {
        #expect(throws: JSONFault(at: "a.b", "an object was expected")) {
            try ObjectReader(json, at: "a.b")
        }
    }
}
