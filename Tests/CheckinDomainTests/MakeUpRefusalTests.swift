import CheckinDomain
import Primitives
import Testing

@Suite("Make-ups that are refused, and what they cost")
struct MakeUpRefusalTests {
    private static func scene() throws -> Scene {
        var rules = MakeUpTests.rules
        rules.freezes = FreezeRules(most: 2)
        rules.pausedDaysPerYear = 10
        var scene = Scene(rules)
        scene.play("x")
        try scene.member.giveFreezes(1, at: "2026-01-01T13:00", rules)
        try scene.member.pause("2026-01-05"..."2026-01-05", at: "2026-01-01T13:00", rules)
        scene.play(".x..x", from: "2026-01-02")
        return scene
    }

    @Test(
        "a day is repaired only if it was missed, is over, and is neither too old nor under way",
        arguments: [
            ("2026-01-07", .notOver(ends: "2026-01-08T00:00")),
            ("2026-01-09", .notOver(ends: "2026-01-10T00:00")),
            ("2025-12-31", .beforeFirst("2026-01-01")), ("2026-01-01", .notMissed(.checked)),
            ("2026-01-02", .notMissed(.frozen)), ("2026-01-05", .notMissed(.paused)),
            ("2026-01-04", nil),
        ] as [(CalendarDay, MakeUpRefusal?)]
    )
    func days(day: CalendarDay, refusal: MakeUpRefusal?) throws {
        let scene = try Self.scene()

        #expect(scene.calendar == "xfx.px")
        #expect(scene.refusal(ofMakeUp: day, at: "2026-01-07T12:00") == refusal)
    }

    @Test("two devices that repair one day: the second is told that it is under way, then done")
    func twice() throws {
        var scene = try Self.scene()
        let (day, now): (CalendarDay, Instant) = ("2026-01-04", "2026-01-07T12:00")
        let rules = scene.rules
        _ = try scene.member.reserveMakeUp(.number(70), of: day, at: now, rules)
        #expect(scene.refusal(ofMakeUp: day, at: now) == .underWay(.number(70)))
        _ = scene.member.finishMakeUp(.number(70), at: now, rules)
        #expect(scene.refusal(ofMakeUp: day, at: now) == .notMissed(.madeUp))
    }

    @Test("the window is W days, the first of which is named")
    func window() {
        var scene = Scene(MakeUpTests.rules)
        scene.play("x..")

        #expect(scene.refusal(ofMakeUp: "2026-01-02", at: "2026-01-09T23:59") == nil)
        #expect(
            scene.refusal(ofMakeUp: "2026-01-02", at: "2026-01-10T00:00")
                == .windowClosed(first: "2026-01-03")
        )
    }

    @Test("the fourth of a month is refused until the programme's next month, whatever the day's")
    func perMonth() throws {
        var rules = MakeUpTests.rules
        rules.zone = zone("Asia/Shanghai")
        rules.allowsOwnZones = true
        var scene = Scene(rules, at: "2026-01-20T12:00")
        scene.hear(zone("America/New_York"), at: "2026-01-20T12:00")
        scene.play("x........xx", from: "2026-01-20")
        let now: Instant = "2026-01-31T15:59"
        let costs = try ["2026-01-26", "2026-01-24", "2026-01-25"].map {
            try scene.makeUp($0, at: now)?.makeUp.costs
        }

        #expect(costs == [[.points(10)], [.points(20)], [.points(40)]])
        #expect(
            scene.refusal(ofMakeUp: "2026-01-27", at: now)
                == .limitReached(most: 3, resetsAt: "2026-01-31T16:00")
        )
        // Still January in New York.
        let next = try scene.makeUp("2026-01-27", at: "2026-01-31T16:00")
        #expect(next?.makeUp.costs == [.points(10)])
    }

    @Test("a pending one takes its place in the month, its price and its day")
    func pendingCounts() throws {
        var scene = Scene(MakeUpTests.rules)
        scene.play("x.....")
        let (now, rules): (Instant, CheckinRules) = ("2026-01-07T12:00", scene.rules)
        let days: [CalendarDay] = ["2026-01-02", "2026-01-03", "2026-01-04"]
        for (number, day) in days.enumerated() {
            _ = try scene.member.reserveMakeUp(
                .number(UInt64(90 + number)),
                of: day,
                at: now,
                rules
            )
        }
        #expect(
            scene.refusal(ofMakeUp: "2026-01-05", at: now)
                == .limitReached(most: 3, resetsAt: "2026-02-01T00:00")
        )
        _ = scene.member.giveBackMakeUp(.number(91), at: now, rules)
        #expect(try scene.makeUp("2026-01-05", at: now)?.makeUp.costs == [.points(40)])
    }

    @Test(
        "the last price repeats, a card is taken before points, and no price is no charge",
        arguments: [
            ([10, 20], false, 0, [.points(10)]), ([10, 20], false, 1, [.points(20)]),
            ([10, 20], false, 30, [.points(20)]), ([10], false, -1, [.points(10)]),
            ([10], true, 0, [Cost(asset: .cards, amount: Points(1)), .points(10)]),
            ([], true, 5, [Cost(asset: .cards, amount: Points(1))]), ([0, 10], false, 0, []),
            ([0, 10], true, 0, []), ([0, 10], false, 1, [.points(10)]),
        ] as [([Int64], Bool, Int64, [Cost])]
    )
    func prices(prices: [Int64], cards: Bool, made: Int64, costs: [Cost]) {
        var rules = MakeUpRules(windowDays: 7, perMonth: 3)
        rules.prices = prices.map { .points($0) }
        rules.card = cards ? .cards : nil

        #expect(rules.costs(after: made) == costs)
    }

    @Test("without make-ups, and for a member that never checked in, none is made")
    func absent() {
        var scene = Scene(MakeUpTests.rules)
        #expect(
            scene.refusal(ofMakeUp: "2025-12-31", at: "2026-01-07T12:00") == .beforeFirst(nil)
        )
        scene.rules.makeUps = nil
        #expect(scene.refusal(ofMakeUp: "2025-12-31", at: "2026-01-07T12:00") == .notOffered)
        #expect(
            #expect(throws: MakeUpRefusal.self) {
                try scene.member.reverseMakeUp(.number(1), at: "2026-01-07T12:00", .of())
            } == .notDone(nil)
        )
    }
}
