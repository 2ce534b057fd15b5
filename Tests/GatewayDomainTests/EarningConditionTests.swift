import GatewayDomain
import Primitives
import Testing

@Suite("A condition of a rule")
struct EarningConditionTests {
    /// A condition, an event, and the part of the condition that the event does not meet.
    struct Case: Sendable, CustomTestStringConvertible {
        let event: BusinessEvent
        let unmet: String?
        let condition: EarningCondition

        init(
            _ event: BusinessEvent,
            _ unmet: String?,
            _ change: (inout EarningCondition) -> Void
        ) {
            self.event = event
            self.unmet = unmet
            var condition = EarningCondition()
            change(&condition)
            self.condition = condition
        }

        var testDescription: String { "\(unmet ?? "met"): \(condition)" }
    }

    private static func at(_ hours: Int64, _ minutes: Int64 = 0) -> BusinessEvent {
        .paid(100, timeOfDayMs: (hours * 60 + minutes) * 60_000)
    }

    private static func with(_ attributes: [String: BusinessEvent.Attribute]) -> BusinessEvent {
        .paid(100, attributes: attributes)
    }

    private static func grade(_ change: (inout AttributeTest) -> Void) -> [AttributeTest] {
        var test = AttributeTest(name: "grade")
        change(&test)
        return [test]
    }

    private static let night = EarningCondition.Hours(fromMs: 79_200_000, toMs: 21_600_000)
    private static let morning = EarningCondition.Hours(fromMs: 21_600_000, toMs: 43_200_000)

    // 2026-03-04 is a Wednesday.
    private static let days = [
        Case(.paid(100), nil) { _ in },
        Case(.paid(100), nil) { $0.from = "2026-03-04" },
        Case(.paid(100), "from") { $0.from = "2026-03-05" },
        Case(.paid(100), nil) { $0.to = "2026-03-04" },
        Case(.paid(100), "to") { $0.to = "2026-03-03" },
        Case(.paid(100), nil) { $0.days = ["2026-03-04", "2026-11-11"] },
        Case(.paid(100), "days") { $0.days = ["2026-11-11"] },
        Case(.paid(100), nil) {
            $0.yearly = Set([(11, 11), (3, 4)].compactMap(YearlyDate.init))
        },
        Case(.paid(100), "yearly") {
            $0.yearly = Set([(4, 3), (3, 5)].compactMap(YearlyDate.init))
        },
        Case(.paid(100), nil) { $0.daysOfMonth = [4] },
        Case(.paid(100), "daysOfMonth") { $0.daysOfMonth = [3, 5] },
        Case(.paid(100), nil) { $0.weekdays = [.wednesday] },
        Case(.paid(100), "weekdays") { $0.weekdays = [.tuesday, .thursday] },
        Case(at(6), nil) { $0.hours = morning },
        Case(at(11, 59), nil) { $0.hours = morning },
        Case(at(12), "hours") { $0.hours = morning },
        Case(at(5, 59), "hours") { $0.hours = morning },
        Case(at(22), nil) { $0.hours = night },
        Case(at(0), nil) { $0.hours = night },
        Case(at(6), "hours") { $0.hours = night },
        Case(at(21, 59), "hours") { $0.hours = night },
    ]

