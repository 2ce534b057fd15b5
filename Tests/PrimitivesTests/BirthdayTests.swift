import Primitives
import Testing

@Suite("A birthday")
struct BirthdayTests {
    private static func birthday(_ text: String) -> Birthday {
        Birthday(newest: YearlyDate(text))
    }

    private static func day(_ text: String) throws -> CalendarDay {
        try #require(CalendarDay(text))
    }

    @Test(
        "is kept once in every year; that of 29 February on the 28th where there is no 29th",
        arguments: [
            ("02-29", "2028-02-29", true), ("02-29", "2028-02-28", false),
            ("02-29", "2027-02-28", true), ("02-29", "2027-03-01", false),
            ("02-29", "2100-02-28", true), ("02-29", "2000-02-29", true),
            ("02-28", "2027-02-28", true), ("02-28", "2028-02-29", false),
            ("12-31", "2026-12-31", true), ("12-31", "2027-01-01", false),
            ("01-01", "2026-12-31", false), ("01-01", "2027-01-01", true),
            ("08-31", "2026-08-30", false), ("08-31", "2026-07-31", false),
        ]
    )
    func kept(birthday: String, day: String, isKept: Bool) throws {
        #expect(Self.birthday(birthday).isKept(on: try Self.day(day)) == isKept)
    }

    @Test("comes on just one day of each year, whatever date it is")
    func once() throws {
        for text in ["02-28", "02-29", "03-01", "12-31", "01-01"] {
            let birthday = Self.birthday(text)
            for year in [2000, 2027, 2028, 2100] as [Int64] {
                let first = try #require(CalendarDay(year: year, month: 1, day: 1)).daysSinceEpoch
                let kept = (first..<first + 366).map { CalendarDay(daysSinceEpoch: $0) }
                    .filter { $0.date.year == year && birthday.isKept(on: $0) }
                #expect(kept.count == 1, "\(text) in \(year)")
                #expect(kept.allSatisfy { birthday.isInMonth(of: $0) })
            }
        }
    }

    @Test("that is changed counts from the next year on, its month too")
    func changed() throws {
        var birthday = Self.birthday("03-31")
        birthday.hear(YearlyDate("12-31"), on: try Self.day("2026-05-01"))
        #expect(!birthday.isKept(on: try Self.day("2026-12-31")))
        #expect(!birthday.isInMonth(of: try Self.day("2026-12-01")))
        #expect(birthday.isKept(on: try Self.day("2026-03-31")))
        #expect(!birthday.isInMonth(of: try Self.day("2027-03-31")))
        #expect(birthday.isKept(on: try Self.day("2027-12-31")))
        birthday.hear(nil, on: try Self.day("2027-12-31"))
        #expect(birthday.isKept(on: try Self.day("2027-12-31")))
        #expect(!birthday.isInMonth(of: try Self.day("2028-12-31")))
    }

    @Test("that nobody knows is never")
    func unknown() throws {
        #expect(!Birthday().isKept(on: try Self.day("2026-03-01")))
        #expect(!Birthday().isInMonth(of: try Self.day("2026-03-01")))
    }
}
