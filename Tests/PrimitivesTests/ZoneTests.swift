import Primitives
import TestSupport
import Testing

@Suite("A zone of civil time")
struct ZoneTests {
    private static let hour: Int64 = 3_600_000
    private static let day: Int64 = 24 * hour

    /// A zone whose clocks change by whole hours at whole hours after 1970-01-01T00:00:00Z.
    private static func zone(_ first: Int64, _ changes: [(at: Int64, offset: Int64)]) -> Zone {
        Zone(
            name: "Test/Zone",
            firstOffsetMs: first * hour,
            stretches: changes.map {
                Zone.Stretch(
                    from: Instant(milliseconds: $0.at * hour),
                    offsetMs: $0.offset * hour
                )
            }
        )
    }

    @Test(
        "begins a day at the first instant whose date is that day or a later one",
        arguments: [
            ("no change", zone(8, []), [(0, -8), (1, 16), (-1, -32)]),
            ("a day of 23 hours", zone(0, [(26, 1)]), [(1, 24), (2, 47)]),
            ("a day of 25 hours", zone(1, [(26, 0)]), [(1, 23), (2, 48)]),
            ("a gap at midnight", zone(0, [(24, 1)]), [(0, 0), (1, 24), (2, 47)]),
            ("a gap over midnight", zone(0, [(23, 2)]), [(0, 0), (1, 23), (2, 46)]),
            ("a skipped date", zone(-10, [(34, 14)]), [(0, 10), (1, 34), (2, 34), (3, 58)]),
            ("back to midnight", zone(0, [(25, -1)]), [(0, 0), (1, 24), (2, 49)]),
            ("back over midnight", zone(0, [(24, -1)]), [(0, 0), (1, 25), (2, 49)]),
            ("back after midnight", zone(0, [(25, -2)]), [(0, 0), (1, 24), (2, 50)]),
            ("back by a whole day", zone(14, [(34, -10)]), [(1, 10), (2, 58), (3, 82)]),
        ] as [(String, Zone, [(day: Int64, hour: Int64)])]
    )
    func starts(name: String, zone: Zone, starts: [(day: Int64, hour: Int64)]) {
        for (number, hour) in starts {
            let day = CalendarDay(daysSinceEpoch: number)
            let start = Instant(milliseconds: hour * Self.hour)
            #expect(zone.start(of: day) == start, "\(name), day \(number)")
            #expect(zone.day(of: start) >= day)
            #expect(zone.day(of: Instant(milliseconds: start.milliseconds - 1)) < day)
        }
    }

    @Test(
        "begins a day later than midnight, at the first instant whose time is that or later",
        arguments: [
            ("no change", zone(8, []), 4, [(0, -4), (1, 20)]),
            ("a gap over the start", zone(0, [(3, 2)]), 4, [(0, 3), (1, 26)]),
            ("back over the start", zone(0, [(5, -2)]), 4, [(0, 4), (1, 30)]),
            ("the hour of the start twice", zone(0, [(5, -1)]), 4, [(0, 4), (1, 29)]),
            ("a skipped date", zone(-10, [(34, 14)]), 4, [(0, 14), (1, 34), (2, 38)]),
            ("the last hour", zone(0, []), 23, [(0, 23), (1, 47)]),
        ] as [(String, Zone, Int64, [(day: Int64, hour: Int64)])]
    )
    func laterStarts(
        name: String,
        zone: Zone,
        hour: Int64,
        starts: [(day: Int64, hour: Int64)]
    ) {
        let dayStartMs = hour * Self.hour
        for (number, hour) in starts {
            let day = CalendarDay(daysSinceEpoch: number)
            let start = Instant(milliseconds: hour * Self.hour)
            #expect(zone.start(of: day, dayStartMs: dayStartMs) == start, "\(name), day \(number)")
            #expect(zone.day(of: start, dayStartMs: dayStartMs) >= day)
            let before = Instant(milliseconds: start.milliseconds - 1)
            #expect(zone.day(of: before, dayStartMs: dayStartMs) < day)
        }
    }

    @Test(
        "tells the time of day",
        arguments: [(0, 8), (15, 23), (16, 0), (17, 1), (-9, 23), (-8, 0)] as [(Int64, Int64)]
    )
    func timeOfDay(at: Int64, hour: Int64) {
        let instant = Instant(milliseconds: at * Self.hour)
        #expect(Self.zone(8, []).timeOfDayMs(at: instant) == hour * Self.hour)
        let before = Instant(milliseconds: instant.milliseconds - 1)
        #expect(
            Self.zone(8, []).timeOfDayMs(at: before) == (hour + 23) % 24 * Self.hour + 3_599_999
        )
    }

    @Test("agrees with a search over all instants, whatever its changes")
    func randomChanges() {
        var random = SeededGenerator(for: "ZoneTests.randomChanges")
        for _ in 0..<200 {
            var at: Int64 = 0
            let changes = (0..<Int.random(in: 0...6, using: &random)).map { _ in
                at += Int64.random(in: 1...60, using: &random)
                return (at: at, offset: Int64.random(in: -26...26, using: &random))
            }
            let first = Int64.random(in: -26...26, using: &random)
            let zone = Self.zone(first, changes)
            var day = zone.day(of: Instant(milliseconds: -100 * Self.hour))
            for hour in -100...500 as ClosedRange<Int64> {
                let offset = changes.last { $0.at <= hour }?.offset ?? first
                let local = hour + offset
                let date = CalendarDay(daysSinceEpoch: (local + 24_000) / 24 - 1000)
                day = max(day, date)
                let instant = Instant(milliseconds: hour * Self.hour)
                #expect(zone.day(of: instant) == day)
                #expect(zone.start(of: day) <= instant)
                #expect(instant < zone.start(of: day.following))
            }
        }
    }

    @Test(
        "answers at the ends of 64 bits",
        arguments: [
            Zone.utc, zone(8, [(5, 9)]), zone(-8, [(5, -9)]),
            Zone(
                name: "Test/Ends",
                firstOffsetMs: .max,
                stretches: [.init(from: Instant(milliseconds: .max), offsetMs: .min)]
            ),
            Zone(
                name: "Test/Ends",
                firstOffsetMs: .min,
                stretches: [.init(from: Instant(milliseconds: .min), offsetMs: .max)]
            ),
        ]
    )
    func extremes(zone: Zone) {
        var numbers: [Int64] = []
        for end in [Int64.min, -1, 0, .max] {
            numbers += (0...3).map { end &+ (end < 0 ? $0 : -$0) }
        }
        for number in numbers {
            let instant = Instant(milliseconds: number)
            let start = zone.start(of: zone.day(of: instant))
            // At the very ends, a start that 64 bits cannot hold is the nearest that they can.
            #expect(start <= instant || number < Int64.min / 2)
            #expect((0..<Self.day).contains(zone.timeOfDayMs(at: instant)))
            let day = CalendarDay(daysSinceEpoch: number)
            #expect(zone.start(of: day) <= zone.start(of: day.following))
        }
    }
}
