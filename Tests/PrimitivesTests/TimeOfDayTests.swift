import Primitives
import Testing

@Suite("Times of day and dates of each year")
struct TimeOfDayTests {
    @Test(
        "a time of day is two digits for the hour and two for the minute, up to 24:00",
        arguments: [
            ("00:00", 0), ("04:30", 16_200_000), ("23:59", 86_340_000), ("24:00", 86_400_000),
            ("24:01", nil), ("25:00", nil), ("12:60", nil), ("4:30", nil), ("04-30", nil),
            ("+4:30", nil), ("04:30 ", nil), ("", nil), ("０４:30", nil), ("99:99", nil),
        ] as [(String, Int64?)]
    )
    func time(text: String, sinceMidnightMs: Int64?) {
        #expect(TimeOfDay(text)?.sinceMidnightMs == sinceMidnightMs)
        #expect(TimeOfDay(text)?.isMidnightAtEnd ?? false == (text == "24:00"))
    }

    @Test(
        "a date of each year is its month and its day, and some year has it",
        arguments: [
            ("11-08", 11, 8), ("02-29", 2, 29), ("12-31", 12, 31), ("02-30", nil, nil),
            ("13-01", nil, nil), ("00-10", nil, nil), ("1-8", nil, nil), ("11/08", nil, nil),
            ("2026-11-08", nil, nil), ("", nil, nil),
        ] as [(String, Int64?, Int64?)]
    )
    func date(text: String, month: Int64?, day: Int64?) {
        #expect(YearlyDate(text)?.month == month && YearlyDate(text)?.day == day)
    }
}
