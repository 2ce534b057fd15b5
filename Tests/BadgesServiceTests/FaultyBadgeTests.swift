import Testing
import Wire

@Suite("Faulty badges and goals")
struct FaultyBadgeTests {
    private static let goal: JSON = ["count": "a", "atLeast": 1]

    static let badgeCases: [(JSON, [String])] = [
        ([[:]], ["[0].id: is missing", "[0].tiers: is missing"]),
        ([["id": "b", "tiers": []]], ["[0].tiers: must have at least one"]),
        ([["id": "b", "tiers": 1]], ["[0].tiers: must be a list of 0 to 10"]),
        (
            [["id": "b", "tiers": [[:]]]],
            ["id", "goal"].map { "[0].tiers[0].\($0): is missing" }
        ),
        // One that is at fault does not shift the places of those behind it.
        (
            [["id": "a"], ["id": "b", "tiers": tiers], ["id": "b", "tiers": tiers]],
            ["[0].tiers: is missing", "[2].id: stands twice"]
        ),
        (
            [["id": "b", "tiers": [["id": "t"], ["id": "t", "goal": goal]]]],
            ["[0].tiers[0].goal: is missing", "[0].tiers[1].id: stands twice"]
        ), ([["id": long(57), "tiers": tiers]], ["[0].id: is longer than 56 characters"]),
        (
            [["id": long(50), "tiers": [["id": long(8), "goal": goal]]]],
            ["[0].tiers[0].id: is longer than 7 characters"]
        ),
        (
            [["id": "b", "tiers": tiers, "hidden": false, "undone": "lose", "growth": -1]],
            [
                "[0].hidden: must be true, or left out", "[0].undone: must be keep or revoke",
                "[0].growth: must be a whole number from 0 to 1000000000",
            ]
        ),
        (
            [["id": "b", "tiers": tiers, "since": "2026-03-01", "days": march("01", "02")]],
            ["[0].since: cannot stand beside days"]
        ),
        (
            [
                ["id": "a", "tiers": [["id": "b:t", "goal": goal]]],
                ["id": "a:b", "tiers": tiers],
            ],
            ["[1].tiers[0].id: has the reference of a tier of a, as ids hold `:`"]
        ),
        (
            [["id": "b", "tiers": tiers, "days": march("02", "01")]],
            ["[0].days.to: is before from"]
        ),
    ]

    @Test("badges are checked", arguments: badgeCases)
    func badges(badges: JSON, faults: [String]) {
        let found = FaultySectionTests.faults(of: [.init("badges", badges)])
        #expect(found == faults.map { "badges\($0)" })
    }

    private static let tiers: JSON = [["id": "t", "goal": goal]]

    private static func long(_ count: Int) -> JSON { .string(String(repeating: "x", count: count)) }

    private static func march(_ from: String, _ to: String) -> JSON {
        ["from": .string("2026-03-\(from)"), "to": .string("2026-03-\(to)")]
    }

