import CheckinService
import Sections
import ServiceHost
import Testing
import Wire

@Suite("Faulty check-in sections")
struct FaultySectionTests {
    private static func paths(_ section: JSON) -> [String] {
        do throws(ProgrammeFaults) {
            _ = try CheckinSection(section)
            return []
        } catch {
            return error.faults.map(\.path)
        }
    }

    /// The paths within the part `checkin`.
    private static func paths(ofRules checkin: JSON) -> [String] {
        paths([
            "zone": "UTC", "assets": [["id": "points"], ["id": "tickets"]], "checkin": checkin,
        ])
        .map { $0.replacing("checkin.", with: "", maxReplacements: 1) }
    }

    @Test(
        "are told with the path of each fault in the file",
        arguments: [
            ([:], ["zone", "assets"]), ([], [""]),
            (["zone": "Asia/Nowhere", "assets": [["id": "a b"]]], ["zone", "assets[0].id"]),
            (["zone": "UTC", "assets": [["id": "a"], ["id": "a"]]], ["assets[1].id"]),
            (
                ["zone": "UTC", "assets": [["name": "a"]], "checkin": 1],
                ["assets[0].id", "checkin"]
            ),
            (["zone": "UTC", "assets": [["id": "a"]], "checkin": .null], ["checkin"]),
            (["zone": "UTC", "assets": [["id": "a"]], "earning": [:], "x": 1], ["earning", "x"]),
            // Where the assets are at fault, nothing is said of those that awards name.
            (
                ["zone": "UTC", "assets": [], "checkin": ["base": ["asset": "x", "amount": 1]]],
                ["assets"]
            ),
            (
                [
                    "zone": "UTC", "assets": [["id": "a"]],
                    "checkin": ["base": 1, "day": 2, "e": 3],
                ],
                ["checkin.day", "checkin.e"]
            ),
        ] as [(JSON, [String])]
    )
    func frame(section: JSON, paths: [String]) {
        #expect(Self.paths(section) == paths)
    }

    @Test(
        "days, pauses and the loss policy are checked",
        arguments: [
            (["dayStart": "24:00"], ["dayStart"]), (["dayStart": 4], ["dayStart"]),
            (["dayStart": "4:00"], ["dayStart"]), (["ownZones": false], ["ownZones"]),
            (["pauses": [:]], ["pauses.daysPerYear"]),
            (["pauses": ["daysPerYear": 367]], ["pauses.daysPerYear"]), (["pauses": 3], ["pauses"]),
            (["loss": ["policy": "halve", "by": 1]], ["loss.policy"]),
            (["loss": ["policy": "decay"]], ["loss.by"]), (["loss": "reset"], ["loss"]),
            (
                ["loss": ["policy": "decay", "by": 0, "floor": 1_000_001]],
                ["loss.floor", "loss.by"]
            ),
            (["loss": ["policy": "reset", "by": 3]], ["loss.by"]),
        ] as [(JSON, [String])]
    )
    func days(rules: JSON, paths: [String]) {
        #expect(Self.paths(ofRules: rules) == paths)
    }

