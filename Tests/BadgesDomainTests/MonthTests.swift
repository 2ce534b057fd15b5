import BadgesDomain
import Primitives
import Testing

@Suite("Months of 28 to 31 days")
struct MonthTests {
    @Test(
        "so many months later is the same day, or the last one of a shorter month",
        arguments: [
            ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"),
            ("2026-01-31", 2, "2026-03-31"), ("2026-01-31", 3, "2026-04-30"),
            ("2026-02-28", 1, "2026-03-28"), ("2026-03-31", -1, "2026-02-28"),
            ("2024-03-30", -1, "2024-02-29"), ("2024-02-29", 12, "2025-02-28"),
            ("2024-02-29", 48, "2028-02-29"), ("2026-12-31", 1, "2027-01-31"),
            ("2026-12-31", 2, "2027-02-28"), ("2027-01-01", -1, "2026-12-01"),
            ("2026-10-31", 120, "2036-10-31"), ("2026-05-15", 0, "2026-05-15"),
        ]
    )
    func adding(day: String, months: Int64, other: String) throws {
        let day = try #require(CalendarDay(day))
        #expect(day.adding(months: months) == CalendarDay(other))
    }

    @Test(
        "the last months begin on the day after the same one: no day is lost, none stands twice",
        arguments: [
            ("2026-03-15", 1, "2026-02-16"), ("2026-02-28", 1, "2026-01-29"),
            ("2026-03-31", 1, "2026-03-01"), ("2026-03-30", 1, "2026-03-01"),
            ("2026-03-01", 1, "2026-02-02"), ("2024-03-31", 1, "2024-03-01"),
            ("2027-02-28", 12, "2026-03-01"), ("2025-02-28", 12, "2024-02-29"),
            ("2024-02-29", 12, "2023-03-01"), ("2026-12-31", 12, "2026-01-01"),
            ("2026-07-31", 120, "2016-08-01"),
        ]
    )
    func lastMonths(day: String, months: Int64, first: String) throws {
        let day = try #require(CalendarDay(day))
        #expect(GrowthRules.Reach.lastMonths(months).firstDay(on: day) == CalendarDay(first))
    }

    @Test(
        "growth of the calendar year begins anew on its first day",
        arguments: [
            ("2026-12-31", "2026-01-01"), ("2027-01-01", "2027-01-01"),
            ("2024-02-29", "2024-01-01"),
        ]
    )
    func year(day: String, first: String) throws {
        let day = try #require(CalendarDay(day))
        #expect(GrowthRules.Reach.calendarYear.firstDay(on: day) == CalendarDay(first))
        #expect(GrowthRules.Reach.life.firstDay(on: day) == nil)
    }
}
