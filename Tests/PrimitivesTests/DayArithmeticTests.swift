import Primitives
import Testing

@Suite("Days counted on and back")
struct DayArithmeticTests {
    @Test(
        "a day has others after it and before it",
        arguments: [
            ("2026-01-01", 0, "2026-01-01"), ("2026-12-31", 1, "2027-01-01"),
            ("2028-03-01", -1, "2028-02-29"), ("2026-01-01", 365, "2027-01-01"),
            ("1970-01-02", -2, "1969-12-31"),
        ] as [(String, Int64, String)]
    )
    func adding(text: String, days: Int64, other: String) throws {
        let day = try #require(CalendarDay(text))

        #expect(day.adding(days) == CalendarDay(other))
        #expect(day.adding(days).days(since: day) == days)
        #expect(day.following.preceding == day)
    }

    @Test("at the ends of 64 bits, days stop")
    func extremes() {
        let (first, last) = (
            CalendarDay(daysSinceEpoch: .min), CalendarDay(daysSinceEpoch: .max)
        )

        #expect(last.following == last)
        #expect(first.preceding == first)
        #expect(last.days(since: first) == .max)
        #expect(first.days(since: last) == .min)
        #expect(CalendarDay(daysSinceEpoch: 0).adding(.min) == first)
    }

    @Test("a date of each year is on its day of every year that has it")
    func yearly() throws {
        let leap = try #require(YearlyDate(month: 2, day: 29))
        let days = ["2028-02-29", "2027-02-28", "2027-03-01"].compactMap { CalendarDay($0) }

        #expect(days.map(leap.isOn) == [true, false, false])
        #expect(YearlyDate(month: 2, day: 30) == nil)
        #expect(YearlyDate(month: 13, day: 1) == nil)
        #expect(YearlyDate(month: .max, day: .max) == nil)
    }
}
