import Chance
import GamesClient
import GamesDomain
import Primitives
import Testing
import Wire
import Zones

@Suite("The games' section of the programme")
struct SectionTests {
    private static let points = AssetID(validated: "points")
    private static let tickets = AssetID(validated: "tickets")
    private static let none = PrizeID(validated: "none")

    private static func lottery(_ game: JSON) throws -> LotteryRules {
        let entry = try #require(Fixture.section(lotteries: [game]).entry(Fixture.wheel))
        guard case .lottery(let lottery) = entry.game else {
            throw JSONFault(at: "", "is no lottery")
        }
        return lottery.rules
    }

    private static func prize(_ members: JSON) throws -> Prize {
        guard case .object(let members) = members else { throw JSONFault(at: "", "is no prize") }
        let own = JSON.object([.init("id", "p"), .init("weight", 3)] + members)
        let none: JSON = ["id": "none", "nothing": true, "weight": 1]
        let rules = try lottery(Fixture.lottery.with(["prizes": .array([own, none])]))
        return try #require(rules.prizes.first)
    }

    @Test("a programme without games has none, and lists lotteries before card flips")
    func order() throws {
        let bare = try GamesSection(["zone": "UTC", "assets": [["id": "points"]]])
        #expect(bare.entries.isEmpty && bare.organiser == nil && bare.zone == .utc)

        let games = try Fixture.section(
            lotteries: [Fixture.lottery, Fixture.lottery.with(["id": "egg"])],
            cardFlips: [Fixture.cardFlip]
        )
        #expect(games.entries.map(\.id.text) == ["wheel", "egg", "cards"])
        #expect(games.entries.map(\.kind) == [.lottery, .lottery, .cardFlip])
        #expect(games.entry(Fixture.cards)?.game.id == Fixture.cards)
        #expect(games.entry(GameID(validated: "other")) == nil)
    }

    @Test("the terms of a game are read")
    func terms() throws {
        let terms = try Self.lottery(
            Fixture.lottery.with([
                "window": ["from": "2026-03-01T00:00:00Z", "until": "2026-04-01T00:00:00Z"],
                "eligibility": ["levelAtLeast": 2, "any": [["tag": "vip"], ["channel": "app"]]],
                "free": ["perDay": 1, "atStart": 3],
                "cost": [["asset": "tickets", "amount": 1], 20],
                "limits": ["perHour": 1, "perDay": 2, "perCampaign": 3, "total": 4],
            ])
        ).terms
        var expected = GameTerms(
            id: Fixture.wheel,
            zone: try #require(Zones.zone(named: "Asia/Shanghai"))
        )
        expected.window = TimeWindow(
            from: Instant("2026-03-01T00:00:00Z"),
            until: Instant("2026-04-01T00:00:00Z")
        )
        expected.eligibility = .all([.levelAtLeast(2), .any([.tag("vip"), .channel("app")])])
        expected.free = FreeChances(perDay: 1, atStart: 3)
        expected.costs = [
            Cost(asset: Self.tickets, amount: Points(1)),
            Cost(asset: Self.points, amount: Points(20)),
        ]
        expected.limits = PlayLimits(perHour: 1, perDay: 2, perCampaign: 3, total: 4)
        #expect(terms == expected)
    }

    @Test(
        "conditions are joined by all, any and not",
        arguments: [
            (["levelAtLeast": 2], .levelAtLeast(2)), (["growthAtLeast": 5], .growthAtLeast(5)),
            (["not": ["tag": "staff"]], .not(.tag("staff"))),
            (["birthday": true], .birthday), (["birthdayMonth": true], .birthdayMonth),
            (["registeredDaysAtLeast": 0], .registeredDaysAtLeast(0)),
            (
                ["registeredDaysAtMost": 30, "registeredDaysAtLeast": 30, "badge": "runner:gold"],
                .all([
                    .registeredDaysAtLeast(30), .registeredDaysAtMost(30), .badge("runner:gold"),
                ])
            ),
            (["all": [["tag": "a"], ["tag": "b"]]], .all([.tag("a"), .tag("b")])),
            (
                ["not": ["any": [["tag": "a"], ["levelAtLeast": 1, "channel": "web"]]]],
                .not(.any([.tag("a"), .all([.levelAtLeast(1), .channel("web")])]))
            ),
        ] as [(JSON, Eligibility)]
    )
    func eligibility(json: JSON, expected: Eligibility) throws {
        let rules = try Self.lottery(Fixture.lottery.with(["eligibility": json]))
        #expect(rules.terms.eligibility == expected)
    }

    @Test(
        "a prize is points, an asset, freezes, a product, chances or nothing",
        arguments: [
            (["points": 5], .asset(points, AmountRange(5))),
            (
                ["points": ["from": 5, "to": 15, "step": 5]],
                .asset(points, AmountRange(from: 5, to: 15, step: 5))
            ),
            (["asset": "tickets", "amount": 2], .asset(tickets, AmountRange(2))),
            (
                ["asset": "tickets", "amount": ["from": 1, "to": 3]],
                .asset(tickets, AmountRange(from: 1, to: 3))
            ),
            (["freezes": 1], .freezes(1)), (["chances": 2], .chances(2)),
            (["nothing": true], .nothing),
            (
                ["product": "mug", "stock": 5, "substitute": "none"],
                .product(ProductID(validated: "mug"), quantity: 1)
            ),
            (
                ["product": "mug", "quantity": 2, "stock": 5, "substitute": "none"],
                .product(ProductID(validated: "mug"), quantity: 2)
            ),
        ] as [(JSON, PrizeKind)]
    )
    func kinds(json: JSON, expected: PrizeKind) throws {
        #expect(try Self.prize(json).kind == expected)
    }

    @Test("the conditions of a prize are read, and 0 pieces are none")
    func conditions() throws {
        let prize = try Self.prize([
            "points": 5, "tier": 2, "stock": ["total": 0, "perDay": 1, "pacing": "even"],
            "window": ["from": "2026-03-01T00:00:00Z", "until": "2026-04-01T00:00:00Z"],
            "perMember": 1, "unlockAfter": 10, "levelAtLeast": 3, "substitute": "none",
            "value": 500,
        ])
        var expected = Prize(
            PrizeID(validated: "p"),
            .asset(Self.points, AmountRange(5)),
            weight: 3
        )
        expected.tier = 2
        expected.stock = Stock(total: 0, perDay: 1, isPaced: true)
        expected.window = TimeWindow(
            from: Instant("2026-03-01T00:00:00Z"),
            until: Instant("2026-04-01T00:00:00Z")
        )
        expected.perMember = 1
        expected.unlockAfter = 10
        expected.levelAtLeast = 3
        expected.substitute = Self.none
        expected.valueMinor = 500
        #expect(prize == expected)
        let short = try Self.prize(["points": 5, "stock": 0, "substitute": "none"])
        #expect(short.stock == Stock(total: 0))
    }
}
