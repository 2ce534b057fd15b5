import Calls
import GatewayDomain
import GatewayService
import JifenService
import Primitives
import Sections
import TestSupport
import Testing
import Wire

@Suite("The benefits of levels for earning", .timeLimit(.minutes(2)))
struct LevelBenefitTests {
    @Test(
        "are those of the highest level that the member has",
        arguments: [(nil, 10), (0, 10), (1, 10), (2, 20), (3, 35), (9, 35)]
            as [(Int64?, Int64)]
    )
    func levels(level: Int64?, points: Int64) async throws {
        let programme = Gateway.levels(Gateway.lastingPoints)
        try await Gateway.serving(programme: programme) { gateway in
            if let level {
                try await gateway.hear(["level": ["value": .integer(level), "version": 1]])
            }
            let answer = try await gateway.send(.event("e", 1000))
            #expect(answer.json.sum(of: "grants") == points)
        }
    }

    @Test("are one group: they multiply with other groups, and not with one of their own")
    func groups() throws {
        let multipliers: JSON = [
            ["id": "day", "group": "day", "times": 2], ["id": "own", "group": "level", "times": 3],
        ]
        var facts = MemberFacts()
        func total(_ level: Int64) throws -> Int64 {
            facts.level = level
            let section = try GatewaySection(Gateway.levels(Gateway.lastingPoints, multipliers))
            let event = BusinessEvent(
                type: EventType(validated: "order.paid"),
                day: try #require(CalendarDay(year: 2026, month: 3, day: 4)),
                amountMinor: 1001,
                facts: facts
            )
            return section.earning.judge(event) { _ in .zero }.grants
                .reduce(0) { $0 + $1.amount.value }
        }
        // 10.01 by 2 and 3, for the level's 2 is less; then by 2 and 3.5, rounded down once.
        #expect(try [0, 2, 3].map(total) == [60, 60, 70])
    }

    @Test("stand in a programme beside what only the badges read")
    func file() throws {
        let file = try ProgrammeFile(
            yaml: """
                zone: UTC
                assets: [{id: points, name: P}]
                levels:
                  review: {months: 12}
                  steps:
                    - {id: bronze, name: 青铜, at: 0}
                    - id: silver
                      at: 500
                      keep: 400
                      benefits: {earning: 1.2, checkin: 1.1, mallPrice: silver}
                      reward: 50
                earning:
                  rules: [{id: r, event: paid, rate: {points: 1, per: 100}}]
                """
        )
        let section = try GatewaySection(file.section(of: .gateway))
        let multiplier = try #require(section.earning.rules.first?.multipliers.first)

        #expect(section.earning.rules.first?.multipliers.count == 1)
        #expect(multiplier.id == "level-silver" && multiplier.group == "level")
        #expect(multiplier.times == Ratio(6, over: 5))
        #expect(multiplier.condition.levelAtLeast == 2)
        for member in [SuiteMember.gateway, .checkin] {
            #expect(file.section(of: member)["levels"]?["steps"]?.elements?.count == 2)
        }
    }

    private static func step(_ benefits: JSON) -> JSON {
        ["steps": [["id": "a"], ["id": "b", "benefits": benefits]]]
    }

    @Test(
        "are refused with the path of each fault; what is not theirs is not looked at",
        arguments: [
            (1, ["levels"]), (["steps": 1], ["levels.steps"]),
            (["steps": [1]], ["levels.steps[0]"]), (["steps": [[:]]], ["levels.steps[0].id"]),
            (["steps": [["id": "a"], ["id": "a"]]], ["levels.steps[1].id"]),
            (step(1), ["levels.steps[1].benefits"]),
            (step(["earning": .number("0.99")]), ["levels.steps[1].benefits.earning"]),
            (step(["earning": .number("100.01")]), ["levels.steps[1].benefits.earning"]),
            (step(["earning": "2"]), ["levels.steps[1].benefits.earning"]),
            (step(["checkin": 0]), ["levels.steps[1].benefits.checkin"]),
            (step(["earning": 1, "checkin": 100]), []), (step(["price": 7]), []),
            (["steps": [["id": "a", "at": "x"]], "reviews": 1], []), ([:], []),
        ] as [(JSON, [String])]
    )
    func faults(levels: JSON, paths: [String]) throws {
        var found: [String] = []
        do throws(ProgrammeFaults) {
            _ = try GatewaySection(Gateway.lastingPoints.with("levels", levels))
        } catch {
            found = error.faults.map(\.path)
        }
        #expect(found == paths)
    }

    @Test("no multiplier of a rule may bear a level's name")
    func names() throws {
        let taken: JSON = [["id": "level-gold", "times": 2]]
        #expect(throws: ProgrammeFaults.self) {
            _ = try GatewaySection(Gateway.levels(Gateway.lastingPoints, taken))
        }
    }

    @Test("are shown by a dry run before they are published")
    func dryRun() async throws {
        try await Gateway.serving(programme: Gateway.lastingPoints) { gateway in
            let answer = try await gateway.client.send(
                .put,
                "/v1/programme?dryRun=true",
                Gateway.lastingPoints.with("levels", ["steps": [["id": "a"]]]),
                token: gateway.operator
            )
            #expect(answer.status == 200)
            #expect(answer.json["changes"]?.elements?.map { $0["path"]?.text } == ["levels"])
        }
    }
}

extension Gateway {
    /// A programme in which 1.00 earns a point, by 2 from level 2 on and by 3.5 from level 3 on.
    static func levels(_ programme: JSON, _ multipliers: JSON = []) -> JSON {
        programme.with(
            "earning",
            [
                "rules": [
                    [
                        "id": "purchase", "event": "order.paid",
                        "rate": ["points": 1, "per": 100], "multipliers": multipliers,
                    ]
                ]
            ]
        )
        .with(
            "levels",
            [
                "steps": [
                    ["id": "bronze", "name": "青铜", "at": 0],
                    ["id": "silver", "at": 500, "benefits": ["earning": 2]],
                    ["id": "gold", "at": 900, "benefits": ["earning": .number("3.5")]],
                ]
            ]
        )
    }
}
