import Foundation
import Primitives
import TestSupport
import Testing

@Suite("An instant")
struct InstantTests {
    /// The last millisecond of the year 9999.
    private static let last: Int64 = 253_402_300_799_999

    @Test(
        "is read from RFC 3339 in UTC",
        arguments: [
            ("1970-01-01T00:00:00Z", Int64(0)),
            ("1970-01-01T00:00:00.001Z", 1),
            ("1970-01-01T00:00:01Z", 1000),
            ("2026-03-01T08:00:00Z", 1_772_352_000_000),
            ("2026-03-01T08:00:00.5Z", 1_772_352_000_500),
            ("2026-03-01T08:00:00.25Z", 1_772_352_000_250),
            ("2026-03-01T08:00:00.007Z", 1_772_352_000_007),
            ("2026-03-01T08:00:00.0079999Z", 1_772_352_000_007),
            ("2026-03-01T08:00:00.123456789Z", 1_772_352_000_123),
            ("2024-02-29T23:59:59.999Z", 1_709_251_199_999),
            ("9999-12-31T23:59:59.999Z", last),
        ]
    )
    func good(text: String, milliseconds: Int64) {
        #expect(Instant(text)?.milliseconds == milliseconds)
    }

    @Test(
        "is refused in any other form",
        arguments: [
            "", "Z", "2026-03-01", "2026-03-01T08:00:00", "2026-03-01T08:00Z",
            "2026-03-01T08:00:00+00:00", "2026-03-01T08:00:00z", "2026-03-01t08:00:00Z",
            "2026-03-01 08:00:00Z", "2026-03-01T08:00:00.Z", "2026-03-01T08:00:00,5Z",
            "2026-03-01T08:00:00.1234567890Z", "2026-03-01T08:00:00.12aZ",
            "2026-3-01T08:00:00.00Z", "2026-02-29T08:00:00Z", "2026-04-31T08:00:00Z",
            "2026-00-01T08:00:00Z", "2026-13-01T08:00:00Z", "2026-03-00T08:00:00Z",
            "2026-03-01T24:00:00Z", "2026-03-01T08:60:00Z", "2026-03-01T23:59:60Z",
            "1969-12-31T23:59:59Z", "0000-01-01T00:00:00Z", "+026-03-01T08:00:00Z",
            "-026-03-01T08:00:00Z", "10000-01-01T00:00:00Z", "2026/03/01T08:00:00Z",
            "2026-03-01T08-00-00Z", "2026-03-01T0 :00:00Z", " 2026-03-01T08:00:00Z",
            "2026-03-01T08:00:00Z ", "２026-03-01T08:00:00Z", "2026-03-01T08:00:00ZZ",
        ]
    )
    func bad(text: String) {
        #expect(Instant(text) == nil)
    }

    @Test("is printed with three decimals")
    func printed() {
        #expect("\(Instant(milliseconds: 0))" == "1970-01-01T00:00:00.000Z")
        #expect("\(Instant(milliseconds: 86_399_999))" == "1970-01-01T23:59:59.999Z")
        #expect("\(Instant(milliseconds: Self.last))" == "9999-12-31T23:59:59.999Z")
        #expect("\(Instant(milliseconds: -1))" == "1969-12-31T23:59:59.999Z")
    }

    @Test("prints as Foundation does and is read back, whatever it is")
    func roundTrips() throws {
        var generator = SeededGenerator(for: "InstantTests.roundTrips")
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        for _ in 0..<5000 {
            // Whole quarters of a second are exact in Foundation's floating-point dates.
            let quarters = Int64.random(in: 0...(Self.last / 250), using: &generator)
            let instant = Instant(milliseconds: quarters * 250)
            let date = Date(timeIntervalSince1970: Double(quarters) / 4)
            try #require(instant.description == date.formatted(style))
            let any = Instant(milliseconds: Int64.random(in: 0...Self.last, using: &generator))
            try #require(Instant(any.description) == any)
        }
    }

    @Test(
        "lies on the day of its date in UTC, before 1970 too",
        arguments: [
            (Int64(0), Int64(0)), (86_399_999, 0), (86_400_000, 1), (-1, -1), (-86_400_000, -1),
            (-86_400_001, -2),
        ]
    )
    func day(milliseconds: Int64, day: Int64) {
        #expect(Instant(milliseconds: milliseconds).utcDay.daysSinceEpoch == day)
    }

    @Test("is ordered by time")
    func order() {
        #expect(Instant(milliseconds: -1) < Instant(milliseconds: 0))
        #expect(Instant(milliseconds: 1) > Instant(milliseconds: 0))
    }

    @Test(
        "is written in full even where no text is read as such an instant",
        arguments: [
            (Int64.min, "-292275055-05-16T16:47:04.192Z"), (.max, "292278994-08-17T07:12:55.807Z"),
            (-1, "1969-12-31T23:59:59.999Z"), (253_402_300_800_000, "10000-01-01T00:00:00.000Z"),
        ] as [(Int64, String)]
    )
    func extremes(milliseconds: Int64, text: String) {
        #expect(Instant(milliseconds: milliseconds).description == text)
    }
}
