import BadgesService
import Sections
import ServiceHost
import Testing
import Wire

@Suite("Faulty badge sections")
struct FaultySectionTests {
    /// What is said of a section, each fault as `path: message`.
    static func faults(of parts: [JSON.Member]) -> [String] {
        let frame: [JSON.Member] = [.init("zone", "UTC"), .init("assets", [["id": "points"]])]
        return faults(ofWhole: .object(frame + parts))
    }

    private static func faults(ofWhole section: JSON) -> [String] {
        do throws(ProgrammeFaults) {
            let read = try BadgesSection(section)
            return read.faultsIfNew.map { "\($0.path): \($0.message)" }
        } catch {
            return error.faults.map { "\($0.path): \($0.message)" }
        }
    }

    static let frameCases: [(JSON, [String])] = [
        ([], [": an object was expected"]),
        ([:], ["zone: is missing", "assets: must be a list of 1 to 32 assets"]),
        (
            ["zone": "UTC", "assets": [["id": "points"]], "badgse": []],
            ["badgse: is not known here"]
        ),
        // Where the assets are at fault, nothing is said of those that rewards name.
        (
            [
                "zone": "UTC", "assets": [],
                "levels": [
                    "steps": [["id": "a", "at": 0, "reward": ["asset": "x", "amount": 1]]]
                ],
            ],
            ["assets: must be a list of 1 to 32 assets"]
        ),
    ]

    @Test("are told with the path and the reason of each fault", arguments: frameCases)
    func frame(section: JSON, faults: [String]) {
        #expect(Self.faults(ofWhole: section) == faults)
    }

    static let wordCases: [(JSON, [String])] = [
        ("x", ["words: an object was expected"]),
        (
            ["order paid": ["en": "x"]],
            ["words.order paid: is no name of an event or attribute"]
        ),
        (["a": "x"], ["words.a: an object was expected"]),
        (["a": ["fr": "x"]], ["words.a.fr: is not known here"]),
        (["a": ["en": "", "zh": 1]], ["en", "zh"].map { "words.a.\($0): \(short)" }),
    ]

    @Test("words are checked", arguments: wordCases)
    func words(words: JSON, faults: [String]) {
        #expect(Self.faults(of: [.init("words", words)]) == faults)
    }

    private static let short = "must be text of 1 to 64 bytes"
    private static let none = "count: or one of sum, distinct, maximum, streak is missing"
    private static let types = "must be a type of event, or a list of 1 to 20"

    static let growthCases: [(JSON, [String])] = [
        ([:], ["rules: is missing"]),
        (["rules": [[:]]], ["rules[0].growth: is missing", "rules[0].\(none)"]),
        (["over": "year", "rules": []], ["over: must be life, calendarYear or {months: N}"]),
        (
            ["over": ["months": 0], "rules": []],
            ["over.months: must be a whole number from 1 to 120"]
        ),
        (
            ["over": ["years": 1], "rules": []],
            ["over.months: is missing", "over.years: is not known here"]
        ),
        (
            ["rules": [["count": "a", "growth": 0, "per": 0, "capPerDay": 0]]],
            [
                "rules[0].growth: must be a whole number from 1 to 1000000000",
                "rules[0].per: must be a whole number from 1 to 1000000000000",
                "rules[0].capPerDay: must be a whole number from 1 to 1000000000000",
            ]
        ),
        (
            [
                "rules": [
                    ["distinct": "x", "of": "a", "growth": 1], ["streak": "a", "growth": 1],
                ]
            ],
            [
                "rules[0].distinct: cannot make members grow; count and sum can",
                "rules[1].streak: cannot make members grow; count and sum can",
            ]
        ), (["rules": [["sum": "x", "growth": 1]]], ["rules[0].of: is missing"]),
        (
            ["rules": [["count": "a", "growth": 1, "each": "week"]]],
            ["rules[0].each: is not known here"]
        ), (["rules": [["count": "a b", "growth": 1]]], ["rules[0].count: \(types)"]),
        (
            ["rules": [["count": "a", "sum": "x", "of": "a", "growth": 1]]],
            ["rules[0].sum: cannot stand beside count"]
        ),
    ]

    @Test("what makes members grow is checked", arguments: growthCases)
    func growth(growth: JSON, faults: [String]) {
        #expect(Self.faults(of: [.init("growth", growth)]) == faults.map { "growth.\($0)" })
    }

    static let levelCases: [(JSON, [String])] = [
        ([:], ["steps: is missing"]),
        (["steps": [[:]]], ["steps[0].id: is missing", "steps[0].at: is missing"]),
        (
            ["steps": [["id": "a", "at": 1], ["id": "a", "at": 0, "keep": 1]]],
            [
                "steps[1].id: stands twice", "steps[1].at: is below that of the level before",
                "steps[1].keep: is above at",
            ]
        ),
        // A level at fault does not shift the places of those behind it.
        (
            ["steps": [["id": "a", "at": "x"], ["id": "b", "at": 5], ["id": "c", "at": 3]]],
            [
                "steps[0].at: must be a whole number from 0 to 9007199254740991",
                "steps[2].at: is below that of the level before",
            ]
        ),
        (
            ["steps": [["id": .string(String(repeating: "x", count: 59)), "at": 0]]],
            ["steps[0].id: is longer than 58 characters"]
        ),
        (
            ["steps": [["id": "a", "at": 0, "badges": ["gone"], "reward": -1]]],
            [
                "steps[0].badges[0]: must be a badge of the programme",
                "steps[0].reward: must be an item, or a whole number from 0 to 1000000000000",
            ]
        ),
        (
            ["steps": [["id": "a", "at": 0, "benefits": ["earning": .number("0.5")]]]],
            ["steps[0].benefits.earning: must be a number from 1 to 100"]
        ),
        (
            ["steps": [["id": "a", "at": 0, "benefits": ["checkin": 101, "perks": [""]]]]],
            [
                "steps[0].benefits.checkin: must be a number from 1 to 100",
                "steps[0].benefits.perks[0]: must be text of 1 to 128 bytes",
            ]
        ),
        (
            ["steps": [], "review": ["graceDays": 367, "fall": "down"]],
            [
                "review.months: is missing",
                "review.graceDays: must be a whole number from 0 to 366",
                "review.fall: must be oneStep or toGrowth",
            ]
        ),
    ]

    @Test("levels are checked", arguments: levelCases)
    func levels(levels: JSON, faults: [String]) {
        #expect(Self.faults(of: [.init("levels", levels)]) == faults.map { "levels.\($0)" })
    }

    @Test("a level may require a badge that is at fault itself, which is told once")
    func badgeAtFault() {
        let faults = Self.faults(of: [
            .init("levels", ["steps": [["id": "a", "at": 0, "badges": ["b"]]]]),
            .init("badges", [["id": "b"]]),
        ])
        #expect(faults == ["badges[0].tiers: is missing"])
    }
}