    @Test(
        "awards are checked, each where it stands",
        arguments: [
            (["base": -1], ["base"]), (["base": []], ["base"]), (["base": "1"], ["base"]),
            (["base": .array(Array(repeating: 1, count: 32))], ["base"]),
            (["base": [1, -1, [1, 0], []]], ["base[1]", "base[2][1]", "base[3]"]),
            (["base": [["freezes": 0]]], ["base[0].freezes"]),
            (["base": [:]], ["base.amount"]), (["base": ["asset": "points"]], ["base.amount"]),
            (["base": ["asset": "gems", "amount": 0]], ["base.asset", "base.amount"]),
            (["base": ["asset": 1, "amount": 1]], ["base.asset"]),
            (["base": ["amount": 1, "freezes": 1, "asset": "points"]], ["base.freezes"]),
            (["base": ["freezes": 1, "quantity": 1]], ["base.quantity"]),
            (["base": ["product": "a b", "quantity": 101]], ["base.product", "base.quantity"]),
            (["base": [.array(Array(repeating: 1, count: 11))]], ["base[0]"]),
            (
                ["milestones": [["award": 1], ["at": 1]]],
                ["milestones[0].at", "milestones[1].award"]
            ),
            (["milestones": [["at": 7, "every": 7, "award": 1]]], ["milestones[0].every"]),
            (
                ["milestones": [["at": 0, "award": 1], ["every": 100_001, "award": "x"]]],
                ["milestones[0].at", "milestones[1].every", "milestones[1].award"]
            ),
            (
                ["milestones": [["at": 7, "award": 1], ["at": 7, "award": 2]]],
                ["milestones[1].at"]
            ),
            (["milestones": [["at": 7, "award": ["freezes": 1]]]], ["freezes"]),
            (["cumulative": [["days": 32]]], ["cumulative[0].days", "cumulative[0].award"]),
            (
                ["cumulative": [["days": 3, "award": 1], ["days": 3, "award": 1]]],
                ["cumulative[1].days"]
            ),
        ] as [(JSON, [String])]
    )
    func awards(rules: JSON, paths: [String]) {
        #expect(Self.paths(ofRules: rules) == paths)
    }

    @Test(
        "multipliers are checked",
        arguments: [
            (["id": "m"], ["[0].times"]), (["times": 2], ["[0].id"]),
            (["id": "m", "times": .number("1.00001")], ["[0].times"]),
            (["id": "m", "times": .number("1.0001")], ["[0].times"]),
            (["id": "m", "times": 2, "when": ["weekdays": ["Sunday"]]], ["[0].when.weekdays[0]"]),
            (["id": "m", "times": 2, "when": ["levelAtLeast": -1]], ["[0].when.levelAtLeast"]),
            (["id": "m", "times": 2, "when": ["tag": ""]], ["[0].when.tag"]),
            (["id": "m", "times": 2, "when": ["hours": 1]], ["[0].when.hours"]),
            (
                ["id": "m", "times": 2, "when": ["from": "2026-03-02", "to": "2026-03-01"]],
                ["[0].when.to"]
            ),
        ] as [(JSON, [String])]
    )
    func multipliers(entry: JSON, paths: [String]) {
        #expect(
            Self.paths(ofRules: ["multipliers": [entry]]) == paths.map { "multipliers\($0)" }
        )
    }

    @Test(
        "freezes and make-ups are checked",
        arguments: [
            (["freezes": [:]], ["freezes.most"]),
            (["freezes": ["most": 2, "atStart": 3]], ["freezes.atStart"]),
            (
                ["freezes": ["most": 32, "atStart": -1, "every": 0, "price": 0]],
                ["freezes.most", "freezes.atStart", "freezes.every", "freezes.price"]
            ),
            (
                ["freezes": ["most": 2, "price": ["asset": "gems", "amount": 0]]],
                ["freezes.price.asset", "freezes.price.amount"]
            ),
            (["makeUp": [:]], ["makeUp.windowDays", "makeUp.perMonth"]),
            (["makeUp": ["windowDays": 7, "perMonth": 3]], ["makeUp.prices"]),
            (["makeUp": ["windowDays": 7, "perMonth": 3, "prices": []]], ["makeUp.prices"]),
            (["makeUp": ["windowDays": 7, "perMonth": 3, "prices": 10]], ["makeUp.prices"]),
            (
                ["makeUp": ["windowDays": 367, "perMonth": 0, "prices": [10, -1, "x"]]],
                ["makeUp.windowDays", "makeUp.perMonth", "makeUp.prices[1]", "makeUp.prices[2]"]
            ),
            (
                ["makeUp": ["windowDays": 7, "perMonth": 3, "card": ["asset": "gems"]]],
                ["makeUp.card.asset"]
            ),
            (
                ["makeUp": ["windowDays": 7, "perMonth": 3, "prices": [1], "award": -1]],
                ["makeUp.award"]
            ),
            (["makeup": ["windowDays": 7, "perMonth": 3]], ["makeup"]),
        ] as [(JSON, [String])]
    )
    func repairs(rules: JSON, paths: [String]) {
        #expect(Self.paths(ofRules: rules) == paths)
    }
}
