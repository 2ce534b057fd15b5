import BadgesDomain
import BadgesService
import Foundation
import JifenService
import Primitives
import ServiceHost
import Testing
import Wire

@Suite("The badges' section of the programme")
struct SectionTests {
    private static func section(_ yaml: String) throws -> BadgesSection {
        let frame = "zone: UTC\nassets: [{id: points, name: P}, {id: tickets, name: T}]\n"
        return try BadgesSection(ProgrammeFile(yaml: frame + yaml).section(of: .badges))
    }

    private static func type(_ text: String) -> EventType { EventType(validated: text) }

    @Test("a programme without any part has no growth, no levels and no badges")
    func defaults() throws {
        let section = try Self.section("")
        #expect(section.growth == .none && section.levels.rules == .none)
        #expect(section.badges.isEmpty)
    }

    @Test("growth is read")
    func growth() throws {
        let section = try Self.section(
            """
            growth:
              over: {months: 12}
              rules:
                - {sum: amountMinor, of: [order.paid, order.gifted], per: 1000, growth: 2, capPerDay: 500}
                - {count: checkin.done, growth: 3, rewards: true, attributes: {late: {is: false}}}
            """
        )
        let amount = AttributeName(validated: "amountMinor")
        let late = AttributeTest(AttributeName(validated: "late"), .isOneOf([.flag(false)]))
        #expect(
            section.growth
                == GrowthRules(
                    [
                        .init(
                            Measure(
                                .sum(amount),
                                of: [Self.type("order.paid"), Self.type("order.gifted")]
                            ),
                            growth: 2,
                            per: 1000,
                            capPerDay: 500
                        ),
                        .init(
                            Measure(
                                .count,
                                of: [Self.type("checkin.done")],
                                where: [late],
                                countsRewards: true
                            ),
                            growth: 3,
                            capPerDay: Points.largestMovement.value
                        ),
                    ],
                    over: .lastMonths(12)
                )
        )
    }

    @Test("the days of growth are those of life unless the programme says otherwise")
    func reach() throws {
        func reach(_ over: String) throws -> GrowthRules.Reach {
            try Self.section("growth: {\(over)rules: []}").growth.reach
        }
        #expect(try reach("") == .life && reach("over: life, ") == .life)
        #expect(try reach("over: calendarYear, ") == .calendarYear)
    }

    @Test("levels are read, and what is left out of one")
    func levels() throws {
        let levels = try Self.section(
            """
            badges:
              - {id: b, tiers: [{id: t, goal: {count: a, atLeast: 1}}]}
            levels:
              review: {months: 6, graceDays: 30, fall: toGrowth}
              steps:
                - {id: bronze, at: 0}
                - id: silver
                  name: 白银
                  at: 200
                  keep: 150
                  badges: [b]
                  benefits: {checkin: 1.25, perks: [A lounge]}
                  reward: [50, {asset: tickets, amount: 1}]
            """
        ).levels
        let tickets = AssetID(validated: "tickets")
        let silver = LevelRules.Step(
            id: LevelID(validated: "silver"),
            entry: 200,
            keep: 150,
            badges: [BadgeID(validated: "b")],
            reward: Award([
                .asset(AssetID(validated: "points"), Points(50)), .asset(tickets, Points(1)),
            ])
        )
        let bronze = LevelRules.Step(id: LevelID(validated: "bronze"), entry: 0)
        let review = LevelRules.Review(months: 6, graceDays: 30, fall: .toGrowth)
        #expect(levels.rules == LevelRules([bronze, silver], review: review))
        #expect(levels.displays.map(\.name) == ["bronze", "白银"])
        #expect(levels.displays.map(\.earning) == [.one, .one])
        #expect(levels.displays.map(\.checkin) == [.one, Ratio(5, over: 4)])
        #expect(levels.displays.map(\.perks) == [[], ["A lounge"]])
    }

    @Test("badges are read; a bounded one counts its own days alone")
    func badges() throws {
        let badges = try Self.section(
            """
            badges:
              - id: plain
                tiers: [{id: t, goal: {count: a, atLeast: 1}}]
              - id: full
                title: Full
                hidden: true
                undone: revoke
                growth: 5
                days: {from: 2026-03-01, to: 2026-03-31}
                tiers:
                  - {id: t, title: T, image: t.png, goal: {count: a, atLeast: 1}, reward: 7}
            """
        ).badges
        let a = Measure(.count, of: [Self.type("a")])
        let march =
            try #require(CalendarDay("2026-03-01"))...(try #require(CalendarDay("2026-03-31")))
        let tier = TierID(validated: "t")
        let reward = Award([.asset(AssetID(validated: "points"), Points(7))])
        #expect(
            badges.map(\.badge) == [
                Badge(
                    id: BadgeID(validated: "plain"),
                    tiers: [.init(id: tier, goal: .reach(a, atLeast: 1))]
                ),
                Badge(
                    id: BadgeID(validated: "full"),
                    tiers: [
                        .init(
                            id: tier,
                            goal: .reach(a.over(.campaign(march)), atLeast: 1),
                            reward: reward
                        )
                    ],
                    isHidden: true,
                    undoing: .revoke,
                    growth: 5
                ),
            ]
        )
        #expect(badges.map(\.title) == ["plain", "Full"] && badges.map(\.days) == [nil, march])
        #expect(badges.map { $0.tiers.map(\.title) } == [["t"], ["T"]])
        #expect(badges.map { $0.tiers.map(\.image) } == [[nil], ["t.png"]])
    }

    @Test("the starter programme has five levels, seven badges, and grows by orders and check-ins")
    func starter() throws {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let path = root.appending(path: "compose/programmes/starter.yaml").path
        let section = try BadgesSection(ProgrammeFile(path: path).section(of: .badges))
        #expect(section.levels.rules.steps.map(\.entry) == [0, 200, 1000, 4000, 10_000])
        #expect(section.badges.map(\.badge.tiers.count) == [3, 3, 3, 3, 3, 3, 1])
        #expect(section.growth.rules.count == 2 && section.growth.reach == .lastMonths(12))
    }

    @Test("a later section may count something else, but has no other zone")
    func following() throws {
        func section(_ zone: JSON) throws -> BadgesSection {
            try BadgesSection(["zone": zone, "assets": [["id": "points"]]])
        }
        let first = try section("UTC")
        #expect(try Self.section("growth: {rules: []}").faults(following: first) == [])
        let faults = try section("Asia/Tokyo").faults(following: first)
        #expect(faults.map(\.path) == ["zone"])
    }
}