    private static let others = [
        Case(.paid(100), "categories") { $0.categories = ["tea"] },
        Case(.paid(lines: [("tea", 100)]), nil) { $0.categories = ["tea", "rice"] },
        Case(.paid(lines: [("car", 100)]), "categories") { $0.categories = ["tea"] },
        Case(.paid(lines: [(nil, 100)]), "categories") { $0.categories = ["tea"] },
        Case(with(["grade": .integer(4)]), nil) { $0.attributes = grade { $0.atLeast = 4 } },
        Case(with(["grade": .integer(3)]), "attributes.grade") {
            $0.attributes = grade { $0.atLeast = 4 }
        },
        Case(with(["grade": .integer(5)]), "attributes.grade") {
            $0.attributes = grade {
                $0.atLeast = 4
                $0.atMost = 4
            }
        },
        Case(with(["grade": .text("4")]), "attributes.grade") {
            $0.attributes = grade { $0.atLeast = 4 }
        },
        Case(with([:]), "attributes.grade") { $0.attributes = grade { $0.atMost = 4 } },
        Case(with(["grade": .text("a")]), nil) { $0.attributes = grade { $0.value = .text("a") } },
        Case(with(["grade": .bool(true)]), "attributes.grade") {
            $0.attributes = grade { $0.value = .integer(1) }
        },
        Case(with(["grade": .bool(true)]), nil) {
            $0.attributes = grade { $0.oneOf = [.integer(1), .bool(true)] }
        },
        Case(with(["grade": .text("x")]), "attributes.grade") {
            $0.attributes = grade { $0.oneOf = [.integer(1), .bool(true)] }
        },
        Case(.paid(100, isFirst: true), nil) { $0.first = true },
        Case(.paid(100), "first") { $0.first = true },
        Case(.paid(100), "weekdays") {
            $0.daysOfMonth = [4]
            $0.weekdays = [.monday]
            $0.first = true
        },
    ]

    /// An order on 2026-03-04 of a member of whom something is known.
    private static func of(_ facts: MemberFacts) -> BusinessEvent { .paid(100, facts: facts) }

    private static func born(_ month: Int64, _ day: Int64) -> BusinessEvent {
        of(MemberFacts(birthday: Birthday(newest: YearlyDate(month: month, day: day))))
    }

    private static let members = [
        Case(of(MemberFacts(level: 3)), nil) { $0.levelAtLeast = 3 },
        Case(of(MemberFacts(level: 2)), "levelAtLeast") { $0.levelAtLeast = 3 },
        Case(of(MemberFacts(level: 0)), nil) { $0.levelAtLeast = 0 },
        Case(.paid(100), "levelAtLeast") { $0.levelAtLeast = 0 },
        Case(of(MemberFacts(tags: ["new", "vip"])), nil) { $0.tag = "vip" },
        Case(of(MemberFacts(tags: ["new"])), "tag") { $0.tag = "vip" },
        Case(born(3, 31), nil) { $0.birthdayMonth = true },
        Case(born(4, 4), "birthdayMonth") { $0.birthdayMonth = true },
        Case(.paid(100), "birthdayMonth") { $0.birthdayMonth = true },
        Case(.paid(100), "first") {
            $0.first = true
            $0.levelAtLeast = 1
        },
    ]

    @Test(
        "holds where all its parts hold, and names the first that does not",
        arguments: days + others + members
    )
    func condition(_ example: Case) {
        let reasons = example.unmet.map { ["conditionNotMet \($0)"] } ?? []
        let rate = EarningRule.rate(1, per: 100) { $0.condition = example.condition }
        let fixed = EarningRule.fixed(1) { $0.condition = example.condition }

        for rule in [rate, fixed] {
            let judgement = rule.judge(example.event)
            #expect(judgement.reasons == reasons)
            #expect(judgement.total == (reasons.isEmpty ? 1 : 0))
        }
    }

    @Test("on categories is judged line by line, of a fixed number by the whole order")
    func categories() {
        let order = BusinessEvent.paid(lines: [("car", 100), ("tea", 200), (nil, 100)])
        let rate = EarningRule.rate(1, per: 100) { $0.condition.categories = ["tea"] }
        let fixed = EarningRule.fixed(7) { $0.condition.categories = ["tea"] }

        #expect(rate.judge(order).total == 2)
        #expect(
            rate.judge(order).reasons == [
                "conditionNotMet categories line 1", "conditionNotMet categories line 3",
            ]
        )
        #expect(fixed.judge(order).total == 7)
    }

    @Test("the days of a week follow one another, before 1970 too")
    func weekdays() {
        let monday: CalendarDay = "1969-12-29"
        let days = (0..<14).map { CalendarDay(daysSinceEpoch: monday.daysSinceEpoch + $0) }

        #expect(days.map(Weekday.init) == Weekday.allCases + Weekday.allCases)
        #expect(Weekday(of: "2026-03-04") == .wednesday)
    }
}
