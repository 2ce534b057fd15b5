import GatewayDomain
import GatewayService
import Primitives
import Sections
import ServiceHost
import Testing
import Wire

@Suite("What the section says of assets and of earning")
struct EarningSectionTests {
    private static func section(_ earning: JSON, asset: [JSON.Member] = []) throws -> GatewaySection
    {
        let points: [JSON.Member] = [.init("id", "points"), .init("name", "积分")]
        return try GatewaySection([
            "zone": "UTC",
            "assets": [.object(points + asset), ["id": "tickets", "name": "券"]],
            "earning": earning,
        ])
    }

    /// The paths of the faults of a section with one rule, to which some members are added.
    private static func paths(ofRule members: JSON) throws -> [String] {
        guard case .object(let more) = members else { return [] }
        let names = more.map(\.name)
        let usual: [JSON.Member] = [
            .init("id", "r"), .init("event", "paid"), .init("rate", ["points": 1, "per": 100]),
        ].filter { !names.contains($0.name) }
        return try paths(of: ["rules": [.object(usual + more.filter { $0.value != .null })]])
            .map { $0.replacing("earning.rules[0].", with: "") }
    }

    private static func paths(of earning: JSON, asset: [JSON.Member] = []) throws -> [String] {
        do throws(ProgrammeFaults) {
            _ = try GatewaySection([
                "zone": "UTC",
                "assets": [
                    .object([.init("id", "points"), .init("name", "n")] + asset),
                    ["id": "tickets", "name": "n"],
                ],
                "earning": earning,
            ])
            return []
        } catch {
            return error.faults.map(\.path)
        }
    }

    @Test("nothing earns and nothing expires where the section does not say so")
    func defaults() throws {
        let section = try GatewaySection([
            "zone": "UTC", "assets": [["id": "points", "name": "积分"]],
        ])

        #expect(section.earning == Earning())
        #expect(section.assets.map(\.expiry) == [.never])
        #expect(section.assets.map(\.returned) == [.extend(days: 30)])
    }

    @Test(
        "the policies of an asset are read",
        arguments: [
            (["policy": "never"], .never), (["policy": "yearEnd", "years": 1], .yearEnd(years: 1)),
            (["policy": "rolling", "months": 12], .rolling(months: 12, exactDay: false)),
            (
                ["policy": "rolling", "months": 120, "exactDay": true],
                .rolling(months: 120, exactDay: true)
            ),
        ] as [(JSON, ExpiryPolicy)]
    )
    func expiry(json: JSON, policy: ExpiryPolicy) throws {
        let asset = [JSON.Member("expiry", json), JSON.Member("returned", "forfeit")]
        let section = try Self.section([:], asset: asset)

        #expect(section.assets.map(\.expiry) == [policy, .never])
        #expect(section.assets.map(\.returned) == [.forfeit, .extend(days: 30)])
    }

    @Test(
        "faulty policies are told with their paths",
        arguments: [
            ("expiry", [:], "expiry.policy"), ("expiry", "never", "expiry"),
            ("expiry", ["policy": "always", "years": 1], "expiry.policy"),
            ("expiry", ["policy": "never", "months": 1], "expiry.months"),
            ("expiry", ["policy": "rolling"], "expiry.months"),
            ("expiry", ["policy": "rolling", "months": 121], "expiry.months"),
            ("expiry", ["policy": "rolling", "months": 1, "exactDay": false], "expiry.exactDay"),
            ("expiry", ["policy": "yearEnd", "years": 0], "expiry.years"),
            ("expiry", ["policy": "yearEnd", "years": 11], "expiry.years"),
            ("returned", "extend", "returned"), ("returned", [:], "returned.extendDays"),
            ("returned", ["extendDays": 367], "returned.extendDays"),
            ("returned", ["extendDays": 1, "days": 1], "returned.days"),
        ] as [(String, JSON, String)]
    )
    func faultyPolicy(name: String, json: JSON, path: String) throws {
        #expect(try Self.paths(of: [:], asset: [.init(name, json)]) == ["assets[0].\(path)"])
    }

    @Test(
        "a faulty rule is told with its path",
        arguments: [
            (["id": .null], ["id"]), (["id": "a b"], ["id"]), (["event": .null], ["event"]),
            (["asset": "gems"], ["asset"]), (["rate": .null], ["rate"]), (["fixed": 1], ["fixed"]),
            (["rate": ["points": 1_000_001, "per": 0]], ["rate.points", "rate.per"]),
            (["rate": .null, "fixed": 0], ["fixed"]), (["colour": "red"], ["colour"]),
            (["rate": ["points": 1, "per": 1, "round": "up"]], ["rate.round"]),
            (["categories": 5], ["categories"]), (["caps": [[]]], ["caps[0]"]),
            (["categories": [["points": 1]]], ["categories[0].category", "categories[0].per"]),
            (["categories": [["category": "a", "per": 1]]], ["categories[0].points"]),
            (
                ["categories": [["category": "a"], ["category": "a", "points": 0]]],
                ["categories[1].category"]
            ),
            (["categories": [["category": "a", "from": "2026-02-30"]]], ["categories[0].from"]),
            (
                ["rate": .null, "fixed": 1, "categories": [["category": "a"]]], ["categories"]
            ),
            (["amount": ["least": 2, "most": 1]], ["amount.most"]),
            (["amount": ["least": -1, "atMost": 1]], ["amount.least", "amount.atMost"]),
            (["pending": [:]], ["pending.untilConfirmed"]),
            (["pending": ["delayDays": 0]], ["pending.delayDays"]),
            (["pending": ["delayDays": 1, "untilConfirmed": true]], ["pending.untilConfirmed"]),
            (["pending": ["untilConfirmed": false]], ["pending.untilConfirmed"]),
            (["pending": ["confirmAfterDays": 367]], ["pending.confirmAfterDays"]),
        ] as [(JSON, [String])]
    )
    func faultyRule(members: JSON, paths: [String]) throws {
        #expect(try Self.paths(ofRule: members) == paths)
    }

