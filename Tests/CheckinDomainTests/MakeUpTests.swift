import CheckinDomain
import Primitives
import Testing

@Suite("Make-ups")
struct MakeUpTests {
    static let rules = CheckinRules.of { rules in
        rules.milestones = [
            Milestone(.at(3), .points(30)), Milestone(.at(5), .points(50)),
            Milestone(.every(7), .points(70)),
        ]
        rules.makeUps = MakeUpRules(windowDays: 7, perMonth: 3)
        rules.makeUps?.prices = [.points(10), .points(20), .points(40)]
    }

    @Test(
        "joins the runs on both sides, and grants what they had not reached",
        arguments: [
            // Played, made up, calendar then, streak then, lengths granted by it.
            ("xxx.xxx", 4, "xxxmxxx", 7, [5, 7]), ("xxxxx.x", 6, "xxxxxmx", 7, [7]),
            ("xxxxx.xxxxx", 6, "xxxxxmxxxxx", 11, [7]), ("xx.xx", 3, "xxmxx", 5, [3, 5]),
            ("xx.", 3, "xxm", 3, [3]), ("xx.x.x", 5, "xx.xmx", 3, [3]),
            ("xx.x.x", 3, "xxmx.x", 1, [3]), ("xx..xx", 3, "xxm.xx", 2, [3]),
            ("xx..xx", 4, "xx.mxx", 3, [3]), ("xxx.xx", 4, "xxxmxx", 6, [5]),
            ("x...", 4, "x..m", 1, []),
        ] as [(String, Int64, String, Int64, [Int64])]
    )
    func joins(
        played: String,
        day: Int64,
        calendar: String,
        streak: Int64,
        granted: [Int64]
    ) throws {
        var scene = Scene(Self.rules)
        scene.play(played)
        let now = scene.member.today.noon
        let outcome = try scene.makeUp(("2025-12-31" as CalendarDay).adding(day), at: now)

        #expect(scene.calendar == calendar)
        #expect(scene.member.streak.value == streak)
        #expect(scene.member.streak == scene.recomputed)
        #expect(outcome?.award.parts.map(\.reach) == granted)
        #expect(outcome?.award.total() == granted.reduce(0) { $0 + ($1 == 7 ? 70 : $1 * 10) })
        #expect(scene.member.grants.filter { $0.makeUp != nil }.map(\.reach) == granted)
    }

    @Test("what a joined run is granted later, it is granted once")
    func onlyOnce() throws {
        var scene = Scene(Self.rules)
        scene.play("xxx.xxx")
        try scene.makeUp("2026-01-04", at: "2026-01-08T12:00")
        scene.play("xxxxxxx", from: "2026-01-08")

        #expect(scene.member.grants.map(\.reach) == [3, 3, 5, 7, 14])
        #expect(scene.member.streak.value == 14)
    }

    @Test("a reversal after later check-ins takes back what the make-up was granted, no more")
    func reversed() throws {
        var scene = Scene(Self.rules)
        scene.play("xxx.xxx")
        let makeUp = try scene.makeUp("2026-01-04", at: "2026-01-08T12:00")
        scene.play("xxxxxxx", from: "2026-01-08")
        let reversal = try scene.member.reverseMakeUp(
            #require(makeUp?.makeUp.id),
            at: "2026-01-15T12:00",
            scene.rules
        )

        #expect(reversal.takenBack.map(\.reach) == [5, 7])
        #expect(reversal.makeUp.state == .reversed)
        #expect(scene.calendar == "xxx.xxxxxxxxxx")
        #expect(scene.member.streak == Streak(value: 10, longest: 10, start: "2026-01-05"))
        #expect(scene.member.streak == scene.recomputed)
        #expect(scene.member.grants.map(\.reach) == [3, 3, 14])
        #expect(scene.member.changes.removedDays == ["2026-01-04"])
        // The 14 that a later check-in was granted stands, and is not granted again.
        scene.play("xxxx", from: "2026-01-15")
        #expect(scene.member.grants.map(\.reach) == [3, 3, 14])
        #expect(scene.member.streak.value == 14)
    }

