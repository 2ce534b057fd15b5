import GatewayDomain
import Primitives
import Testing

@Suite("How long earned points last")
struct ExpiryPolicyTests {
    @Test(
        "the last day follows from the policy and the day of earning",
        arguments: [
            (.never, "2026-03-01", nil), (.yearEnd(years: 1), "2026-01-01", "2027-12-31"),
            (.yearEnd(years: 1), "2026-12-31", "2027-12-31"),
            (.yearEnd(years: 1), "2027-01-05", "2028-12-31"),
            (.yearEnd(years: 10), "2026-06-30", "2036-12-31"),
            (.rolling(months: 1, exactDay: false), "2026-01-01", "2026-02-28"),
            (.rolling(months: 1, exactDay: false), "2028-01-31", "2028-02-29"),
            (.rolling(months: 12, exactDay: false), "2028-02-29", "2029-02-28"),
            (.rolling(months: 11, exactDay: false), "2026-01-15", "2026-12-31"),
            (.rolling(months: 12, exactDay: false), "2026-12-15", "2027-12-31"),
            (.rolling(months: 120, exactDay: false), "2026-04-15", "2036-04-30"),
            (.rolling(months: 12, exactDay: true), "2028-02-29", "2029-02-28"),
            (.rolling(months: 48, exactDay: true), "2028-02-29", "2032-02-29"),
            (.rolling(months: 1, exactDay: true), "2026-08-31", "2026-09-30"),
            (.rolling(months: 1, exactDay: true), "2026-12-08", "2027-01-08"),
            (.yearEnd(years: 1), "9999-01-01", nil),
            (.rolling(months: 1, exactDay: true), "9999-12-01", nil),
        ] as [(ExpiryPolicy, CalendarDay, CalendarDay?)]
    )
    func expiryDay(policy: ExpiryPolicy, earned: CalendarDay, last: CalendarDay?) {
        #expect(policy.expiryDay(earnedOn: earned) == last)
    }

    @Test("points ordered in one year and confirmed in the next last from their confirmation on")
    func confirmation() {
        let rule = EarningRule.rate(1, per: 100) { $0.pending = .confirmAfter(days: 15) }
        let grants = rule.judge(.paid(100, on: "2026-12-28")).grants
        let policy = ExpiryPolicy.yearEnd(years: 1)

        #expect(
            grants.map(\.maturity)
                == [.pending(availableOn: "2027-01-12", isConfirmable: true)]
        )
        #expect(policy.expiryDay(earnedOn: "2027-01-05") == "2028-12-31")
    }
}
