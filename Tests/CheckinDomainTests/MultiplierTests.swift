import CheckinDomain
import Primitives
import Testing

@Suite("What multiplies a day")
struct MultiplierTests {
    private static func condition(_ change: (inout AwardCondition) -> Void) -> AwardCondition {
        var condition = AwardCondition()
        change(&condition)
        return condition
    }

    /// What a member earns on a day under a multiplier of 2 for a condition; 10 without it.
    private static func earned(
        on day: CalendarDay,
        _ condition: AwardCondition,
        _ facts: MemberFacts = MemberFacts()
    ) -> Int64? {
        let rules = CheckinRules.of {
            $0.base = [.points(10)]
            $0.multipliers = [AwardMultiplier(id: "m", times: .of(2), condition: condition)]
        }
        var scene = Scene(rules, at: day.noon)
        scene.facts = facts
        return scene.check(at: day.noon)?.award.total()
    }

    @Test(
        "holds on its dates",
        arguments: [
            (condition { $0.from = "2026-03-04" }, "2026-03-04", true),
            (condition { $0.from = "2026-03-05" }, "2026-03-04", false),
            (condition { $0.to = "2026-03-04" }, "2026-03-04", true),
            (condition { $0.to = "2026-03-03" }, "2026-03-04", false),
            (condition { $0.days = ["2026-03-04"] }, "2026-03-04", true),
            (condition { $0.days = ["2026-03-05"] }, "2026-03-04", false),
            (
                condition { $0.yearly = Set([(3, 4)].compactMap(YearlyDate.init)) }, "2027-03-04",
                true
            ),
            (
                condition { $0.yearly = Set([(4, 3)].compactMap(YearlyDate.init)) }, "2027-03-04",
                false
            ),
            (condition { $0.daysOfMonth = [8] }, "2026-03-08", true),
            (condition { $0.daysOfMonth = [8] }, "2026-03-09", false),
            (condition { $0.weekdays = [.sunday] }, "2026-03-08", true),
            (condition { $0.weekdays = [.sunday] }, "2026-03-09", false),
        ] as [(AwardCondition, CalendarDay, Bool)]
    )
    func dates(condition: AwardCondition, day: CalendarDay, holds: Bool) {
        #expect(Self.earned(on: day, condition) == (holds ? 20 : 10))
    }

    @Test(
        "holds for members of a level, a tag, a birthday month",
        arguments: [
            (condition { $0.levelAtLeast = 3 }, MemberFacts(level: 3), true),
            (condition { $0.levelAtLeast = 3 }, MemberFacts(level: 2), false),
            (condition { $0.levelAtLeast = 0 }, MemberFacts(), false),
            (condition { $0.tag = "vip88" }, MemberFacts(tags: ["vip88"]), true),
            (condition { $0.tag = "vip88" }, MemberFacts(), false),
            (
                condition { $0.birthdayMonth = true },
                MemberFacts(birthday: Birthday(newest: YearlyDate(month: 3, day: 31))), true
            ),
            (
                condition { $0.birthdayMonth = true },
                MemberFacts(birthday: Birthday(newest: YearlyDate(month: 4, day: 1))), false
            ),
            (condition { $0.birthdayMonth = true }, MemberFacts(), false),
        ] as [(AwardCondition, MemberFacts, Bool)]
    )
    func facts(condition: AwardCondition, facts: MemberFacts, holds: Bool) {
        #expect(Self.earned(on: "2026-03-08", condition, facts) == (holds ? 20 : 10))
    }