    @Test("a reversed make-up can be made again, at the price of its place")
    func again() throws {
        var scene = Scene(Self.rules)
        scene.play("xxx.xxx")
        let first = try scene.makeUp("2026-01-04", at: "2026-01-08T12:00")
        let id = try #require(first?.makeUp.id)
        _ = try scene.member.reverseMakeUp(id, at: "2026-01-08T13:00", scene.rules)
        let second = try scene.makeUp("2026-01-04", at: "2026-01-08T14:00")

        #expect(second?.makeUp.costs == [.points(10)])
        #expect(second?.award.parts.map(\.reach) == [5, 7])
        #expect(scene.member.grants.map(\.reach) == [3, 3, 5, 7])
        #expect(
            #expect(throws: MakeUpRefusal.self) {
                try scene.member.reverseMakeUp(id, at: "2026-01-08T15:00", Self.rules)
            } == .notDone(.reversed)
        )
    }

    @Test("two pending ones join one after the other, whichever is paid first")
    func pending() throws {
        for order in [[UInt64(1), 2], [2, 1]] {
            var scene = Scene(Self.rules)
            scene.play("xx.xx.xx")
            let now: Instant = "2026-01-09T12:00"
            let days: [CalendarDay] = ["2026-01-03", "2026-01-06"]
            for (number, day) in zip([UInt64(1), 2], days) {
                _ = try scene.member.reserveMakeUp(.number(number), of: day, at: now, Self.rules)
            }
            #expect(scene.calendar == "xx.xx.xx")
            let outcomes = order.compactMap {
                scene.member.finishMakeUp(.number($0), at: now, Self.rules)
            }

            #expect(outcomes.map { $0.award.parts.map(\.reach) } == [[3, 5], [7]])
            #expect(scene.calendar == "xxmxxmxx")
            #expect(scene.member.streak.value == 8)
            #expect(scene.member.finishMakeUp(.number(1), at: now, Self.rules) == nil)
            #expect(scene.member.giveBackMakeUp(.number(1), at: now, Self.rules) == nil)
        }
    }

    @Test("one that cannot be paid leaves the calendar as it was and its place to another")
    func givenBack() throws {
        var scene = Scene(Self.rules)
        scene.play("xx.xx")
        let now: Instant = "2026-01-06T12:00"
        let before = scene.member.streak
        for _ in 1...4 {
            let makeUp = try scene.member.reserveMakeUp(
                .number(9),
                of: "2026-01-03",
                at: now,
                Self.rules
            )
            #expect(makeUp.costs == [.points(10)])
            #expect(
                scene.member.giveBackMakeUp(.number(9), at: now, Self.rules)?.state == .refused
            )
        }
        #expect(scene.calendar == "xx.xx")
        #expect(scene.member.streak == before)
        #expect(scene.member.grants.isEmpty)
    }

    @Test("one that was paid after its window and its month had ended is done all the same")
    func late() throws {
        var scene = Scene(Self.rules, at: "2026-01-25T12:00")
        scene.play("xx.xx", from: "2026-01-25")
        _ = try scene.member.reserveMakeUp(
            .number(1),
            of: "2026-01-27",
            at: "2026-01-30T12:00",
            Self.rules
        )
        scene.play("xxx", from: "2026-01-30")
        let outcome = scene.member.finishMakeUp(.number(1), at: "2026-02-20T12:00", Self.rules)

        #expect(outcome?.makeUp.month == "2026-01")
        #expect(outcome?.award.parts.map(\.reach) == [7])
        #expect(scene.calendar(days: 8) == "xxmxxxxx")
        #expect(scene.member.streak == Streak(value: 0, longest: 8))
        #expect(scene.member.streak == scene.recomputed)
    }

    @Test("one that was begun under other rules earns what they said, and is not refused")
    func begunUnder() throws {
        var scene = Scene(Self.rules)
        scene.play("xx.xx")
        let now: Instant = "2026-01-06T12:00"
        _ = try scene.member.reserveMakeUp(.number(1), of: "2026-01-03", at: now, Self.rules)
        let outcome = scene.member.finishMakeUp(
            .number(1),
            at: now,
            begunUnder: Self.rules,
            .of { $0.milestones = [Milestone(.at(4), .points(999))] }
        )

        #expect(outcome?.award.total() == 80)
        #expect(scene.calendar == "xxmxx")
    }

    @Test("a milestone that the programme added is not paid to what had passed it already")
    func addedMilestone() throws {
        var scene = Scene(Self.rules)
        scene.rules.milestones = []
        scene.play("xxx.x")
        scene.rules.milestones = [2, 3, 4, 5, 6].map { Milestone(.at($0), .points(1)) }
        let outcome = try scene.makeUp("2026-01-04", at: "2026-01-06T12:00")

        #expect(outcome?.award.parts.map(\.reach) == [4, 5])
        #expect(scene.check(at: "2026-01-06T13:00")?.award.parts.map(\.reach) == [6])
    }

    @Test("what stands above a streak is known to it, lost with it, and known again when joined")
    func standsAbove() throws {
        var scene = Scene(Self.rules)
        scene.play("xxx.xxx")
        let makeUp = try scene.makeUp("2026-01-04", at: "2026-01-08T12:00")
        scene.play("xxxxxxx", from: "2026-01-08")
        let id = try #require(makeUp?.makeUp.id)
        _ = try scene.member.reverseMakeUp(id, at: "2026-01-15T12:00", scene.rules)
        let rules = scene.rules
        #expect(scene.member.streak.value == 10)
        #expect(scene.member.grantsNeeded(at: "2026-01-15T12:00", rules) == "2026-01-01")

        scene.play(".x", from: "2026-01-15")
        #expect(scene.member.highestGrant == 0)
        #expect(scene.member.grantsNeeded(at: "2026-01-17T11:00", rules) == nil)
        try scene.makeUp("2026-01-15", at: "2026-01-17T11:00")
        #expect(scene.member.streak.value == 12)
        #expect(scene.member.highestGrant == 14)
        #expect(scene.member.grantsNeeded(at: "2026-01-17T11:00", rules) == "2026-01-01")
        scene.play("xxx", from: "2026-01-17")
        #expect(scene.member.grants.map(\.reach) == [3, 3, 14])
    }
}
