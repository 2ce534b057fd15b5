import GatewayDomain
import Primitives
import Testing

@Suite("The caps of a rule")
struct EarningCapTests {
    /// Counts as the ledger will: grants on, takings back.
    private struct Counts {
        var counted: [CapCounter: Int64] = [:]

        mutating func judge(_ event: BusinessEvent, _ rule: EarningRule) -> Earning.Judgement {
            let counts = counted
            let judgement = rule.judge(event) { Points(counts[$0] ?? 0) }
            for grant in judgement.grants {
                for counter in grant.counters { counted[counter, default: 0] += grant.amount.value }
            }
            return judgement
        }

        mutating func takeBack(_ takings: [Taking], of terms: EventTerms) {
            for taking in takings {
                for counter in terms.grants[taking.grant].counters {
                    counted[counter, default: 0] -= taking.amount.value
                }
            }
        }
    }

    private static func cap(
        _ points: Int64,
        _ period: EarningCap.Period = .day,
        _ scope: EarningCap.Scope = .member,
        _ excess: EarningCap.Excess = .clip
    ) -> EarningCap {
        EarningCap(scope: scope, period: period, points: Points(points), excess: excess)
    }

    private static func rule(_ caps: EarningCap...) -> EarningRule {
        .rate(1, per: 100) { $0.caps = caps }
    }

    @Test(
        "counts by the calendar: a day at midnight, a month at its end, a total for ever",
        arguments: [
            (EarningCap.Period.day, [80, 20, 80, 80]), (.month, [80, 20, 0, 80]),
            (.total, [80, 20, 0, 0]),
        ] as [(EarningCap.Period, [Int64])]
    )
    func periods(period: EarningCap.Period, granted: [Int64]) {
        var counts = Counts()
        let days: [CalendarDay] = ["2026-01-30", "2026-01-30", "2026-01-31", "2026-02-01"]

        let rule = Self.rule(Self.cap(100, period))
        #expect(days.map { counts.judge(.paid(8000, on: $0), rule).total } == granted)
    }

    @Test("clips to what is left, or refuses the whole, and says how much was not granted")
    func excess() {
        let used = Points(70)
        let clipped = Self.rule(Self.cap(100)).judge(.paid(8000)) { _ in used }
        let refused = Self.rule(Self.cap(100, .day, .member, .refuse))
            .judge(.paid(8000)) { _ in used }
        let fits = Self.rule(Self.cap(100, .day, .member, .refuse))
            .judge(.paid(3000)) { _ in used }

        #expect(clipped.amounts == [30])
        #expect(clipped.omissions.map(\.amount) == [Points(50)])
        #expect(clipped.reasons == ["capReached member.day"])
        #expect(refused.amounts == [])
        #expect(refused.omissions.map(\.amount) == [Points(80)])
        #expect(fits.amounts == [30] && fits.omissions.isEmpty)
    }

    @Test("several caps are applied in their order, each to what those before it left")
    func several() {
        let caps = [Self.cap(50), Self.cap(60, .month), Self.cap(40, .day, .programme, .refuse)]
        let rule = EarningRule.rate(1, per: 100) { $0.caps = caps }

        #expect(
            rule.judge(.paid(8000)).reasons == [
                "capReached member.day", "capReached programme.day",
            ]
        )
        #expect(rule.judge(.paid(4000)).total == 40)
        #expect(rule.judge(.paid(4000)) { $0.period == .month ? Points(35) : .zero }.total == 25)
        #expect(rule.judge(.paid(100)).grants.first?.counters.count == 3)
    }

    @Test("a counter names the rule, for whom it counts, and the period of the event's day")
    func counters() {
        let rule = Self.rule(
            Self.cap(1),
            Self.cap(1, .month),
            Self.cap(1, .total),
            Self.cap(1, .day, .programme)
        )
        let counters = rule.judge(.paid(100, on: "1970-02-01")).grants.first?.counters ?? []

        #expect(counters.map(\.key) == [31, 1970 * 12 + 2, 0, 31])
        #expect(counters.map(\.scope) == [.member, .member, .member, .programme])
        #expect(Set(counters.map(\.rule)) == [rule.id])
    }

    @Test("clipping takes off the last lines first")
    func lastLines() {
        let judgement = Self.rule(Self.cap(25))
            .judge(.paid(lines: [(nil, 1000), (nil, 2000), (nil, 3000)]))

        #expect(judgement.grants.first?.lines.map(\.granted.value) == [10, 15])
        #expect(judgement.grants.first?.lines.map(\.index) == [0, 1])
    }

    @Test("what is taken back counts no longer, on the day of the order")
    func acrossRefund() throws {
        var counts = Counts()
        let rule = Self.rule(Self.cap(100))
        let order = BusinessEvent.paid(8000, on: "2026-01-31")
        var terms = EventTerms(of: order, counts.judge(order, rule))
        #expect(counts.judge(.paid(8000, on: "2026-01-31"), rule).total == 20)

        counts.takeBack(try terms.refund(.amount(4000)), of: terms)

        #expect(counts.judge(.paid(8000, on: "2026-02-01"), rule).total == 80)
        #expect(counts.judge(.paid(8000, on: "2026-01-31"), rule).total == 40)
    }

    @Test("a counter beyond its cap, as after a lower one was published, leaves nothing")
    func beyond() {
        #expect(Self.rule(Self.cap(10)).judge(.paid(8000)) { _ in Points(11) }.total == 0)
        #expect(Self.rule(Self.cap(10)).judge(.paid(8000)) { _ in Points(.max) }.total == 0)
        #expect(Self.rule(Self.cap(10)).judge(.paid(8000)) { _ in Points(-1) }.total == 10)
    }
}