    @Test(
        "a faulty condition is told with its path",
        arguments: [
            (["from": "2026-3-1"], ["from"]), (["from": "2026-03-02", "to": "2026-03-01"], ["to"]),
            (["days": []], ["days"]), (["days": ["2026-03-01", "soon"]], ["days[1]"]),
            (["yearly": ["11-11", "13-01", "02-30", 8]], ["yearly[1]", "yearly[2]", "yearly[3]"]),
            (["daysOfMonth": [0, 31, 32]], ["daysOfMonth[0]", "daysOfMonth[2]"]),
            (["weekdays": ["Monday"]], ["weekdays[0]"]), (["weekdays": "monday"], ["weekdays"]),
            (["hours": ["from": "24:00", "to": "25:00"]], ["hours.from", "hours.to"]),
            (["hours": ["from": "8:00"]], ["hours.from", "hours.to"]),
            (["hours": ["from": "08:00", "to": "08:00"]], ["hours.to"]),
            (["hours": ["from": "08:60", "to": "24:00"]], ["hours.from"]),
            (["categories": [""]], ["categories[0]"]), (["first": false], ["first"]),
            (["attributes": ["a b": ["is": 1]]], ["attributes.a b"]),
            (["attributes": ["a": [:]]], ["attributes.a.is"]),
            (["attributes": ["a": ["is": []]]], ["attributes.a.is"]),
            (["attributes": ["a": ["atLeast": 2, "atMost": 1]]], ["attributes.a.atMost"]),
            (["attributes": ["a": ["oneOf": [1, .null]]]], ["attributes.a.oneOf[1]"]),
            (["attributes": ["a": ["like": "x"]]], ["attributes.a.like"]),
            (["eligibility": ["level": 3]], ["eligibility"]), (["when": [:]], ["when"]),
        ] as [(JSON, [String])]
    )
    func faultyCondition(condition: JSON, paths: [String]) throws {
        #expect(try Self.paths(ofRule: ["when": condition]) == paths.map { "when.\($0)" })
    }

    @Test(
        "faulty multipliers and caps are told with their paths",
        arguments: [
            (["multipliers": [["id": "m"]]], ["multipliers[0].times"]),
            (["multipliers": [["id": "m", "times": 0]]], ["multipliers[0].times"]),
            (
                ["multipliers": [["id": "m", "times": .number("1.00001")]]],
                ["multipliers[0].times"]
            ),
            (["multipliers": [["id": "m", "times": .number("1e1")]]], ["multipliers[0].times"]),
            (["multipliers": [["id": "m", "times": .number("1000.1")]]], ["multipliers[0].times"]),
            (["multipliers": [["id": "m", "times": -2]]], ["multipliers[0].times"]),
            (
                ["multipliers": [["id": "m", "times": 1], ["id": "m", "times": 1]]],
                ["multipliers[1].id"]
            ),
            (
                ["multipliers": .array((0..<7).map { ["id": .string("m\($0)"), "times": 1000] })],
                ["multipliers"]
            ),
            (
                ["caps": [["per": "all", "period": "week", "points": 0, "excess": "cut"]]],
                ["per", "period", "points", "excess"].map { "caps[0].\($0)" }
            ),
            (
                ["caps": [["per": "programme", "period": "month", "points": 1, "excess": "clip"]]],
                ["caps[0].period"]
            ),
            (
                [
                    "caps": [
                        ["per": "member", "period": "day", "points": 1, "excess": "clip"],
                        ["per": "member", "period": "day", "points": 2, "excess": "refuse"],
                    ]
                ], ["caps[1].period"]
            ),
        ] as [(JSON, [String])]
    )
    func faultyTerms(members: JSON, paths: [String]) throws {
        #expect(try Self.paths(ofRule: members) == paths)
    }

    @Test("every fault of every rule is told at once")
    func everyFault() throws {
        let rule: JSON = ["id": "r", "event": "paid", "fixed": 1]
        let earning: JSON = [
            "rules": [rule, ["id": "r", "fixed": 0], 5, ["id": "s", "event": "sent"]],
            "refunds": ["paid", "refunded", "no type"], "cancellations": ["refunded", "sent"],
            "confirmations": [], "shortfall": "debt", "other": 1,
        ]

        #expect(
            try Self.paths(of: earning)
                == [
                    "rules[1].event", "rules[1].fixed", "rules[1].id", "rules[2]", "rules[3].rate",
                    "refunds[2]",
                    "refunds", "cancellations", "cancellations", "shortfall", "other",
                ].map { "earning.\($0)" }
        )
    }
}
