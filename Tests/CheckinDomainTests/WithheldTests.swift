import CheckinDomain
import Primitives
import Testing

@Suite("What is granted again while it is taken back")
struct WithheldTests {
    private static func rules(_ milestone: Int64) -> CheckinRules {
        .of { rules in
            rules.milestones = [Milestone(.at(milestone), .points(30))]
            rules.makeUps = MakeUpRules(windowDays: 7, perMonth: 3)
        }
    }

    /// Makes a day up and reverses that, which is not settled yet.
    @discardableResult
    private static func undo(_ day: CalendarDay, _ scene: inout Scene) throws -> [Grant] {
        let now = scene.member.today.noon
        let outcome = try scene.makeUp(day, at: now)
        let id = try #require(outcome?.makeUp.id)
        let grants = try scene.member.reverseMakeUp(id, at: now, scene.rules).takenBack
        let days = scene.member.days.filter { $0.day > day }
        scene.member.load(
            takeBacks: grants.map { TakeBack($0, by: .number(99)).kept(before: days) }
        )
        return grants
    }

    @Test("is named, by a make-up of the same day as by one of another day of the streak")
    func makeUps() throws {
        var scene = Scene(Self.rules(4))
        scene.play("x.xx.x")
        let grants = try Self.undo("2026-01-02", &scene)
        #expect(grants.map(\.reach) == [4])
        for day in ["2026-01-02", "2026-01-05"] as [CalendarDay] {
            var copy = scene
            let outcome = try copy.makeUp(day, at: "2026-01-07T12:00")
            #expect(outcome?.award.total == [.asset(.points, Points(30))])
            #expect(outcome?.takeBacks == scene.member.takeBacks)
        }
    }

    @Test("is named by a check-in of the streak beside it, and not by one of a later streak")
    func checkIns() throws {
        var scene = Scene(Self.rules(3))
        scene.play("x.x")
        try Self.undo("2026-01-02", &scene)
        var later = scene
        scene.play("x", from: "2026-01-04")
        let third = scene.check(at: "2026-01-05T12:00")
        #expect(third?.award.parts.map(\.reach) == [3])
        #expect(third?.takeBacks.map(\.grant.reach) == [3])

        later.play(".xx", from: "2026-01-04")
        let other = later.check(at: "2026-01-07T12:00")
        #expect(other?.award.parts.map(\.reach) == [3])
        #expect(other?.takeBacks == [])
    }

    @Test("is looked for by check-ins of a streak that was lost and is joined again")
    func joined() throws {
        var scene = Scene(Self.rules(8))
        scene.play("x.xxxxxx")
        try Self.undo("2026-01-02", &scene)
        scene.play(".", from: "2026-01-09")
        #expect(scene.member.highestGrant == 0)
        try scene.makeUp("2026-01-09", at: "2026-01-10T12:00")
        #expect(scene.member.streak.value == 7)
        let needed = scene.member.grantsNeeded(at: "2026-01-10T12:00", scene.rules)
        #expect(needed == "2026-01-01")
        let eighth = scene.check(at: "2026-01-10T12:00")
        #expect(eighth?.award.parts.map(\.reach) == [8])
        #expect(eighth?.takeBacks.map(\.grant.reach) == [8])
    }

    @Test("stays without a second grant where a make-up's stands in its place")
    func stays() throws {
        var scene = Scene(Self.rules(3))
        scene.play("xx.x")
        let grants = try Self.undo("2026-01-03", &scene)
        let outcome = try scene.makeUp("2026-01-03", at: "2026-01-05T12:00")
        let kept = scene.member.keepOn(grants, at: "2026-01-05T12:00", scene.rules)
        #expect(kept.map(\.day) == ["2026-01-03"])
        #expect(scene.member.grants.map(\.makeUp) == [outcome?.makeUp.id])
    }

    @Test("lies beside the first day that counts after it")
    func idleDays() {
        let grant = Grant(
            source: .milestone(at: 3),
            reach: 3,
            day: "2026-01-03",
            items: [.asset(.points, Points(30))]
        )
        let states: [(CalendarDay, DayState)] = [
            ("2026-01-04", .paused), ("2026-01-05", .frozen), ("2026-01-07", .paused),
        ]
        let days = states.map { DayRecord(day: $0, state: $1, streak: Streak()) }
        let takeBack = TakeBack(grant, by: .number(1)).kept(before: days)
        #expect(takeBack.grant.day == "2026-01-05")
        #expect(takeBack.grant.items == grant.items)
    }

    @Test("is owed apart: the shares of an award are its total, rounded down once")
    func shares() {
        let multiplier = AwardMultiplier.Counted(id: "m", times: .of(3, per: 2))
        let parts = [
            DayAward.Part(source: .base, items: Award.points(1).items),
            DayAward.Part(source: .milestone(at: 3), reach: 3, items: Award.points(5).items),
            DayAward.Part(source: .every(3), reach: 3, items: Award.points(5).items),
        ]
        let award = DayAward(
            parts: parts,
            multipliers: [multiplier],
            total: [.asset(.points, Points(16))]
        )
        let (others, apart) = award.shares { $0.source != .base }
        #expect(others == [.asset(.points, Points(1))])
        #expect(apart.map { $0.items } == [Award.points(8).items, Award.points(7).items])
        let whole = award.shares { _ in false }
        #expect(whole.others == award.total && whole.apart.isEmpty)
    }
}
