import GatewayDomain
import GatewayService
import Primitives
import Testing
import Wire

@Suite("The reader of business events")
struct EventReaderTests {
    private static let order: JSON = [
        "id": "o1", "type": "order.paid", "member": "m", "occurredAt": "2026-03-01T16:30:00Z",
        "amountMinor": 1999,
    ]

    private static func read(_ json: JSON) throws -> EventRequest {
        guard case .one(let event) = try EventReader.body(json) else {
            throw JSONFault(at: "", "is a batch")
        }
        return event
    }

    private static func line(_ amount: Int64, id: String? = nil) -> JSON {
        let members = [
            JSON.Member("category", "tea"), JSON.Member("amountMinor", .integer(amount)),
        ]
        return .object(members + (id.map { [JSON.Member("id", .string($0))] } ?? []))
    }

    @Test("takes an event with its lines, attributes and what it refers to")
    func event() throws {
        let event = try Self.read(
            Self.order.with("lines", [Self.line(999), Self.line(1000, id: "b")])
                .with("refersTo", "o0").with("caller", "host")
                .with("attributes", ["grade": 4, "shop": "店", "vip": true])
        )

        #expect(event.id.text == "o1" && event.type.text == "order.paid")
        #expect(event.member.text == "m" && event.refersTo?.text == "o0")
        #expect(event.amountMinor == 1999)
        #expect(event.lines.map(\.id) == ["1", "b"])
        #expect(event.lines.map(\.isNamed) == [false, true])
        #expect(event.attributes == ["grade": .integer(4), "shop": .text("店"), "vip": .bool(true)])
        #expect(event.callerSubject == "host")
    }

    @Test("sums lines where no amount was sent, and leaves an event without either without one")
    func amounts() throws {
        let lines = Self.order.without("amountMinor").with("lines", [Self.line(3), Self.line(0)])

        #expect(try Self.read(lines).amountMinor == 3)
        #expect(try Self.read(Self.order.without("amountMinor")).amountMinor == nil)
    }

    private static let faultyMembers: [(JSON, String)] = [
        (order.without("id"), "id"), (order.with("id", "a b"), "id"),
        (order.without("type"), "type"), (order.with("member", 5), "member"),
        (order.without("occurredAt"), "occurredAt"),
        (order.with("occurredAt", "2026-03-01"), "occurredAt"),
        (order.with("amountMinor", -1), "amountMinor"),
        (order.with("amountMinor", 1_000_000_000_001), "amountMinor"),
        (order.with("amountMinor", .number("19.99")), "amountMinor"),
        (order.with("amount", 5), "amount"), (order.with("refersTo", ""), "refersTo"),
    ]

    private static let faultyLines: [(JSON, String)] = [
        (order.with("lines", []), "lines"), (order.with("lines", [line(1998)]), "lines"),
        (order.with("lines", .array(Array(repeating: line(0), count: 201))), "lines"),
        (order.with("lines", [["category": "tea"]]), "lines[0].amountMinor"),
        (order.with("lines", [line(-1)]), "lines[0].amountMinor"),
        (order.with("lines", [line(999), line(1000, id: "1")]), "lines[1].id"),
        (order.with("lines", [["amountMinor": 1999, "category": ""]]), "lines[0].category"),
        (order.with("lines", [["amountMinor": 1999, "sku": "x"]]), "lines[0].sku"),
        (
            order.without("amountMinor")
                .with("lines", [line(1_000_000_000_000), line(1)]), "lines"
        ),
    ]

    private static let faultyAttributes: [(JSON, String)] = [
        (order.with("attributes", []), "attributes"),
        (order.with("attributes", ["a b": 1]), "attributes.a b"),
        (order.with("attributes", ["a": .null]), "attributes.a"),
        (order.with("attributes", ["a": .number("1.5")]), "attributes.a"),
        (
            order.with("attributes", ["a": .string(String(repeating: "x", count: 257))]),
            "attributes.a"
        ),
        (
            order.with(
                "attributes",
                .object((0..<33).map { JSON.Member("a\($0)", 1) })
            ), "attributes"
        ),
    ]

    private static let faultyBatches: [(JSON, String)] = [
        (["events": []], "events"), (["events": order], "events"),
        (["events": [order], "id": "x"], "id"), ("x", ""),
        (["events": [order, order.without("id")]], "events[1].id"),
        (
            ["events": [order, order.with("lines", [["category": "c"]])]],
            "events[1].lines[0].amountMinor"
        ),
    ]

    @Test(
        "refuses what is malformed, with its path",
        arguments: faultyMembers + faultyLines + faultyAttributes + faultyBatches
    )
    func malformed(json: JSON, path: String) throws {
        let fault = try #require(throws: JSONFault.self) { try EventReader.body(json) }
        #expect(fault.path == path)
    }

    @Test("takes up to 1,000 events, in their order")
    func batch() throws {
        let events = (0..<1000).map { Self.order.with("id", .string("o\($0)")) }
        guard case .batch(let read) = try EventReader.body(["events": .array(events)]) else {
            Issue.record("is no batch")
            return
        }

        #expect(read.map(\.id.text) == (0..<1000).map { "o\($0)" })
        #expect(throws: JSONFault.self) {
            try EventReader.body(["events": .array(events + [Self.order])])
        }
    }

    @Test("an event has one digest alone and in a batch, in whatever order its members stand")
    func digest() throws {
        guard case .object(let members) = Self.order,
            case .batch(let batch) = try EventReader.body(["events": [Self.order]])
        else {
            Issue.record("is no batch")
            return
        }
        let alone = try Self.read(Self.order)

        #expect(batch.map(\.digest) == [alone.digest])
        #expect(try Self.read(.object(members.reversed())).digest == alone.digest)
        #expect(try Self.read(Self.order.with("amountMinor", 1998)).digest != alone.digest)
    }

    @Test("an event stands in the zone of the programme")
    func zone() throws {
        let shanghai = Zone(name: "Asia/Shanghai", firstOffsetMs: 28_800_000)
        let event = try Self.read(Self.order).businessEvent(in: shanghai, isFirst: true)

        #expect(event.day.description == "2026-03-02")
        #expect(event.timeOfDayMs == 1_800_000)
        #expect(event.isFirst)
        #expect(event.judgedLines.map(\.amountMinor) == [1999])
    }

    @Test("an event that refunds says how much, and a line without a name goes by its category")
    func refund() throws {
        let bare = Self.order.without("amountMinor")
        let lines = bare.with("lines", [Self.line(5), Self.line(6, id: "b")])

        #expect(try Self.read(bare).refund == .rest)
        #expect(try Self.read(Self.order).refund == .amount(1999))
        #expect(
            try Self.read(lines).refund
                == .lines([
                    RefundRequest.Part(id: nil, category: "tea", amountMinor: 5),
                    RefundRequest.Part(id: "b", category: "tea", amountMinor: 6),
                ])
        )
    }
}
