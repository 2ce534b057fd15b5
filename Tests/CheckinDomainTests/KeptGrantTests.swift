import CheckinDomain
import Primitives
import Testing

@Suite("What the reversal of a make-up cannot take back")
struct KeptGrantTests {
    private static let mug = Award.Item.goods(ProductID(validated: "mug"), quantity: 1)

    private static func rules(
        _ milestones: [Milestone],
        cumulative: [CumulativeAward] = []
    ) -> CheckinRules {
        .of { rules in
            rules.milestones = milestones
            rules.cumulative = cumulative
            rules.makeUps = MakeUpRules(windowDays: 7, perMonth: 3)
        }
    }

    /// Makes a day up and reverses that.
    private static func undo(
        _ day: CalendarDay,
        _ scene: inout Scene
    ) throws -> MakeUpReversal {
        let now = scene.member.today.noon
        let outcome = try scene.makeUp(day, at: now)
        let id = try #require(outcome?.makeUp.id)
        return try scene.member.reverseMakeUp(id, at: now, scene.rules)
    }

    /// Makes a day up, and answers what that earns.
    private static func remake(_ day: CalendarDay, _ scene: inout Scene) throws -> [Award.Item]? {
        try scene.makeUp(day, at: scene.member.today.noon)?.award.total
    }

    @Test("stands on: goods are told apart from points, and are not granted again")
    func goods() throws {
        let award = Award([.asset(.points, Points(30)), Self.mug])
        var scene = Scene(Self.rules([Milestone(.at(3), award)]))
        scene.play("xx.")
        let first = try Self.undo("2026-01-03", &scene)
        #expect(first.takenBack.flatMap(\.items) == [.asset(.points, Points(30))])
        #expect(first.kept.flatMap(\.items) == [Self.mug])

        // What stands was not granted by the second one, so nothing of it is taken back.
        let second = try Self.undo("2026-01-03", &scene)
        #expect(second.takenBack == [] && second.kept == [])
        let third = try Self.remake("2026-01-03", &scene)
        #expect(third == [])
        #expect(scene.member.streak.value == 3)
        #expect(scene.member.grants == first.kept)
    }

    @Test("is not granted to a run beside the day that is missed again, but is to a later one")
    func neighbours() throws {
        var scene = Scene(Self.rules([Milestone(.at(4), Award([Self.mug]))]))
        scene.play("x.xx.xx")
        let reversal = try Self.undo("2026-01-05", &scene)
        #expect(reversal.kept.map(\.reach) == [4])
        // Four days before it.
        let before = try Self.remake("2026-01-02", &scene)
        #expect(before == [])
        // Four days after it.
        scene.play("xx", from: "2026-01-08")
        #expect(scene.member.streak == Streak(value: 4, longest: 4, start: "2026-01-06"))
        #expect(scene.member.grants == reversal.kept)
        // Four days after another one that was missed.
        scene.play(".xxxx", from: "2026-01-10")
        #expect(scene.member.grants.map(\.day) == ["2026-01-05", "2026-01-14"])
    }

    @Test("is asked for where it lies in the month before that of the streak")
    func lean() throws {
        let rules = Self.rules([Milestone(.at(3), Award([Self.mug]))])
        var scene = Scene(rules, at: "2026-01-30T12:00")
        scene.play("x.x", from: "2026-01-30")
        _ = try Self.undo("2026-01-31", &scene)
        let needed = scene.member.grantsNeeded(at: "2026-02-02T12:00", rules)
        #expect(needed == "2026-01-31")
        scene.play("xx", from: "2026-02-02")
        #expect(scene.member.streak.value == 3)
        #expect(scene.member.grants.count == 1)
    }

    @Test("is also what freezes were used up")
    func freezes() throws {
        var rules = Self.rules([Milestone(.at(3), Award([.freezes(2)]))])
        rules.freezes = FreezeRules(most: 2)
        var scene = Scene(rules)
        scene.play("xx.")
        let outcome = try scene.makeUp("2026-01-03", at: "2026-01-04T12:00")
        let id = try #require(outcome?.makeUp.id)
        scene.play(".", from: "2026-01-04")
        #expect(scene.calendar == "xxmf")

        let reversal = try scene.member.reverseMakeUp(id, at: "2026-01-05T12:00", rules)
        #expect(reversal.takenBack.flatMap(\.items) == [.freezes(1)])
        #expect(reversal.kept.flatMap(\.items) == [.freezes(1)])
        var other = scene
        let again = try Self.remake("2026-01-03", &scene)
        #expect(again == [])
        #expect(scene.member.freezes.held == 0)
        // The day that the freeze has covered lies between.
        other.play("xxx", from: "2026-01-05")
        #expect(other.member.streak.value == 3)
        #expect(other.member.freezes.held == 0)
    }

    @Test("is also what is found later not to be taken back, once")
    func later() throws {
        var scene = Scene(Self.rules([Milestone(.at(3), .points(30))]))
        scene.play("xx.x")
        let first = try Self.undo("2026-01-03", &scene)
        #expect(first.takenBack.map(\.reach) == [3] && first.kept == [])
        scene.play(".", from: "2026-01-05")
        var other = scene
        for _ in 1...2 {
            scene.member.keepOn(first.takenBack, at: "2026-01-06T12:00", scene.rules)
        }
        #expect(scene.member.grants.map(\.day) == ["2026-01-03"])
        let again = try Self.remake("2026-01-03", &scene)
        #expect(again == [])
        // Where it was taken back it is granted anew.
        let granted = try Self.remake("2026-01-03", &other)
        #expect(granted == [.asset(.points, Points(30))])
    }

    @Test("stands once, also where two make-ups of a day leave the same behind")
    func twice() throws {
        let award = Award([.asset(.points, Points(30)), .freezes(1)])
        var rules = Self.rules([Milestone(.at(3), award)])
        rules.freezes = FreezeRules(most: 1)
        var scene = Scene(rules)
        scene.play("xx.")
        let first = try Self.undo("2026-01-03", &scene)
        #expect(first.kept == [])
        let outcome = try scene.makeUp("2026-01-03", at: "2026-01-04T12:00")
        let id = try #require(outcome?.makeUp.id)
        scene.play(".", from: "2026-01-04")
        #expect(scene.calendar == "xxmf")
        // What the first one was granted turns out to stay, and the freeze of the second is used.
        scene.member.keepOn(first.takenBack, at: "2026-01-05T12:00", rules)
        let second = try scene.member.reverseMakeUp(id, at: "2026-01-05T12:00", rules)
        #expect(second.kept.flatMap(\.items) == [.freezes(1)])
        #expect(scene.member.grants.map(\.day) == ["2026-01-04"])
    }

    @Test("is also what the make-up itself or the month has earned")
    func ownAndMonth() throws {
        var rules = Self.rules([], cumulative: [CumulativeAward(days: 2, Award([Self.mug]))])
        rules.makeUps?.award = Award([Self.mug])
        var scene = Scene(rules)
        scene.play("x.")
        let reversal = try Self.undo("2026-01-02", &scene)
        #expect(reversal.kept.flatMap(\.items) == [Self.mug, Self.mug])
        let again = try Self.remake("2026-01-02", &scene)
        #expect(again == [])
        #expect(scene.member.month.days == 2)
        #expect(scene.member.grants.count == 2)
    }
}