    @Test("a bounded badge cannot count by weeks, nor a reward hang on rewards")
    func together() {
        let weekly: JSON = ["count": "a", "each": "week", "atLeast": 1]
        let ofRewards: JSON = ["count": "a", "rewards": true, "atLeast": 1]
        let faults = FaultySectionTests.faults(of: [
            .init(
                "badges",
                [
                    ["id": "b", "since": "2026-03-01", "tiers": [["id": "t", "goal": weekly]]],
                    ["id": "c", "tiers": [["id": "t", "goal": ofRewards, "reward": 5]]],
                ]
            )
        ])
        #expect(
            faults == [
                "badges[0].tiers[0].goal: counts by each or within, which days and since do not "
                    + "bound",
                "badges[1].tiers[0].reward: cannot stand beside a goal that counts rewards",
            ]
        )
    }

    private static let none = ".count: or one of sum, distinct, maximum, streak is missing"
    private static let types = "must be a type of event, or a list of 1 to 20"
    private static let value = "must be a text, a whole number, true or false"

    static let goalCases: [(JSON, [String])] = [
        ("x", [": an object was expected"]), ([:], [".atLeast: is missing", none]),
        (["cuont": "a", "atLeast": 1], [none, ".cuont: is not known here"]),
        (
            ["streak": "a", "count": "a", "of": "b", "atLeast": 1],
            [".count: cannot stand beside streak"]
        ), (["count": [], "atLeast": 1], [".count: \(types)"]),
        (["count": ["a", 1], "atLeast": 1], [".count: \(types)"]),
        (
            ["count": "a", "atLeast": 0],
            [".atLeast: must be a whole number from 1 to 9007199254740991"]
        ), (["count": "a", "of": "b", "atLeast": 1], [".of: is not known here"]),
        (
            ["sum": "a b", "of": "a", "atLeast": 1],
            [".sum: must be 1 to 64 characters of A-Z a-z 0-9 . _ : -"]
        ), (["maximum": "x", "atLeast": 1], [".of: is missing"]),
        (["count": "a", "atLeast": 1, "rewards": 1], [".rewards: must be true, or left out"]),
        (["all": []], [".all: must be a list of 1 to 16 goals"]),
        (["any": ["a"]], [".any[0]: an object was expected"]),
        (["any": many(17)], [".any: must be a list of 1 to 16 goals"]),
        (["all": [["any": many(9)], ["any": many(8)]]], [": has more than 16 parts"]),
        (
            ["all": many(1), "any": many(1), "atLeast": 1],
            [".any: cannot stand beside all", ".atLeast: cannot stand beside all"]
        ),
        (
            ["all": [["any": [["all": [["any": many(1)]]]]]]],
            [".all[0].any[0].all[0].any: lies deeper than 4 goals in one another"]
        ),
    ]

    @Test("goals are checked", arguments: goalCases)
    func goals(goal: JSON, faults: [String]) { expect(goal, faults) }

    private static func many(_ count: Int) -> JSON { .array(Array(repeating: goal, count: count)) }

    private func expect(_ goal: JSON, _ faults: [String]) {
        let badges: JSON = [["id": "b", "tiers": [["id": "t", "goal": goal]]]]
        let found = FaultySectionTests.faults(of: [.init("badges", badges)])
        #expect(found == faults.map { "badges[0].tiers[0].goal\($0)" })
    }

    static let dayCases: [(JSON, [String])] = [
        (["each": "year"], [".each: must be day or week or month"]),
        (["each": "day", "within": 7], [".within: cannot stand beside each"]),
        (["within": 1], [".within: must be a whole number from 2 to 366"]),
        (["between": march("02", "01")], [".between.to: is before from"]),
        (
            ["between": ["from": "March"]],
            [".between.to: is missing", ".between.from: must be a day, such as 2026-03-01"]
        ),
    ]

    @Test("the days of goals are checked", arguments: dayCases)
    func days(span: JSON, faults: [String]) {
        guard case .object(let span) = span else { return }
        expect(.object([.init("count", "a"), .init("atLeast", 1)] + span), faults)
    }

    static let streakCases: [(JSON, String)] = [
        (["atLeast": 1001], ".atLeast: must be at most 1000"),
        (["each": "week", "atLeast": 8], ".atLeast: must be at most 7"),
        (["each": "month", "atLeast": 32], ".atLeast: must be at most 31"),
        (["between": march("01", "03"), "atLeast": 4], ".atLeast: must be at most 3"),
    ]

    @Test("a streak that no period can have is refused", arguments: streakCases)
    func streaks(goal: JSON, fault: String) {
        guard case .object(let goal) = goal else { return }
        expect(
            .object([.init("streak", "a")] + goal),
            ["\(fault), as no streak is longer there"]
        )
    }

    @Test("a streak and a maximum need no days in a row")
    func rolling() {
        let message = "cannot stand beside"
        expect(
            ["streak": "a", "within": 7, "atLeast": 1],
            [".within: \(message) streak, which needs no such bound"]
        )
        expect(
            ["maximum": "x", "of": "a", "within": 7, "atLeast": 1],
            [".within: \(message) maximum, which needs no such bound"]
        )
    }

    static let attributeCases: [(JSON, [String])] = [
        (["a b": ["is": 1]], [".a b: is no name of an attribute"]),
        (["a": 1], [".a: an object was expected"]),
        (["a": [:]], [".a.is: or oneOf, atLeast or atMost is missing"]),
        (
            ["a": ["like": "x"]],
            [
                ".a.is: or oneOf, atLeast or atMost is missing", ".a.like: is not known here",
            ]
        ), (["a": ["is": 1, "oneOf": [2]]], [".a.oneOf: cannot stand beside is"]),
        (["a": ["is": .number("1.5")]], [".a.is: \(value)"]),
        (["a": ["oneOf": [1, .null]]], [".a.oneOf[1]: \(value)"]),
        (["a": ["oneOf": []]], [".a.oneOf: must be a list of 1 to 500"]),
        (["a": ["atLeast": 2, "atMost": 1]], [".a.atMost: is below atLeast"]),
    ]

    @Test("tests of attributes are checked", arguments: attributeCases)
    func attributes(tests: JSON, faults: [String]) {
        expect(
            ["count": "a", "atLeast": 1, "attributes": tests],
            faults.map { ".attributes\($0)" }
        )
    }

    @Test("a programme that counts by more than 500 measures is refused")
    func tooMany() {
        let badges = (0..<51).map { badge -> JSON in
            let tiers = (0..<10).map { tier -> JSON in
                let goal: JSON = ["count": .string("type-\(badge)-\(tier)"), "atLeast": 1]
                return ["id": .string("t\(tier)"), "goal": goal]
            }
            return ["id": .string("b\(badge)"), "tiers": .array(tiers)]
        }
        let faults = FaultySectionTests.faults(of: [.init("badges", .array(badges))])
        #expect(faults == ["badges: and growth count by more than 500 measures"])
    }
}
