import CheckinDomain
import Primitives
import Testing

@Suite("Pauses")
struct PauseTests {
    private static let rules = CheckinRules.of {
        $0.pausedDaysPerYear = 5
        $0.freezes = FreezeRules(most: 2)
        $0.freezes?.atStart = 2
    }

    private static func pausing(
        _ span: ClosedRange<CalendarDay>,
        at now: Instant,
        _ scene: inout Scene
    ) -> PauseRefusal? {
        let rules = scene.rules
        do throws(PauseRefusal) {
            try scene.member.pause(span, at: now, rules)
            return nil
        } catch {
            return error
        }
    }

    @Test("a pause across a month's end neither breaks nor adds, and uses no freeze")
    func monthEnd() {
        var scene = Scene(Self.rules, at: "2026-01-29T12:00")
        scene.play("x", from: "2026-01-29")
        #expect(Self.pausing("2026-01-30"..."2026-02-02", at: "2026-01-29T13:00", &scene) == nil)
        scene.play("....x", from: "2026-01-30")

        #expect(scene.calendar == "xppppx")
        #expect(scene.member.streak.value == 2)
        #expect(scene.member.freezes.held == 2)
        #expect(scene.member.streak == scene.recomputed)
    }

    @Test("a check-in on a paused day counts and ends the pause for that day alone")
    func checked() {
        var scene = Scene(Self.rules)
        scene.play("x")
        #expect(Self.pausing("2026-01-02"..."2026-01-05", at: "2026-01-01T13:00", &scene) == nil)
        scene.play(".x..x", from: "2026-01-02")

        #expect(scene.calendar == "xpxppx")
        #expect(scene.member.streak.value == 3)
        #expect(
            scene.member.pauses == ["2026-01-02"..."2026-01-02", "2026-01-04"..."2026-01-05"]
        )
        // The day is free again for another pause.
        #expect(Self.pausing("2026-01-08"..."2026-01-09", at: "2026-01-07T13:00", &scene) == nil)
    }

    @Test("today can be paused until it is checked")
    func today() {
        var scene = Scene(Self.rules)
        scene.play("x")
        #expect(Self.pausing("2026-01-02"..."2026-01-02", at: "2026-01-02T23:59", &scene) == nil)
        scene.play(".x", from: "2026-01-02")
        #expect(scene.calendar == "xpx")
        #expect(
            Self.pausing("2026-01-03"..."2026-01-03", at: "2026-01-03T13:00", &scene)
                == .notOpen(first: "2026-01-04", opens: "2026-01-04T00:00")
        )
        #expect(
            Self.pausing("2026-01-03"..."2026-01-05", at: "2026-01-04T01:00", &scene)
                == .notOpen(first: "2026-01-04", opens: "2026-01-04T00:00")
        )
    }

    @Test("at most so many days of a calendar year, days that are paused twice counted once")
    func limit() {
        var scene = Scene(Self.rules, at: "2026-12-01T12:00")
        scene.play("x", from: "2026-12-01")
        let now: Instant = "2026-12-01T13:00"
        #expect(
            Self.pausing("2026-12-10"..."2026-12-15", at: now, &scene)
                == .limitReached(year: 2026, most: 5, left: 5)
        )
        #expect(Self.pausing("2026-12-28"..."2027-01-05", at: now, &scene) == nil)
        #expect(Self.pausing("2026-12-28"..."2026-12-30", at: now, &scene) == nil)
        #expect(
            Self.pausing("2026-12-26"..."2026-12-28", at: now, &scene)
                == .limitReached(year: 2026, most: 5, left: 1)
        )
        #expect(Self.pausing("2026-12-27"..."2026-12-27", at: now, &scene) == nil)
        #expect(
            Self.pausing("2027-01-05"..."2027-01-06", at: now, &scene)
                == .limitReached(year: 2027, most: 5, left: 0)
        )
        #expect(scene.member.pauses == ["2026-12-27"..."2027-01-05"])
    }

    @Test("not where the programme has none, and not more than 366 days ahead")
    func refused() {
        var scene = Scene(Self.rules, at: "2026-01-01T12:00")
        #expect(
            Self.pausing("2026-05-01"..."2027-01-03", at: "2026-01-01T12:00", &scene)
                == .tooFar(last: "2027-01-02")
        )
        scene.rules.pausedDaysPerYear = nil
        #expect(
            Self.pausing("2026-05-01"..."2026-05-01", at: "2026-01-01T12:00", &scene)
                == .notOffered
        )
    }
}
