import CheckinDomain
import Primitives
import Testing

@Suite("A member that travels")
struct ZoneChangeTests {
    private static func scene(
        in name: String,
        checked instant: Instant = "2026-01-10T20:00"
    ) -> Scene {
        var scene = Scene(.of(zone(name)) { $0.allowsOwnZones = true }, at: instant)
        scene.hear(zone(name), at: instant)
        scene.check(at: instant)
        return scene
    }

    /// A change of zone asked for on a checked day, and the days after it.
    struct Row: Sendable {
        let from: String
        let to: String
        let asked: Instant
        /// When the zone changes.
        let changes: Instant
        /// The open day just before and at the change.
        let days: [CalendarDay]
        /// When the latter ends.
        let ends: Instant
        /// The calendar up to that end, where nothing is checked after the first day.
        let calendar: String
    }

    @Test(
        "is in the new zone when the open day has ended in both, and no day is lost by it",
        arguments: [
            Row(
                from: "America/New_York",
                to: "Asia/Tokyo",
                asked: "2026-01-10T21:00",
                changes: "2026-01-11T05:00",
                days: ["2026-01-10", "2026-01-11"],
                ends: "2026-01-11T15:00",
                calendar: "xs"
            ),
            Row(
                from: "Asia/Tokyo",
                to: "America/New_York",
                asked: "2026-01-10T21:00",
                changes: "2026-01-12T05:00",
                days: ["2026-01-12", "2026-01-12"],
                ends: "2026-01-13T05:00",
                calendar: "x."
            ),
            Row(
                from: "Pacific/Niue",
                to: "Pacific/Kiritimati",
                asked: "2026-01-10T21:00",
                changes: "2026-01-11T11:00",
                days: ["2026-01-10", "2026-01-12"],
                ends: "2026-01-12T10:00",
                calendar: "xs."
            ),
            Row(
                from: "Pacific/Kiritimati",
                to: "Pacific/Niue",
                asked: "2026-01-10T21:00",
                changes: "2026-01-12T11:00",
                days: ["2026-01-13", "2026-01-13"],
                ends: "2026-01-14T11:00",
                calendar: "x.."
            ),
            Row(
                from: "Pacific/Honolulu",
                to: "Pacific/Auckland",
                asked: "2026-01-10T21:00",
                changes: "2026-01-11T10:00",
                days: ["2026-01-10", "2026-01-11"],
                ends: "2026-01-11T11:00",
                calendar: "xs"
            ),
            Row(
                from: "Europe/Paris",
                to: "Europe/London",
                asked: "2026-01-10T21:00",
                changes: "2026-01-11T00:00",
                days: ["2026-01-11", "2026-01-11"],
                ends: "2026-01-12T00:00",
                calendar: "x."
            ),
        ]
    )
    func changes(row: Row) {
        var scene = Self.scene(in: row.from)
        scene.hear(zone(row.to), at: row.asked)
        #expect(scene.member.clock.waiting?.at == row.changes)

        scene.settle(at: Instant(milliseconds: row.changes.milliseconds - 1))
        #expect(scene.member.today == row.days[0])
        #expect(scene.member.clock.zone.name == row.from)
        scene.settle(at: row.changes)
        #expect(scene.member.today == row.days[1])
        #expect(scene.member.clock.zone.name == row.to)
        #expect(scene.member.clock.end(of: row.days[1], dayStartMs: 0) == row.ends)
        scene.settle(at: row.ends)
        #expect(scene.calendar == row.calendar)
        #expect(scene.member.streak == scene.recomputed)
    }

    @Test("checks in on a day that is optional, if it is open at all")
    func optional() {
        var scene = Self.scene(in: "America/New_York")
        scene.hear(zone("Asia/Tokyo"), at: "2026-01-10T21:00")
        scene.check(at: "2026-01-11T06:00", "2026-01-11")
        scene.check(at: "2026-01-11T15:00", "2026-01-12")

        #expect(scene.calendar == "xxx")
        #expect(scene.member.skips.days == 0)
    }

    @Test("flies to Niue and back no sooner than 7 days later, and wins no second check-in")
    func back() {
        var scene = Self.scene(in: "Pacific/Niue")
        scene.hear(zone("Pacific/Kiritimati"), at: "2026-01-10T21:00")
        scene.check(at: "2026-01-12T00:00")
        scene.hear(zone("Pacific/Niue"), at: "2026-01-12T01:00")
        #expect(scene.member.clock.waiting?.at == "2026-01-20T11:00")
        for day in 12...22 as ClosedRange<Int64> {
            scene.check(at: "2026-01-01T11:00" + (day - 1) * 24)
        }

        // The 20th is over at 10:00 in Kiritimati; the 21st goes on until it is over in Niue.
        #expect(scene.member.clock.zone.name == "Pacific/Niue")
        #expect(scene.calendar == "xsxxxxxxxxxxx")
        #expect(scene.member.today == "2026-01-22")
    }

