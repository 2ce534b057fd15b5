import GamesClient
import GamesDomain
import Primitives
import Testing
import Wire

@Suite("What a section says of one kind of game")
struct GameRulesTests {
    /// Prizes of two tiers that can always be given.
    private static let tiers: JSON = [
        ["id": "gold", "points": 100, "weight": 1, "tier": 1],
        ["id": "silver", "points": 10, "weight": 9, "tier": 2],
        ["id": "none", "nothing": true, "weight": 90],
    ]

    private static func lottery(_ changes: KeyValuePairs<String, JSON?>) throws -> LotteryRules {
        let game = Fixture.lottery.with(["prizes": tiers]).with(changes)
        let entry = try #require(Fixture.section(lotteries: [game]).entry(Fixture.wheel))
        guard case .lottery(let lottery) = entry.game else {
            throw JSONFault(at: "", "is no lottery")
        }
        return lottery.rules
    }

    private static func cardFlip(_ changes: KeyValuePairs<String, JSON?>) throws -> CardFlipRules {
        let game = Fixture.cardFlip.with(changes)
        let entry = try #require(Fixture.section(cardFlips: [game]).entry(Fixture.cards))
        guard case .cardFlip(let cardFlip) = entry.game else {
            throw JSONFault(at: "", "is no card flip")
        }
        return cardFlip.rules
    }

    @Test("pity may be hard, soft or both")
    func pity() throws {
        let rules = try Self.lottery([
            "pity": [
                [
                    "pool": "gold", "tier": 1, "hard": 90,
                    "soft": ["from": 75, "rise": 6, "step": 2],
                ],
                ["pool": "silver", "tier": 2, "soft": ["from": 5, "rise": 1]],
            ]
        ])
        #expect(
            rules.pity == [
                PityRule(
                    pool: PoolID(validated: "gold"),
                    tier: 1,
                    hard: 90,
                    soft: PityRule.Soft(from: 75, rise: 6, step: 2)
                ),
                PityRule(
                    pool: PoolID(validated: "silver"),
                    tier: 2,
                    soft: PityRule.Soft(from: 5, rise: 1)
                ),
            ]
        )
    }

    @Test("ten draws are offered with a promise or without")
    func ten() throws {
        #expect(try Self.lottery([:]).ten == nil)
        #expect(try Self.lottery(["ten": true]).ten == TenDraws())
        #expect(
            try Self.lottery(["ten": ["atLeastOneOf": 2]]).ten == TenDraws(atLeastOneOf: 2)
        )
    }

    @Test("a card flip has 15 minutes and no extra flips unless told otherwise")
    func cardFlipDefaults() throws {
        let rules = try Self.cardFlip([:])
        #expect(rules.mode == .pick && rules.cards == 9 && rules.flips == 2)
        #expect(rules.timeoutMs == 900_000 && rules.extraFlips == nil)
    }

    @Test("pairs, extra flips and the time-out of a card flip are read")
    func cardFlip() throws {
        let rules = try Self.cardFlip([
            "mode": "pairs", "cards": 16, "flips": 6, "timeoutSeconds": 60,
            "extraFlips": ["cost": [["asset": "tickets", "amount": 1], 5], "most": 3],
        ])
        #expect(rules.mode == .pairs && rules.cards == 16 && rules.flips == 6)
        #expect(rules.timeoutMs == 60_000)
        #expect(
            rules.extraFlips
                == ExtraFlips(
                    costs: [
                        Cost(asset: AssetID(validated: "tickets"), amount: Points(1)),
                        Cost(asset: AssetID(validated: "points"), amount: Points(5)),
                    ],
                    most: 3
                )
        )
    }

    @Test("a game without titles is shown by its names, as a wheel and to everybody")
    func displayDefaults() throws {
        let games = try Fixture.section(
            lotteries: [Fixture.lottery],
            cardFlips: [Fixture.cardFlip]
        )
        let wheel = try #require(games.entry(Fixture.wheel)).display
        #expect(wheel.title == "wheel" && wheel.description == nil && wheel.skin == .wheel)
        #expect(!wheel.isHiddenUnlessEligible)
        let mug = wheel.prize(PrizeID(validated: "mug"))
        #expect(mug.title == "mug" && mug.image == nil)
        #expect(try #require(games.entry(Fixture.cards)).display.skin == nil)
        #expect(wheel.prize(PrizeID(validated: "gone")).title == "gone")
    }

    @Test("titles, skin and pictures are read, and change no version", arguments: Skin.allCases)
    func display(skin: Skin) throws {
        let prizes: JSON = [
            [
                "id": "mug", "product": "mug", "weight": 1, "stock": 10, "substitute": "none",
                "title": "马克杯", "image": "https://example.org/mug.png",
            ],
            ["id": "none", "nothing": true, "weight": 99, "title": "谢谢参与"],
        ]
        let shown = Fixture.lottery.with([
            "title": "幸运九宫格", "description": "每天一次", "skin": .string(skin.rawValue),
            "hiddenUnlessEligible": true, "prizes": prizes,
        ])
        let entry = try #require(Fixture.section(lotteries: [shown]).entry(Fixture.wheel))
        #expect(entry.display.title == "幸运九宫格" && entry.display.description == "每天一次")
        #expect(entry.display.skin == skin && entry.display.isHiddenUnlessEligible)
        let mug = entry.display.prize(PrizeID(validated: "mug"))
        #expect(mug.title == "马克杯" && mug.image == "https://example.org/mug.png")

        let plain = try Fixture.section(lotteries: [Fixture.lottery])
        #expect(plain.entry(Fixture.wheel)?.versionHash == entry.versionHash)
    }
}
