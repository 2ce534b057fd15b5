import GatewayDomain
import GatewayService
import Primitives
import Testing
import Wire

@Suite("A section with everything that earning can say")
struct EarningSectionExampleTests {
    private static let rule: JSON = [
        "id": "purchase", "event": "order.paid", "asset": "tickets",
        "rate": ["points": 50, "per": 100],
        "categories": [
            ["category": "car", "points": 1, "per": 1000, "from": "2026-03-01"],
            ["category": "phone", "points": 0],
            ["category": "presale", "pending": ["confirmAfterDays": 15]],
        ],
        "amount": ["least": 100, "most": 1_000_000],
        "when": [
            "from": "2026-01-01", "to": "2026-12-31", "days": ["2026-11-11"],
            "yearly": ["02-29", "11-11"], "daysOfMonth": [8, 11], "weekdays": ["monday", "sunday"],
            "hours": ["from": "22:00", "to": "06:30"], "categories": ["car"],
            "attributes": [
                "grade": ["atLeast": 4, "atMost": 5], "vip": ["is": true],
                "shop": ["oneOf": ["a", 2]],
            ],
            "first": true,
        ],
        "multipliers": [
            ["id": "a", "group": "day", "times": .number("1.50"), "when": ["daysOfMonth": [8]]],
            ["id": "b", "times": 2],
        ],
        "caps": [
            ["per": "member", "period": "total", "points": 9, "excess": "refuse"],
            ["per": "programme", "period": "day", "points": 99, "excess": "clip"],
        ],
        "pending": ["untilConfirmed": true],
    ]

    private static func earning() throws -> Earning {
        try GatewaySection([
            "zone": "UTC",
            "assets": [["id": "points", "name": "p"], ["id": "tickets", "name": "t"]],
            "earning": [
                "rules": [
                    rule,
                    [
                        "id": "review", "event": "review", "fixed": 5,
                        "pending": ["delayDays": 366],
                    ],
                ],
                "refunds": ["order.refunded"], "cancellations": ["order.cancelled"],
                "confirmations": ["order.received"], "shortfall": "refuse",
            ],
        ]).earning
    }

    @Test("is read into the terms of its rules")
    func terms() throws {
        let rules = try Self.earning().rules
        let first = try #require(rules.first)
        let last = try #require(rules.last)

        #expect(first.id.text == "purchase" && first.asset.text == "tickets")
        #expect(first.basis == Ratio(1, over: 2).map { .rate($0) })
        #expect(first.categories.map(\.rate) == [Ratio(1, over: 1000), .zero, nil])
        #expect(first.categories.map(\.from?.description) == ["2026-03-01", nil, nil])
        #expect(first.categories.map(\.pending) == [nil, nil, .confirmAfter(days: 15)])
        #expect(first.leastAmountMinor == 100 && first.mostAmountMinor == 1_000_000)
        #expect(first.multipliers.map(\.times) == [Ratio(3, over: 2), Ratio(2, over: 1)])
        #expect(first.multipliers.map(\.group) == ["day", nil])
        #expect(first.multipliers.map(\.condition.daysOfMonth) == [[8], nil])
        #expect(first.caps.map(\.points) == [Points(9), Points(99)])
        #expect(first.caps.map(\.scope) == [.member, .programme])
        #expect(first.caps.map(\.period) == [.total, .day])
        #expect(first.caps.map(\.excess) == [.refuse, .clip])
        #expect(first.pending == .untilConfirmed)
        #expect(last.asset.text == "points")
        #expect(last.basis == .fixed(Points(5)) && last.pending == .delay(days: 366))
    }

    @Test("is read into conditions with all their parts")
    func condition() throws {
        let condition = try #require(try Self.earning().rules.first?.condition)

        #expect(condition.from?.description == "2026-01-01")
        #expect(condition.to?.description == "2026-12-31")
        #expect(condition.days?.map(\.description) == ["2026-11-11"])
        #expect(condition.yearly?.map(\.day).sorted() == [11, 29])
        #expect(condition.daysOfMonth == [8, 11])
        #expect(condition.weekdays == [.monday, .sunday])
        #expect(condition.hours == .init(fromMs: 79_200_000, toMs: 23_400_000))
        #expect(condition.categories == ["car"])
        #expect(condition.attributes.map(\.name) == ["grade", "shop", "vip"])
        #expect(condition.attributes.map(\.atLeast) == [4, nil, nil])
        #expect(condition.attributes.map(\.atMost) == [5, nil, nil])
        #expect(condition.attributes.map(\.oneOf) == [nil, [.text("a"), .integer(2)], nil])
        #expect(condition.attributes.map(\.value) == [nil, nil, .bool(true)])
        #expect(condition.first)
    }

    @Test("says what the types of events do")
    func roles() throws {
        let earning = try Self.earning()
        let types = ["order.paid", "order.refunded", "order.cancelled", "order.received", "other"]

        #expect(
            types.map { earning.role(of: EventType(validated: $0)) }
                == [.earns, .refunds, .cancels, .confirms, .earns]
        )
        #expect(earning.shortfall == .refuse)
    }
}