    @Test("changes the zone five times in a day and is heard once")
    func fiveTimes() {
        var scene = Self.scene(in: "America/New_York")
        let names = [
            "Asia/Tokyo", "Pacific/Kiritimati", "Europe/London", "Pacific/Niue", "Europe/Paris",
        ]
        for (minute, name) in names.enumerated() {
            let now = Instant(
                milliseconds: ("2026-01-10T21:00" as Instant).milliseconds + Int64(minute) * 60_000
            )
            scene.hear(zone(name), at: now)
            #expect(scene.check(at: now) == nil)
        }
        #expect(scene.member.clock.waiting?.zone.name == "Europe/Paris")
        scene.check(at: "2026-01-11T06:00")
        scene.check(at: "2026-01-11T23:00")

        #expect(scene.calendar == "xxx")
        #expect(scene.member.clock.zone.name == "Europe/Paris")
        #expect(scene.member.clock.lastChange == "2026-01-11T05:00")
    }

    @Test("asks for the zone in force, which cancels the change; asking again does not delay it")
    func cancels() {
        var scene = Self.scene(in: "America/New_York")
        scene.hear(zone("Asia/Tokyo"), at: "2026-01-10T21:00")
        scene.settle(at: "2026-01-11T04:00")
        scene.hear(zone("Asia/Tokyo"), at: "2026-01-11T04:00")
        #expect(scene.member.clock.waiting?.at == "2026-01-11T05:00")
        scene.hear(zone("America/New_York"), at: "2026-01-11T04:59")

        #expect(scene.member.clock.waiting == nil)
        scene.settle(at: "2026-01-12T00:00")
        #expect(scene.member.clock.zone.name == "America/New_York")
    }

    @Test("has a stale token on a second device, which changes nothing")
    func staleToken() {
        var scene = Self.scene(in: "America/New_York")
        scene.hear(zone("Asia/Tokyo"), issuedAt: "2026-01-10T21:00", at: "2026-01-10T21:00")
        let member = scene.member
        for issuedAt in ["2026-01-10T20:59", "2026-01-10T21:00"] as [Instant] {
            scene.hear(zone("America/New_York"), issuedAt: issuedAt, at: "2026-01-10T22:00")
            scene.hear(zone("Europe/Paris"), issuedAt: issuedAt, at: "2026-01-10T22:00")
            #expect(scene.member == member)
        }
        scene.settle(at: "2026-01-11T05:00")
        scene.hear(
            zone("America/New_York"),
            issuedAt: "2026-01-10T20:59",
            at: "2026-01-11T06:00"
        )
        #expect(scene.member.clock.zone.name == "Asia/Tokyo")
        #expect(scene.member.clock.waiting == nil)
    }

    @Test("is excused from four days of a year that a change leaves too short, not from a fifth")
    func fourAYear() {
        var scene = Self.scene(in: "America/New_York", checked: "2026-01-01T12:00")
        var day: CalendarDay = "2026-01-02"
        for trip in 1...5 {
            scene.hear(zone("Asia/Tokyo"), at: day.preceding.noon + 1)
            // New York's day ends at 05:00; what is left of the next in Tokyo is not used.
            day = day.following
            for _ in 1...10 {
                scene.check(at: day.noon)
                day = day.following
            }
            scene.hear(zone("America/New_York"), at: day.preceding.noon + 1)
            for _ in 1...10 {
                scene.check(at: day.noon)
                day = day.following
            }
            #expect(scene.calendar.count { $0 == "s" } == min(trip, 4))
            #expect(scene.calendar.count { $0 == "." } == max(trip - 4, 0))
        }
        #expect(scene.member.streak.value == 20)
        #expect(scene.member.streak == scene.recomputed)
    }

    @Test("has the programme's zone where own zones are not allowed, or no longer")
    func ownZones() {
        var scene = Scene(.of(zone("Asia/Shanghai")), at: "2026-01-10T00:00")
        scene.hear(zone("Asia/Tokyo"), at: "2026-01-10T00:00")
        #expect(scene.member.clock.zone.name == "Asia/Shanghai")

        scene = Self.scene(in: "Asia/Tokyo")
        scene.rules = .of(zone("Asia/Shanghai"))
        scene.hear(zone("Asia/Tokyo"), at: "2026-01-10T21:00")
        scene.settle(at: "2026-01-12T00:00")
        #expect(scene.member.clock.zone.name == "Asia/Shanghai")
    }

    @Test("is in the zone of its first token at once, as long as it has not checked in")
    func firstToken() {
        let rules = CheckinRules.of(zone("Pacific/Kiritimati")) { $0.allowsOwnZones = true }
        var scene = Scene(rules, at: "2026-01-10T21:00")
        #expect(scene.member.today == "2026-01-11")
        scene.hear(zone("Europe/Paris"), at: "2026-01-10T21:00")
        #expect(scene.member.clock.zone.name == "Europe/Paris")
        #expect(scene.member.today == "2026-01-10")
        scene.hear(zone("Pacific/Niue"), at: "2026-01-10T22:00")
        #expect(scene.member.clock.zone.name == "Europe/Paris")
        #expect(scene.member.clock.waiting?.zone.name == "Pacific/Niue")
    }
}
