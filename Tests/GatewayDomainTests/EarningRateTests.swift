import GatewayDomain
import Primitives
import Testing

@Suite("What a rule earns")
struct EarningRateTests {
    private static let doubled = EarningRule.rate(1, per: 100) {
        $0.multipliers = [EarningMultiplier(id: "double", times: .of(2))]
    }

    @Test(
        "the exact product is rounded down once",
        arguments: [
            (EarningRule.rate(1, per: 100), 1999, 19), (doubled, 1999, 39), (doubled, 49, 0),
            (doubled, 50, 1), (.rate(1, per: 100), 99, 0), (.rate(1, per: 100), 100, 1),
            (.rate(1, per: 100), 0, 0), (.rate(3, per: 700), 699, 2), (.rate(3, per: 700), 700, 3),
            (.rate(1_000_000, per: 1), 1_000_000, 1_000_000_000_000),
            (.rate(1, per: 1), 1_000_000_000_000, 1_000_000_000_000),
            (.rate(1, per: 1_000_000_000), 999_999_999, 0),
        ] as [(EarningRule, Int64, Int64)]
    )
    func rounding(rule: EarningRule, amountMinor: Int64, points: Int64) {
        let judgement = rule.judge(.paid(amountMinor))

        #expect(judgement.amounts == (points > 0 ? [points] : []))
        #expect(judgement.reasons == (points > 0 ? [] : ["belowOnePoint"]))
    }

    @Test("each line is rounded by itself, an order without lines as one")
    func lines() {
        let rule = EarningRule.rate(1, per: 100)

        #expect(rule.judge(.paid(lines: [(nil, 150), (nil, 150)])).total == 2)
        #expect(rule.judge(.paid(300)).total == 3)
        #expect(
            rule.judge(.paid(lines: [(nil, 99), (nil, 101)])).reasons == ["belowOnePoint line 1"]
        )
        #expect(rule.judge(.paid(lines: [(nil, 99), (nil, 1)])).reasons == ["belowOnePoint"])
    }

    @Test("categories have rates of their own, the others the rule's")
    func categories() {
        let rule = EarningRule.rate(1, per: 200) {
            $0.categories = [
                CategoryTerms(category: "virtual", rate: .of(1, per: 1000)),
                CategoryTerms(category: "car", rate: .of(1, per: 100_000)),
                CategoryTerms(category: "recharge", rate: .zero),
            ]
        }
        let judgement = rule.judge(
            .paid(lines: [
                ("books", 100_000), ("car", 10_000_000), ("virtual", 9_999), ("recharge", 5_000),
                (nil, 401),
            ])
        )

        #expect(judgement.grants.map { $0.lines.map(\.granted.value) } == [[500, 100, 9, 2]])
        #expect(judgement.grants.map { $0.lines.map(\.index) } == [[0, 1, 2, 4]])
        #expect(judgement.reasons == ["categoryEarnsNothing line 4"])
    }

    @Test(
        "of a category's entries the newest that has begun counts, before the first the rule's",
        arguments: [
            ("2026-02-28", 10), ("2026-03-01", 20), ("2026-04-30", 20), ("2026-05-01", 0),
            ("2027-01-01", 0),
        ] as [(CalendarDay, Int64)]
    )
    func fromDay(day: CalendarDay, points: Int64) {
        let rule = EarningRule.rate(1, per: 100) {
            $0.categories = [
                CategoryTerms(category: "tea", from: "2026-05-01", rate: .zero),
                CategoryTerms(category: "tea", from: "2026-03-01", rate: .of(2, per: 100)),
            ]
        }

        #expect(rule.judge(.paid(lines: [("tea", 1000)], on: day)).total == points)
    }

    @Test("lines that can be spent at different times are granted apart")
    func maturities() {
        let rule = EarningRule.rate(1, per: 100) {
            $0.categories = [CategoryTerms(category: "presale", pending: .confirmAfter(days: 15))]
        }
        let judgement = rule.judge(
            .paid(lines: [("presale", 1000), (nil, 300), ("presale", 500)], on: "2026-12-28")
        )
        let pending = Maturity.pending(availableOn: "2027-01-12", isConfirmable: true)

        #expect(judgement.grants.map(\.maturity) == [pending, .immediate])
        #expect(judgement.amounts == [15, 3])
    }

    @Test(
        "a rule says from when on its points can be spent",
        arguments: [
            (.confirmAfter(days: 15), .pending(availableOn: "2026-03-19", isConfirmable: true)),
            (.untilConfirmed, .pending(availableOn: nil, isConfirmable: true)),
            (.delay(days: 1), .pending(availableOn: "2026-03-05", isConfirmable: false)),
            (nil, .immediate),
        ] as [(PendingPolicy?, Maturity)]
    )
    func pending(policy: PendingPolicy?, maturity: Maturity) {
        let rate = EarningRule.rate(1, per: 100) { $0.pending = policy }
        let fixed = EarningRule.fixed(5) { $0.pending = policy }

        #expect(rate.judge(.paid(100)).grants.map(\.maturity) == [maturity])
        #expect(fixed.judge(.paid(nil)).grants.map(\.maturity) == [maturity])
    }

    @Test("a fixed number is granted for the event, whatever its amount and its lines")
    func fixed() {
        for event in [
            BusinessEvent.paid(nil), .paid(0), .paid(5), .paid(lines: [(nil, 5), (nil, 6)]),
        ] {
            let judgement = EarningRule.fixed(50).judge(event)
            #expect(judgement.amounts == [50])
            #expect(judgement.grants.first?.lines.map(\.index) == [nil])
        }
    }

    @Test("each rule of the type judges by itself, rules of other types not at all")
    func severalRules() {
        let review = EarningRule(
            id: RuleID(validated: "review"),
            event: EventType(validated: "review"),
            asset: .tickets,
            basis: .fixed(Points(1))
        )
        let earning = Earning(rules: [review, .rate(1, per: 100), .fixed(5)])

        #expect(earning.judge(.paid(250)) { _ in .zero }.amounts == [2, 5])
        #expect(
            earning.withhold(.paid, because: .accountFrozen).omissions.map(\.rule.text)
                == ["purchase", "bonus"]
        )
    }

    @Test("bounds of the amount are included")
    func bounds() {
        let rule = EarningRule.rate(1, per: 1) {
            $0.leastAmountMinor = 10
            $0.mostAmountMinor = 20
        }

        #expect([9, 10, 20, 21].map { rule.judge(.paid($0)).total } == [0, 10, 20, 0])
        #expect(rule.judge(.paid(21)).reasons == ["amountOutsideBounds"])
        #expect(rule.judge(.paid(nil)).reasons == ["amountMissing"])
    }

    @Test("more than one movement may be is not granted, and nothing overflows")
    func tooLarge() {
        let rule = EarningRule.rate(1, per: 1)
        let huge = EarningRule.rate(1_000_000, per: 1) {
            $0.multipliers = (0..<4).map { EarningMultiplier(id: "m\($0)", times: .of(1000)) }
        }
        let largest: Int64 = 1_000_000_000_000

        #expect(rule.judge(.paid(lines: [(nil, largest), (nil, 1)])).reasons == ["amountTooLarge"])
        #expect(huge.judge(.paid(largest)).reasons == ["amountTooLarge"])
        #expect(rule.isComputable && huge.isComputable)
    }
}
