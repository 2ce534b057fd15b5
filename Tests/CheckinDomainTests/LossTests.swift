import CheckinDomain
import Primitives
import Testing

@Suite("What a missed day costs")
struct LossTests {
    @Test(
        "reset loses the streak, decay takes some, not below the floor",
        arguments: [
            (LossPolicy.reset, "xxxx.", 0), (.reset, "xxxx.x", 1), (.reset, "xxxx..xx", 2),
            (.decay(by: 2, floor: 0), "xxxxx.", 3), (.decay(by: 2, floor: 0), "xxxxx..", 1),
            (.decay(by: 2, floor: 0), "xxxxx...", 0), (.decay(by: 2, floor: 0), "xxxxx....x", 1),
            (.decay(by: 2, floor: 2), "xxxxx..", 2), (.decay(by: 2, floor: 2), "xxxxx.......", 2),
            (.decay(by: 2, floor: 2), "x.....", 1), (.decay(by: 2, floor: 2), "x.x.x.x", 3),
            (.decay(by: 1000, floor: 3), "xxxxx.x", 4),
        ] as [(LossPolicy, String, Int64)]
    )
    func loses(loss: LossPolicy, played: String, value: Int64) {
        var scene = Scene(.of { $0.loss = loss })
        scene.play(played)

        #expect(scene.member.streak.value == value)
        #expect(scene.member.streak == scene.recomputed)
        #expect(scene.calendar == played)
    }

    @Test("with decay it is one streak until it is 0, and each length is rewarded once in it")
    func decay() {
        let rules = CheckinRules.of {
            $0.loss = .decay(by: 2, floor: 0)
            $0.milestones = [Milestone(.at(3), .points(30)), Milestone(.every(2), .points(2))]
        }
        var scene = Scene(rules)
        scene.play("xxx")
        #expect(scene.member.grants.map(\.reach) == [2, 3])
        scene.play(".xx", from: "2026-01-04")
        // 1 after the missed day, then 2 and 3 again.
        #expect(scene.member.grants.map(\.reach) == [2, 3])
        scene.play("x", from: "2026-01-07")
        #expect(scene.member.grants.map(\.reach) == [2, 3, 4])
        scene.play("..xx", from: "2026-01-08")
        #expect(scene.member.grants.map(\.reach) == [2, 3, 4, 2])
    }

    @Test("an absence of centuries is decided at once, and writes no rows")
    func absence() throws {
        for loss in [LossPolicy.reset, .decay(by: 3, floor: 5)] {
            let rules = CheckinRules.of(zone("America/New_York")) {
                $0.loss = loss
                $0.freezes = FreezeRules(most: 2)
                $0.freezes?.atStart = 2
                $0.pausedDaysPerYear = 10
            }
            var scene = Scene(rules, at: "2026-01-01T12:00")
            scene.play("xxxxxxxxxx")
            try scene.member.pause(
                "2026-01-15"..."2026-01-16",
                at: "2026-01-11T12:00",
                scene.rules
            )
            scene.settle(at: "9000-01-01T12:00")

            #expect(scene.member.today == "9000-01-01")
            #expect(scene.calendar(days: 17) == "xxxxxxxxxxff..pp.")
            #expect(scene.member.days.count == 14)
            #expect(scene.member.streak.value == (loss == .reset ? 0 : 5))
            #expect(scene.member.streak == scene.recomputed)
            #expect(scene.member.nextDue(rules) == nil)
        }
    }

    @Test("what is due next is the end of the first day that could be missed with effect")
    func nextDue() {
        var scene = Scene()
        #expect(scene.member.nextDue(scene.rules) == nil)
        scene.check(at: "2026-01-01T12:00")
        #expect(scene.member.nextDue(scene.rules) == "2026-01-03T00:00")
        scene.settle(at: "2026-01-02T12:00")
        #expect(scene.member.nextDue(scene.rules) == "2026-01-03T00:00")
        scene.settle(at: "2026-01-03T00:00")
        #expect(scene.member.nextDue(scene.rules) == nil)
        #expect(
            scene.member.changes.events.map(\.kind) == [.checkedIn, .streakLost(1)]
        )
    }
}
