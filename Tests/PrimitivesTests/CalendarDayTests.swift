import Primitives
import Testing

@Suite("A calendar day")
struct CalendarDayTests {
    /// Counts days one by one, as a person with a calendar would.
    private struct DayCounter {
        var year: Int64
        var month: Int64 = 1
        var day: Int64 = 1

        private var isLeapYear: Bool {
            if year % 400 == 0 { return true }
            return year % 100 == 0 ? false : year % 4 == 0
        }

        mutating func advance() {
            let lengths: [Int64] = [
                31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
            ]
            day += 1
            guard day > lengths[Int(month) - 1] else { return }
            day = 1
            month += 1
            guard month > 12 else { return }
            month = 1
            year += 1
        }

        func agrees(with number: Int64) -> Bool {
            let day = CalendarDay(daysSinceEpoch: number)
            return day.date == (year, month, self.day)
                && CalendarDay(year: year, month: month, day: self.day) == day
        }
    }

    @Test(
        "and its date agree with a calendar counted by hand on all days of 400 years",
        arguments: [(Int64(1770), Int64(-73_048)), (Int64(0), Int64(-719_528))]
    )
    func everyDay(year: Int64, first: Int64) {
        var counter = DayCounter(year: year)
        var wrong: [Int64] = []
        for number in first..<(first + 146_097) {
            if !counter.agrees(with: number) { wrong.append(number) }
            counter.advance()
        }
        #expect(wrong.prefix(3).isEmpty)
        #expect(counter.year == year + 400 && counter.month == 1 && counter.day == 1)
    }

    @Test(
        "has the known number of days since 1970-01-01",
        arguments: [
            (Int64(1970), Int64(1), Int64(1), Int64(0)), (1969, 12, 31, -1), (2000, 2, 29, 11_016),
            (2000, 3, 1, 11_017), (2026, 3, 1, 20_513), (9999, 12, 31, 2_932_896),
        ]
    )
    func known(year: Int64, month: Int64, day: Int64, number: Int64) {
        #expect(CalendarDay(year: year, month: month, day: day)?.daysSinceEpoch == number)
    }

    @Test(
        "does not exist where the calendar has no such date",
        arguments: [
            (Int64(2025), Int64(2), Int64(29)), (2000, 2, 30), (1900, 2, 29), (2024, 4, 31),
            (2024, 0, 1), (2024, 13, 1), (2024, 1, 0), (2024, 1, 32), (-1, 1, 1), (10_000, 1, 1),
            (2024, .max, 1), (2024, 1, .min),
        ]
    )
    func impossible(year: Int64, month: Int64, day: Int64) {
        #expect(CalendarDay(year: year, month: month, day: day) == nil)
    }

    @Test(
        "of 29 February exists in leap years only",
        arguments: [
            (Int64(1996), true), (1999, false), (2000, true), (2100, false), (2400, true),
            (2024, true), (0, true),
        ]
    )
    func leapYears(year: Int64, isLeap: Bool) {
        #expect((CalendarDay(year: year, month: 2, day: 29) != nil) == isLeap)
        #expect(CalendarDay.length(ofMonth: 2, year: year) == (isLeap ? 29 : 28))
    }

    @Test("is printed as YYYY-MM-DD and ordered by time")
    func textAndOrder() throws {
        let day = try #require(CalendarDay(year: 7, month: 4, day: 9))
        #expect("\(day)" == "0007-04-09")
        #expect(day < CalendarDay(daysSinceEpoch: day.daysSinceEpoch + 1))
        #expect("\(CalendarDay(daysSinceEpoch: 2_932_896))" == "9999-12-31")
    }
}
