import CheckinDomain
import Primitives
import Testing

@Suite("What a make-up is granted")
struct MakeUpAwardTests {
    @Test("its own award and the month's cumulative one, none of it multiplied")
    func awards() throws {
        let rules = CheckinRules.of { rules in
            rules.makeUps = MakeUpRules(windowDays: 7, perMonth: 3)
            rules.makeUps?.prices = [.points(10)]
            rules.makeUps?.award = .points(3)
            rules.base = [.points(100)]
            rules.cumulative = [CumulativeAward(days: 4, .tickets(1))]
            rules.multipliers = [AwardMultiplier(id: "double", times: .of(2))]
        }
        var scene = Scene(rules)
        scene.play("xx.x")
        let outcome = try scene.makeUp("2026-01-03", at: "2026-01-05T11:00")
        scene.play("x", from: "2026-01-05")

        #expect(outcome?.award.names == ["makeUp", "cumulative:4"])
        #expect(outcome?.award.total() == 3)
        #expect(outcome?.award.total(of: .tickets) == 1)
        #expect(scene.member.month.days == 5)
        #expect(scene.member.grants.count == 2)
    }

    @Test("a day counts in its own month, be it the last one or one that had no check-in yet")
    func months() throws {
        let rules = CheckinRules.of { rules in
            rules.makeUps = MakeUpRules(windowDays: 7, perMonth: 3)
            rules.makeUps?.prices = [.points(10)]
            rules.cumulative = [
                CumulativeAward(days: 2, .points(2)), CumulativeAward(days: 3, .points(3)),
            ]
        }
        var scene = Scene(rules, at: "2026-01-29T12:00")
        scene.play("xx...", from: "2026-01-29")
        let now: Instant = "2026-02-03T11:00"
        let outcomes = try ["2026-01-31", "2026-02-01"].map { try scene.makeUp($0, at: now) }
        scene.play("x", from: "2026-02-03")
        let last = try scene.makeUp("2026-02-02", at: "2026-02-04T12:00")

        #expect(outcomes.map { $0?.award.total() } == [3, 0])
        #expect(last?.award.total() == 3)
        #expect(scene.member.month == MonthCount(month: "2026-02", days: 3, highestGrant: 3))
        #expect(
            scene.member.grants.map(\.day.description) == [
                "2026-01-30", "2026-01-31", "2026-02-03", "2026-02-02",
            ]
        )
    }

    @Test("freezes as many as can be held; a reversal takes back those that are not used up")
    func freezes() throws {
        let rules = CheckinRules.of { rules in
            rules.makeUps = MakeUpRules(windowDays: 7, perMonth: 3)
            rules.makeUps?.prices = [.points(10)]
            rules.freezes = FreezeRules(most: 3)
            rules.milestones = [
                Milestone(.at(3), Award([.freezes(2)])), Milestone(.at(4), Award([.freezes(2)])),
            ]
        }
        var scene = Scene(rules)
        scene.play("xx.x")
        let outcome = try scene.makeUp("2026-01-03", at: "2026-01-05T11:00")
        let id = try #require(outcome?.makeUp.id)
        #expect(outcome?.award.total == [.freezes(3)])
        #expect(scene.member.freezes.held == 3)
        scene.play("x.x", from: "2026-01-05")
        #expect(scene.calendar == "xxmxxfx")

        let reversal = try scene.member.reverseMakeUp(id, at: "2026-01-08T12:00", rules)
        #expect(reversal.takenBack.flatMap(\.items) == [.freezes(2)])
        #expect(reversal.kept.flatMap(\.items) == [.freezes(1)])
        #expect(scene.member.freezes.held == 0)
        // What was decided stays decided.
        #expect(scene.calendar == "xx.xxfx")
        #expect(scene.member.streak == scene.recomputed)
    }

    @Test("with decay, what follows the repaired day is counted anew and each length paid once")
    func decay() throws {
        let rules = CheckinRules.of { rules in
            rules.loss = .decay(by: 3, floor: 1)
            rules.milestones = [Milestone(.every(1), .points(1))]
            rules.makeUps = MakeUpRules(windowDays: 7, perMonth: 3)
            rules.makeUps?.prices = [.points(10)]
        }
        var scene = Scene(rules)
        scene.play("xxxxx.xx")
        #expect(scene.member.streak.value == 4)
        #expect(scene.member.grants.map(\.reach) == [1, 2, 3, 4, 5])
        let outcome = try scene.makeUp("2026-01-06", at: "2026-01-09T11:00")

        #expect(scene.member.streak.value == 8)
        #expect(outcome?.award.parts.map(\.reach) == [6, 7, 8])
        let id = try #require(outcome?.makeUp.id)
        scene.play("x", from: "2026-01-09")
        _ = try scene.member.reverseMakeUp(id, at: "2026-01-10T11:00", rules)
        #expect(scene.member.streak == Streak(value: 5, longest: 5, start: "2026-01-01"))
        scene.play("xxxxx", from: "2026-01-10")
        // 6, 7 and 8 were taken back and are reached again; 9 stands.
        #expect(scene.member.grants.map(\.reach) == [1, 2, 3, 4, 5, 9, 6, 7, 8, 10])
    }
}
