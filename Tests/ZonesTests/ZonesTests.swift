import Foundation
import Primitives
import TestSupport
import Testing
import Zones

@Suite("The zones of the IANA database")
struct ZonesTests {
    private static let hour: Int64 = 3_600_000

    private static func zone(_ name: String) throws -> Zone {
        try #require(Zones.zone(named: name))
    }

    private static func day(_ text: String) throws -> CalendarDay {
        try #require(Instant(text + "T00:00:00Z")).utcDay
    }

    @Test(
        "are found by their own names alone",
        arguments: [
            ("Asia/Shanghai", true), ("UTC", true), ("Europe/Berlin", true),
            ("Asia/Kathmandu", true), ("asia/shanghai", false), ("Mars/Olympus", false),
            ("", false), ("GMT+8", false), ("Asia/Shanghai ", false), ("../etc/passwd", false),
        ]
    )
    func names(name: String, isKnown: Bool) {
        #expect((Zones.zone(named: name) != nil) == isKnown)
        #expect(Zones.zone(named: name)?.name == (isKnown ? name : nil))
        #expect(Zones.zone(named: name) == Zones.zone(named: name))
    }

    @Test("include all that the system lists")
    func all() {
        for name in TimeZone.knownTimeZoneIdentifiers {
            #expect(Zones.zone(named: name) != nil)
        }
    }

    @Test(
        "begin their days where the clocks of the place did, and give them their hours",
        arguments: [
            ("Asia/Shanghai", "2026-03-01", "2026-02-28T16:00:00Z", 24),
            ("UTC", "2026-03-01", "2026-03-01T00:00:00Z", 24),
            ("America/New_York", "2026-03-08", "2026-03-08T05:00:00Z", 23),
            ("America/New_York", "2026-11-01", "2026-11-01T04:00:00Z", 25),
            ("Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00Z", 24),
            ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", 0),
            ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", 24),
            ("America/Havana", "2024-03-10", "2024-03-10T05:00:00Z", 23),
            ("America/Havana", "2024-11-03", "2024-11-03T04:00:00Z", 25),
            ("Asia/Beirut", "2024-03-31", "2024-03-30T22:00:00Z", 23),
            ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z", 23),
            ("America/Asuncion", "2024-03-23", "2024-03-23T03:00:00Z", 25),
            ("America/Asuncion", "2024-03-24", "2024-03-24T04:00:00Z", 24),
            ("Australia/Lord_Howe", "2024-04-07", "2024-04-06T13:00:00Z", 24),
        ]
    )
    func days(name: String, day: String, start: String, hours: Int64) throws {
        let zone = try Self.zone(name)
        let day = try Self.day(day)
        let begins = zone.start(of: day)
        #expect(begins == Instant(start))
        // Lord Howe's clocks change by half an hour.
        let length = zone.start(of: day.following).milliseconds - begins.milliseconds
        #expect(length / Self.hour == hours)
    }

    @Test(
        "never let a day or an hour go back, and hold each instant in its own",
        arguments: [
            "Asia/Shanghai", "America/New_York", "Pacific/Apia", "America/Havana", "Asia/Beirut",
            "America/Sao_Paulo", "America/Asuncion", "Africa/Casablanca", "Asia/Manila", "UTC",
            "Australia/Lord_Howe", "America/St_Johns",
        ]
    )
    func monotone(name: String) throws {
        let zone = try Self.zone(name)
        var random = SeededGenerator(for: "ZonesTests.monotone(\(name))")
        let instants = (0..<5000).map { _ in
            Int64.random(in: -3_000_000_000_000...8_000_000_000_000, using: &random)
        }.sorted()
        var last = CalendarDay(daysSinceEpoch: .min)
        var lastHour = Int64.min
        for milliseconds in instants {
            let instant = Instant(milliseconds: milliseconds)
            let day = zone.day(of: instant)
            #expect(last <= day)
            #expect(zone.start(of: day) <= instant && instant < zone.start(of: day.following))
            last = day
            let hour = zone.hour(of: instant)
            let hourOfDay = hour - day.daysSinceEpoch * 24
            #expect(lastHour <= hour && (0..<24).contains(hourOfDay))
            #expect(zone.start(of: day, dayStartMs: hourOfDay * Self.hour) <= instant)
            if hourOfDay < 23 {
                #expect(instant < zone.start(of: day, dayStartMs: (hourOfDay + 1) * Self.hour))
            }
            lastHour = hour
        }
    }

    @Test(
        "agree with the system's calendar two days and more away from a change",
        arguments: [
            "Asia/Shanghai", "America/New_York", "Pacific/Apia", "America/Havana", "Asia/Tehran",
            "Africa/Casablanca", "Europe/Dublin", "Asia/Kathmandu",
        ]
    )
    func calendar(name: String) throws {
        let zone = try Self.zone(name)
        let source = try #require(TimeZone(identifier: name))
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = source
        var random = SeededGenerator(for: "ZonesTests.calendar(\(name))")
        for _ in 0..<500 {
            let seconds = Int64.random(in: -2_100_000_000...7_200_000_000, using: &random)
            let date = Date(timeIntervalSince1970: Double(seconds))
            let instant = Instant(milliseconds: seconds * 1000)
            let offset = Int64(source.secondsFromGMT(for: date))
            let time = (seconds + offset) % 86_400
            #expect(zone.timeOfDayMs(at: instant) == (time < 0 ? time + 86_400 : time) * 1000)
            let change = source.nextDaylightSavingTimeTransition(
                after: date.addingTimeInterval(-172_800)
            )
            if let change, abs(change.timeIntervalSince(date)) <= 172_800 { continue }
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            let (year, month, day) = zone.day(of: instant).date
            #expect(parts.year == Int(year) && parts.month == Int(month))
            #expect(parts.day == Int(day))
            let start = calendar.startOfDay(for: date).timeIntervalSince1970
            #expect(zone.start(of: zone.day(of: instant)).milliseconds == Int64(start) * 1000)
        }
    }
}
