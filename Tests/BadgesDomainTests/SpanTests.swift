import BadgesDomain
import Primitives
import TestSupport
import Testing

@Suite("Periods of a count")
struct SpanTests {
    @Test(
        "a week begins on Monday, a month on its first day, in every year and before 1970 too",
        arguments: [
            ("2026-03-01", "2026-02-23", "2026-03-01"), ("2026-03-02", "2026-03-02", "2026-03-01"),
            ("1969-12-31", "1969-12-29", "1969-12-01"), ("1970-01-04", "1969-12-29", "1970-01-01"),
            ("2024-02-29", "2024-02-26", "2024-02-01"), ("2024-03-01", "2024-02-26", "2024-03-01"),
            ("2028-02-29", "2028-02-28", "2028-02-01"), ("1900-02-28", "1900-02-26", "1900-02-01"),
            // The week of the year's end is one: 2026-W53, of which three days lie in 2027.
            ("2026-12-27", "2026-12-21", "2026-12-01"), ("2026-12-28", "2026-12-28", "2026-12-01"),
            ("2026-12-31", "2026-12-28", "2026-12-01"), ("2027-01-01", "2026-12-28", "2027-01-01"),
            ("2027-01-03", "2026-12-28", "2027-01-01"), ("2027-01-04", "2027-01-04", "2027-01-01"),
            // 2024-12-30 is in the first week of 2025.
            ("2024-12-30", "2024-12-30", "2024-12-01"), ("2025-01-01", "2024-12-30", "2025-01-01"),
            ("2025-12-31", "2025-12-29", "2025-12-01"), ("2026-01-31", "2026-01-26", "2026-01-01"),
        ]
    )
    func periods(day: String, week: String, month: String) throws {
        let day = try #require(CalendarDay(day))
        #expect(Span.week.period(of: day) == CalendarDay(week)?.daysSinceEpoch)
        #expect(Span.month.period(of: day) == CalendarDay(month)?.daysSinceEpoch)
        #expect(Span.day.period(of: day) == day.daysSinceEpoch)
        #expect(Span.lifetime.period(of: day) == 0)
        #expect(Span.rolling(days: 7).period(of: day) == 0)
    }

    @Test("a campaign counts its first and its last day, and none beside")
    func campaign() throws {
        let first = try #require(CalendarDay("2026-06-01"))
        let last = try #require(CalendarDay("2026-06-30"))
        let span = Span.campaign(first...last)
        #expect(span.period(of: first) == 0)
        #expect(span.period(of: last) == 0)
        #expect(span.period(of: first.preceding) == nil)
        #expect(span.period(of: last.following) == nil)
    }
}
