import Primitives
import Testing

@Suite("A calendar month")
struct CalendarMonthTests {
    @Test(
        "has a text, a first and a last day",
        arguments: [
            ("2026-01", "2026-01-01", "2026-01-31"), ("2026-02", "2026-02-01", "2026-02-28"),
            ("2028-02", "2028-02-01", "2028-02-29"), ("1969-12", "1969-12-01", "1969-12-31"),
            ("0000-01", "0000-01-01", "0000-01-31"), ("9999-12", "9999-12-01", "9999-12-31"),
        ]
    )
    func days(text: String, first: String, last: String) throws {
        let month = try #require(CalendarMonth(text))

        #expect(month.firstDay == CalendarDay(first))
        #expect(month.lastDay == CalendarDay(last))
        #expect(month.description == text)
        #expect(month.firstDay.month == month)
        #expect(month.lastDay.month == month)
        #expect(month.firstDay.preceding.month < month)
        #expect(month.lastDay.following.month == month.following)
    }

    @Test("is not what is no month", arguments: ["", "2026", "2026-13", "2026-00", "2026-1"])
    func none(text: String) {
        #expect(CalendarMonth(text) == nil)
    }

    @Test("answers at the ends of 64 bits", arguments: [Int64.min, -1, Int64.max])
    func extremes(number: Int64) {
        let month = CalendarMonth(monthsSinceYearZero: number)
        #expect(month.following >= month)
    }
}
