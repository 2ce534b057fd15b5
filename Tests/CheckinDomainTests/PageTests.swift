import CheckinDomain
import Primitives
import Testing

@Suite("The page about a member's check-ins")
struct PageTests {
    private static let rules = CheckinRules.of(zone("Asia/Shanghai")) { rules in
        rules.base = [.points(1), .points(2), .points(3)]
        rules.milestones = [
            Milestone(.at(3), .points(30)), Milestone(.every(3), .tickets(1)),
            Milestone(.at(100), .points(1000)),
        ]
        rules.cumulative = [CumulativeAward(days: 4, .tickets(4))]
        rules.freezes = FreezeRules(most: 2)
        rules.freezes?.price = .points(50)
        rules.pausedDaysPerYear = 5
        rules.makeUps = MakeUpRules(windowDays: 3, perMonth: 2)
        rules.makeUps?.prices = [.points(10), .points(20)]
    }

    private static func page(
        _ scene: Scene,
        at now: Instant,
        of month: CalendarMonth? = nil
    ) -> StreakPage {
        let shown = month ?? scene.rules.programmeDay(at: now).month
        return scene.member.page(
            of: month,
            days: scene.member.days.filter { $0.day.month == shown },
            at: now,
            scene.facts,
            scene.rules
        )
    }

    private static func text(_ entries: [StreakPage.Entry]) -> String {
        entries.map { $0.mark.name }.joined(separator: " ")
    }

    @Test("of a new member shows what today and tomorrow earn, and nothing to lose")
    func new() {
        let scene = Scene(Self.rules, at: "2026-01-01T12:00")
        let page = Self.page(scene, at: "2026-01-01T12:00")

        #expect(page.today == "2026-01-01")
        #expect(!page.isChecked)
        #expect(page.endsAt == "2026-01-01T16:00")
        #expect(page.streak == Streak())
        #expect(page.todayAward?.total() == 1)
        #expect(page.tomorrowAward.total() == 2)
        #expect(page.next?.reach == 3)
        #expect(page.next?.missing == 3)
        #expect(page.next?.parts.map(\.source.name) == ["milestone:3", "every:3"])
        #expect(page.ifMissed == .nothing)
        #expect(Self.text(page.calendar) == "open")
        #expect(page.pausesLeft == 5)
        #expect(page.makeUps?.left == 2)
    }

    @Test("shows the month as it was decided, also what no write has decided yet")
    func calendar() throws {
        var scene = Scene(Self.rules, at: "2026-01-01T12:00")
        scene.play("xx")
        try scene.member.giveFreezes(1, at: "2026-01-03T12:00", Self.rules)
        try scene.member.pause("2026-01-06"..."2026-01-08", at: "2026-01-03T12:00", Self.rules)
        let stored = scene.member
        let page = Self.page(scene, at: "2026-01-07T12:00")

        #expect(
            Self.text(page.calendar)
                == "checked checked frozen missed missed paused paused paused"
        )
        #expect(page.calendar.map(\.isRepairable).count { $0 } == 2)
        #expect(page.ifMissed == .nothing)
        #expect(page.freezes?.held == 0)
        #expect(page.pausesLeft == 2)
        #expect(scene.member == stored)
    }

    @Test("of a checked day shows what is next, of other months what they were")
    func checked() throws {
        var scene = Scene(Self.rules, at: "2026-01-29T12:00")
        scene.play("xxx", from: "2026-01-29")
        _ = try scene.member.reserveMakeUp(
            .number(1),
            of: "2026-02-01",
            at: "2026-02-02T12:00",
            Self.rules
        )
        let earned = scene.check(at: "2026-02-02T12:00")?.award
        let page = scene.member.page(
            days: scene.member.days.filter { $0.day.month == "2026-02" },
            earned: earned,
            at: "2026-02-02T13:00",
            scene.facts,
            scene.rules
        )

        #expect(page.isChecked)
        #expect(page.todayAward == earned)
        #expect(page.tomorrowAward.total() == 2)
        #expect(page.ifMissed == nil)
        #expect(page.next?.missing == 2)
        #expect(Self.text(page.calendar) == "missed checked")
        #expect(page.calendar.map(\.isUnderRepair) == [true, false])
        #expect(page.calendar.map(\.isRepairable) == [false, false])
        #expect(page.makeUps?.left == 1)
        #expect(page.makeUps?.costs == [.points(20)])
        #expect(page.makeUps?.first == "2026-01-30")
        #expect(page.makeUps?.resetsAt == "2026-02-28T16:00")
        #expect(page.monthDays == 1)

        let january = Self.page(scene, at: "2026-02-02T13:00", of: "2026-01")
        #expect(Self.text(january.calendar) == "checked checked checked")
        let march = Self.page(scene, at: "2026-02-02T13:00", of: "2026-03")
        #expect(march.calendar.isEmpty)
    }

    @Test(
        "says what happens if today is missed",
        arguments: [
            ("xxx", 0, .reset, .lost), ("xxx", 2, .reset, .frozen(left: 1)),
            ("xxx.", 0, .reset, .nothing), ("xxx", 0, .decay(by: 2, floor: 0), .decays(to: 1)),
            ("xx", 0, .decay(by: 2, floor: 0), .lost), ("xx", 0, .decay(by: 2, floor: 2), .nothing),
            ("xx", 1, .decay(by: 2, floor: 2), .frozen(left: 0)),
        ] as [(String, Int64, LossPolicy, StreakPage.Loss)]
    )
    func missed(played: String, held: Int64, loss: LossPolicy, expected: StreakPage.Loss) throws {
        var rules = Self.rules
        rules.loss = loss
        var scene = Scene(rules, at: "2026-01-01T12:00")
        scene.play(played)
        let now = scene.member.today.noon
        try scene.member.giveFreezes(held, at: now, rules)

        #expect(Self.page(scene, at: now).ifMissed == expected)
    }

    @Test("passes over lengths that were rewarded already, and has none where none is ahead")
    func next() {
        var rules = Self.rules
        rules.loss = .decay(by: 2, floor: 0)
        rules.milestones = [Milestone(.every(2), .points(2)), Milestone(.at(5), .points(5))]
        var scene = Scene(rules, at: "2026-01-01T12:00")
        scene.play("xxxxxx..")
        #expect(scene.member.streak.value == 2)
        #expect(Self.page(scene, at: scene.member.today.noon).next?.reach == 8)
        scene.rules.milestones = [Milestone(.at(2), .points(2))]
        #expect(Self.page(scene, at: scene.member.today.noon).next == nil)
    }

    @Test("promises exactly what the check-ins then earn")
    func promises() {
        var scene = Scene(Self.rules, at: "2026-01-28T12:00")
        var promised: [DayAward] = []
        for offset in 0..<12 as Range<Int64> {
            let now = ("2026-01-28" as CalendarDay).adding(offset).noon
            let page = Self.page(scene, at: now)
            let award = scene.check(at: now)?.award
            #expect(page.todayAward == award)
            if let last = promised.last { #expect(last == award) }
            promised.append(page.tomorrowAward)
        }
        #expect(promised.count == 12)
    }

    @Test("shows nothing of what the programme does not have")
    func absent() {
        let page = Self.page(Scene(at: "2026-01-01T12:00"), at: "2026-01-01T12:00")

        #expect(page.freezes == nil)
        #expect(page.makeUps == nil)
        #expect(page.pausesLeft == nil)
        #expect(page.next == nil)
        #expect(page.todayAward?.total == [])
    }
}
