import BadgesDomain
import Primitives
import TestSupport
import Testing

@Suite("Periods of a count")
struct SpanTests {
    @Test(
        "a week begins on Monday, a month on its first day, before 1970 too",
        arguments: [
            ("2026-03-01", "2026-02-23", "2026-03-01"), ("2026-03-02", "2026-03-02", "2026-03-01"),
            ("1969-12-31", "1969-12-29", "1969-12-01"), ("1970-01-04", "1969-12-29", "1970-01-01"),
            ("2024-02-29", "2024-02-26", "2024-02-01"),
        ]
    )
    func periods(day: String, week: String, month: String) throws {
        let day = try #require(CalendarDay(day))
        #expect(Span.week.period(of: day) == CalendarDay(week)?.daysSinceEpoch)
        #expect(Span.month.period(of: day) == CalendarDay(month)?.daysSinceEpoch)
        #expect(Span.day.period(of: day) == day.daysSinceEpoch)
        #expect(Span.lifetime.period(of: day) == 0)
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
