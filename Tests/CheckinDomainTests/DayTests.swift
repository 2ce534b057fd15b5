import CheckinDomain
import Primitives
import Testing

@Suite("A day of check-ins")
struct DayTests {
    /// Check-ins at instants under a zone and a day start, and what comes of them.
    struct Row: Sendable {
        let name: String
        var zone = "UTC"
        var startsAtHour: Int64 = 0
        let checks: [Instant]
        let calendar: String
        /// When the day ends on which the last check-in lies.
        let ends: Instant
    }

    static let rows = [
        Row(
            name: "23 hours, as daylight saving starts in New York",
            zone: "America/New_York",
            checks: ["2026-03-08T04:59", "2026-03-08T05:00", "2026-03-09T04:00"],
            calendar: "xxx",
            ends: "2026-03-10T04:00"
        ),
        Row(
            name: "25 hours, as daylight saving ends in New York",
            zone: "America/New_York",
            checks: ["2026-11-01T03:59", "2026-11-02T04:59", "2026-11-02T05:00"],
            calendar: "xxx",
            ends: "2026-11-03T05:00"
        ),
        Row(
            name: "24 and a half, as Lord Howe's clocks go back by half an hour",
            zone: "Australia/Lord_Howe",
            checks: ["2026-04-04T12:59", "2026-04-05T13:29", "2026-04-05T13:30"],
            calendar: "xxx",
            ends: "2026-04-06T13:30"
        ),
        Row(
            name: "23 and a half, as they go forward by half an hour",
            zone: "Australia/Lord_Howe",
            checks: ["2026-10-03T13:29", "2026-10-03T13:30", "2026-10-04T13:00"],
            calendar: "xxx",
            ends: "2026-10-05T13:00"
        ),
        Row(
            name: "none at all, as Apia leaves one out",
            zone: "Pacific/Apia",
            checks: ["2011-12-30T09:59", "2011-12-30T10:00", "2011-12-31T10:00"],
            calendar: "xsxx",
            ends: "2012-01-01T10:00"
        ),
        Row(
            name: "from 04:00 on",
            zone: "Asia/Shanghai",
            startsAtHour: 4,
            checks: ["2026-01-01T19:59", "2026-01-01T20:00", "2026-01-03T19:59"],
            calendar: "xxx",
            ends: "2026-01-03T20:00"
        ),
        Row(
            name: "from 02:00 on where there is none that day",
            zone: "America/New_York",
            startsAtHour: 2,
            checks: ["2026-03-08T06:59", "2026-03-08T07:00", "2026-03-09T06:00"],
            calendar: "xxx",
            ends: "2026-03-10T06:00"
        ),
        Row(
            name: "from 01:00 on where there are two",
            zone: "America/New_York",
            startsAtHour: 1,
            checks: ["2026-11-01T04:59", "2026-11-01T05:00", "2026-11-02T05:59"],
            calendar: "xx",
            ends: "2026-11-02T06:00"
        ),
        Row(
            name: "a leap day",
            checks: ["2028-02-28T12:00", "2028-02-29T00:00", "2028-03-01T00:00"],
            calendar: "xxx",
            ends: "2028-03-02T00:00"
        ),
        Row(
            name: "none in a year without",
            checks: ["2027-02-28T23:59", "2027-03-01T00:00"],
            calendar: "xx",
            ends: "2027-03-02T00:00"
        ),
        Row(
            name: "the year's end",
            zone: "Asia/Shanghai",
            checks: ["2026-12-31T15:59", "2026-12-31T16:00"],
            calendar: "xx",
            ends: "2027-01-01T16:00"
        ),
        Row(
            name: "never twice, and never the last one plus 24 hours",
            checks: ["2026-01-01T23:59", "2026-01-02T00:00", "2026-01-02T23:59"],
            calendar: "xx",
            ends: "2026-01-03T00:00"
        ),
    ]

    @Test("is a calendar day of the member's zone", arguments: rows)
    func days(row: Row) {
        let rules = CheckinRules.of(zone(row.zone)) { $0.dayStartMs = row.startsAtHour * 3_600_000 }
        var scene = Scene(rules, at: row.checks[0])
        for instant in row.checks { scene.check(at: instant) }

        #expect(scene.calendar == row.calendar, "\(row.name)")
        #expect(scene.member.streak.value == Int64(row.calendar.count { $0 == "x" }))
        #expect(
            scene.member.clock.end(of: scene.member.today, dayStartMs: rules.dayStartMs)
                == row.ends
        )
        #expect(scene.member.streak == scene.recomputed)
        #expect(scene.member.skips.days == 0)
    }

    @Test("that is not today is refused, with today and when it opens or was closed")
    func otherDays() {
        var scene = Scene(.of(zone("Asia/Shanghai")), at: "2026-03-01T04:00")
        let rules = scene.rules
        let days: [CalendarDay] = ["2026-03-02", "2026-03-04", "2026-02-28"]
        let refusals = days.map { day in
            #expect(throws: CheckInRefusal.self) {
                try scene.member.checkIn(day, at: "2026-03-01T04:00", MemberFacts(), rules)
            }
        }

        #expect(
            refusals == [
                .notYetOpen(today: "2026-03-01", opens: "2026-03-01T16:00"),
                .notYetOpen(today: "2026-03-01", opens: "2026-03-03T16:00"),
                .over(today: "2026-03-01", closed: "2026-02-28T16:00"),
            ]
        )
        #expect(scene.member.firstDay == nil)
        #expect(scene.check(at: "2026-03-01T04:00", "2026-03-01") != nil)
        #expect(
            #expect(throws: CheckInRefusal.self) {
                try scene.member.checkIn(nil, at: "2026-03-01T05:00", MemberFacts(), rules)
            } == .alreadyChecked("2026-03-01")
        )
    }

    @Test("is never reopened by a clock that goes back")
    func backwards() {
        var scene = Scene(at: "2026-03-01T12:00")
        scene.check(at: "2026-03-01T12:00")
        scene.check(at: "2026-03-02T12:00")
        scene.check(at: "2026-03-01T12:00")

        #expect(scene.calendar == "xx")
        #expect(scene.member.today == "2026-03-02")
    }
}