    @Test(
        "is asked of the member where it hangs on a level, a tag or a birthday month",
        arguments: [
            (condition { $0.levelAtLeast = 1 }, true), (condition { $0.tag = "vip88" }, true),
            (condition { $0.birthdayMonth = true }, true),
            (condition { $0.from = "2026-03-04" }, false),
            (condition { $0.to = "2026-03-09" }, false),
            (condition { $0.days = ["2026-03-08"] }, false),
            (condition { $0.weekdays = [.sunday] }, false),
            (condition { $0.daysOfMonth = [8] }, false), (condition { _ in }, false),
        ] as [(AwardCondition, Bool)]
    )
    func asks(condition: AwardCondition, asks: Bool) {
        let multiplier = AwardMultiplier(id: "m", times: .of(2), condition: condition)
        let always = AwardMultiplier(id: "always", times: .of(2))
        #expect(CheckinRules.of { $0.multipliers = [always, multiplier] }.asksOfMember == asks)
        #expect(CheckinRules.of { $0.levels = [always, multiplier] }.asksOfMember == asks)
    }

    @Test("is in the birthday month by the programme's zone, on a date by the member's")
    func zones() {
        let rules = CheckinRules.of(zone("Asia/Shanghai")) {
            $0.allowsOwnZones = true
            $0.base = [.points(1)]
            $0.multipliers = [
                AwardMultiplier(
                    id: "birthday",
                    times: .of(2),
                    condition: Self.condition { $0.birthdayMonth = true }
                ),
                AwardMultiplier(
                    id: "last",
                    times: .of(3),
                    condition: Self.condition { $0.daysOfMonth = [28] }
                ),
            ]
        }
        var scene = Scene(rules, at: "2026-02-28T20:00")
        scene.facts.birthday = Birthday(newest: YearlyDate(month: 3, day: 9))
        scene.hear(zone("America/New_York"), at: "2026-02-28T20:00")

        #expect(scene.check(at: "2026-02-28T20:00")?.award.total() == 6)
    }

    @Test("of one group the highest counts, groups and single ones multiply")
    func groups() {
        let rules = CheckinRules.of {
            $0.base = [.points(10)]
            $0.multipliers = [
                AwardMultiplier(id: "a", group: "day", times: .of(2)),
                AwardMultiplier(id: "b", group: "day", times: .of(5, per: 2)),
                AwardMultiplier(id: "c", group: "level", times: .of(3, per: 2)),
                AwardMultiplier(id: "d", times: .of(2)),
            ]
        }
        var scene = Scene(rules)
        let award = scene.check(at: "2026-01-01T12:00")?.award

        #expect(award?.multipliers.map(\.id) == ["b", "c", "d"])
        #expect(award?.total() == 75)
    }

    @Test(
        "a changed birthday counts from the next calendar year, so that nobody has two in one",
        arguments: [
            // What is heard, month and day of hearing; the months that count in 2026 and 2027.
            ([(5, "2026-01-01")], [5, 5]), ([(5, "2025-01-01"), (6, "2026-05-31")], [5, 6]),
            ([(5, "2025-01-01"), (6, "2026-05-31"), (7, "2026-06-01")], [5, 7]),
            ([(5, "2025-01-01"), (6, "2026-05-31"), (5, "2026-06-01")], [5, 5]),
            ([(5, "2025-01-01"), (nil, "2026-05-31"), (6, "2026-06-01")], [5, 6]),
            ([(5, "2025-01-01"), (nil, "2026-05-31")], [5, nil]),
            ([(nil, "2026-01-01"), (7, "2026-02-01")], [7, 7]),
        ] as [([(Int64?, CalendarDay)], [Int64?])]
    )
    func birthday(heard: [(month: Int64?, on: CalendarDay)], counts: [Int64?]) {
        var birthday = Birthday()
        for (month, day) in heard {
            birthday.hear(month.flatMap { YearlyDate(month: $0, day: 15) }, on: day)
        }

        #expect([2026, 2027].map { birthday.date(inYear: $0)?.month } == counts)
    }

    @Test("a birthday changed in two years running counts as it was when the second began")
    func birthdayTwice() {
        var birthday = Birthday(newest: YearlyDate(month: 5, day: 1))
        birthday.hear(YearlyDate(month: 6, day: 1), on: "2026-12-31")
        birthday.hear(YearlyDate(month: 7, day: 1), on: "2027-01-01")

        #expect([2027, 2028].map { birthday.date(inYear: $0)?.month } == [6, 7])
    }
}
