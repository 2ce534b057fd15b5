import GatewayDomain
import Primitives
import Testing

@Suite("What multiplies a rule")
struct EarningMultiplierTests {
    private static func multiplier(
        _ times: Ratio,
        _ group: String? = nil,
        _ change: (inout EarningCondition) -> Void = { _ in }
    ) -> EarningMultiplier {
        var condition = EarningCondition()
        change(&condition)
        return EarningMultiplier(id: "m", group: group, times: times, condition: condition)
    }

    @Test(
        "of one group the highest counts, groups and those without one multiply, one rounding",
        arguments: [
            ([], 1999, 19), ([multiplier(.of(2))], 1999, 39),
            ([multiplier(.of(2), "day"), multiplier(.of(3, per: 2), "day")], 1999, 39),
            ([multiplier(.of(3, per: 2), "day"), multiplier(.of(2), "day")], 1999, 39),
            ([multiplier(.of(2), "day"), multiplier(.of(3), "level")], 1999, 119),
            ([multiplier(.of(2)), multiplier(.of(2))], 1999, 79),
            ([multiplier(.of(3, per: 2)), multiplier(.of(3, per: 2))], 1999, 44),
            ([multiplier(.of(1, per: 2))], 1999, 9),
            ([multiplier(.of(1, per: 2), "day"), multiplier(.of(1, per: 3), "day")], 1999, 9),
        ] as [([EarningMultiplier], Int64, Int64)]
    )
    func groups(multipliers: [EarningMultiplier], amountMinor: Int64, points: Int64) {
        let rule = EarningRule.rate(1, per: 100) { $0.multipliers = multipliers }

        #expect(rule.judge(.paid(amountMinor)).total == points)
    }

    @Test("one whose condition does not hold does not count")
    func condition() {
        let rule = EarningRule.rate(1, per: 100) {
            $0.multipliers = [
                Self.multiplier(.of(3), "day") { $0.days = ["2026-11-11"] },
                Self.multiplier(.of(2), "day") { $0.daysOfMonth = [8, 11] },
            ]
        }
        let days: [CalendarDay] = ["2026-11-11", "2026-11-08", "2026-11-12"]

        #expect(days.map { rule.judge(.paid(100, on: $0)).total } == [3, 2, 1])
    }

    @Test("one of a category multiplies its lines only; a fixed number where some line has it")
    func category() {
        let tea = Self.multiplier(.of(2)) { $0.categories = ["tea"] }
        let rate = EarningRule.rate(1, per: 100) { $0.multipliers = [tea] }
        let fixed = EarningRule.fixed(10) { $0.multipliers = [tea] }
        let order = BusinessEvent.paid(lines: [("tea", 100), ("rice", 100), (nil, 100)])

        #expect(rate.judge(order).grants.first?.lines.map(\.granted.value) == [2, 1, 1])
        #expect(fixed.judge(order).total == 20)
        #expect(fixed.judge(.paid(lines: [("rice", 1)])).total == 10)
        #expect(rate.judge(.paid(100)).total == 1)
    }

    @Test("multipliers whose product might leave 64 bits are found before any event")
    func computable() {
        let fine = (0..<4).map { EarningMultiplier(id: "\($0)", times: .of(1000)) }
        let most =
            fine
            + (0..<9).map {
                EarningMultiplier(id: "g\($0)", group: "g", times: .of(999))
            }
        let rules = [fine, most, most + fine].map { multipliers in
            EarningRule.rate(1_000_000, per: 1_000_000_000) { $0.multipliers = multipliers }
        }
        let precise = EarningRule.rate(999_983, per: 999_999_937) {
            $0.multipliers = (0..<3).map {
                EarningMultiplier(id: "\($0)", times: .of(10_001, per: 10_000))
            }
        }

        #expect(rules.map(\.isComputable) == [true, true, false])
        #expect(!precise.isComputable)
        #expect(precise.judge(.paid(100)).total == 0)
    }
}
