import JifenService
import Primitives
import Testing
import Wire

@Suite("Purchases as events")
struct EventBatchTests {
    @Test("a batch has at most 500 events and far below 512 KiB, whatever the log has")
    func bounds() throws {
        let customer = String(repeating: "x", count: 64)
        let line = "\(customer) 99991231 999999999 10000000000.00\n"
        let file = try PurchaseFile(
            bytes: Array(("header\n" + String(repeating: line, count: 1201)).utf8)
        )
        let day = try #require(file.days.first)
        let batches = EventBatch.batches(of: day, at: Zone.utc.noon(of: day.day))
        #expect(batches.map(\.purchases.count) == [500, 500, 201])
        #expect(batches.flatMap(\.purchases) == file.purchases)
        for batch in batches { #expect(batch.body.count <= 512 * 1024) }
    }

    @Test("an event says what was bought, by whom and when")
    func body() throws {
        let file = try PurchaseFile(bytes: Array("header\n00004 19970131 2 29.33\n".utf8))
        let day = try #require(file.days.first)
        let shanghai = Zone(name: "Asia/Shanghai", firstOffsetMs: 8 * 3_600_000)
        let batch = try #require(
            EventBatch.batches(of: day, at: shanghai.noon(of: day.day)).first
        )
        #expect(
            try JSONParser.parse(batch.body) == [
                "events": [
                    [
                        "id": "line-2", "type": "order.paid", "member": "00004",
                        "occurredAt": "1997-01-31T04:00:00.000Z", "amountMinor": 2933,
                        "attributes": ["quantity": 2],
                    ]
                ]
            ]
        )
    }

    @Test(
        "noon is at 12 by the zone's clocks, also on days of 23 and 25 hours",
        arguments: [
            ("2026-03-07", "2026-03-07T17:00:00.000Z"), ("2026-03-08", "2026-03-08T16:00:00.000Z"),
            ("2026-10-31", "2026-10-31T16:00:00.000Z"), ("2026-11-01", "2026-11-01T17:00:00.000Z"),
        ]
    )
    func noon(day: String, noon: String) {
        let hour: Int64 = 3_600_000
        let newYork = Zone(
            name: "America/New_York",
            firstOffsetMs: -5 * hour,
            stretches: [
                .init(from: instant("2026-03-08T07:00:00Z"), offsetMs: -4 * hour),
                .init(from: instant("2026-11-01T06:00:00Z"), offsetMs: -5 * hour),
            ]
        )
        #expect(newYork.noon(of: instant("\(day)T00:00:00Z").utcDay).description == noon)
    }
}
