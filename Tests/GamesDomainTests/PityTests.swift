import Chance
import GamesDomain
import Primitives
import Testing

@Suite("Pity")
struct PityTests {
    private static func rules(
        hard: Int64?,
        soft: PityRule.Soft? = nil,
        _ change: (inout LotteryRules) -> Void = { _ in }
    ) -> LotteryRules {
        let gold = Prize.points("gold", weight: 1) { $0.tier = 1 }
        let silver = Prize.points("silver", weight: 9) { $0.tier = 2 }
        return .of([gold, silver, .none(weight: 90)]) { rules in
            rules.pity = [PityRule(pool: "gold", tier: 1, hard: hard, soft: soft)]
            change(&rules)
        }
    }

    @Test("after N draws without a prize of the tier, the next is from it")
    func hard() throws {
        var scene = try Scene(Self.rules(hard: 3))
        for count in 0..<3 as Range<Int64> {
            #expect(scene.lottery.weighting(scene.player.pity) == .plain)
            try scene.draw(rolling: "silver")
            #expect(scene.player.pity == ["gold": count + 1])
        }
        #expect(scene.lottery.weighting(scene.player.pity) == .only(tier: 1))
        #expect(scene.lottery.odds(for: scene.player).map(\.odds) == [.one, .zero, .zero])
        #expect(try scene.draw(rolling: "gold").given == "gold")
        #expect(scene.player.pity == ["gold": 0])
    }

    @Test("a prize that is rolled and cannot be given does not reset it")
    func given() throws {
        var scene = try Scene(
            Self.rules(hard: nil, soft: .init(from: 2, rise: 1)) { rules in
                rules.prizes[0].stock.total = 0
                rules.prizes[0].substitute = "silver"
            }
        )
        for _ in 0..<5 {
            let giving = try scene.draw(rolling: "gold")
            #expect(giving.rolled == "gold" && giving.given == "silver")
        }
        #expect(scene.player.pity == ["gold": 5])
        #expect(try scene.lottery.table.restock("gold", by: 1, &scene.state) == 1)
        #expect(try scene.draw(rolling: "gold").given == "gold")
        #expect(scene.player.pity == ["gold": 0])
    }

    @Test("a substitute of the tier resets it as well")
    func substitute() throws {
        var scene = try Scene(
            Self.rules(hard: 9) { rules in
                rules.pity = [PityRule(pool: "silver", tier: 2, hard: 9)]
                rules.prizes[0].stock.total = 0
                rules.prizes[0].substitute = "silver"
            }
        )
        try scene.draw(rolling: "none")
        #expect(scene.player.pity == ["silver": 1])
        try scene.draw(rolling: "gold")
        #expect(scene.player.pity == ["silver": 0])
    }

    @Test("a better prize resets the pools of lower tiers, and of two that are due the best comes")
    func tiers() throws {
        var scene = try Scene(
            Self.rules(hard: 2) { $0.pity.append(PityRule(pool: "silver", tier: 2, hard: 1)) }
        )
        try scene.draw(rolling: "none")
        #expect(scene.lottery.weighting(scene.player.pity) == .only(tier: 2))
        try scene.draw(rolling: "silver")
        #expect(scene.player.pity == ["gold": 2, "silver": 0])
        #expect(scene.lottery.weighting(scene.player.pity) == .only(tier: 1))
        try scene.draw(rolling: "gold")
        #expect(scene.player.pity == ["gold": 0, "silver": 0])
        #expect(scene.lottery.weighting(["gold": 2, "silver": 1]) == .only(tier: 1))
    }

    @Test("survives new versions by the name of its pool")
    func versions() throws {
        var scene = try Scene(Self.rules(hard: 5))
        for _ in 0..<3 { try scene.draw(rolling: "none") }
        scene.lottery = try Lottery(
            Self.rules(hard: 4) { $0.pity.append(PityRule(pool: "silver", tier: 2, hard: 9)) }
        )
        try scene.draw(rolling: "none")
        #expect(scene.player.pity == ["gold": 4, "silver": 1])
        #expect(scene.lottery.weighting(scene.player.pity) == .only(tier: 1))
        scene.lottery = try Lottery(Self.rules(hard: nil, soft: .init(from: 9, rise: 1)))
        try scene.draw(rolling: "none")
        scene.lottery = try Lottery(.of())
        try scene.draw(rolling: "p")
        #expect(scene.player.pity == ["gold": 5, "silver": 1])
    }

    @Test("a chance that rises does so from its draw on, and without bound only to 10^12")
    func rising() throws {
        let lottery = try Lottery(Self.rules(hard: nil, soft: .init(from: 3, rise: 5, step: 2)))
        let rises = [0, 1, 2, 3, 4].map { count -> Weighting in lottery.weighting(["gold": count]) }
        #expect(rises[0] == .plain && rises[1] == .plain)
        #expect(rises[2] == .raised([.init(tier: 1, by: 5)]))
        #expect(rises[4] == .raised([.init(tier: 1, by: 9)]))
        #expect(
            lottery.weighting(["gold": .max]) == .raised([.init(tier: 1, by: 1_000_000_000_000)])
        )
    }

    @Test("of ten draws the tenth is from the promised tier where none before it was")
    func promise() throws {
        let rules = Self.rules(hard: nil, soft: .init(from: 100, rise: 1)) {
            $0.ten = TenDraws(atLeastOneOf: 2)
        }
        for goldAt in [nil, 0, 8] as [Int?] {
            var scene = try Scene(rules)
            let reservation = try scene.begin(10)
            var sources = (0..<10).map { Scripted([$0 == goldAt ? 0 : 99]) }
            let outcomes = scene.lottery.settle(
                reservation,
                at: reservation.begun,
                from: &sources,
                &scene.state,
                &scene.player
            )
            #expect(outcomes.map(\.nonce) == Array(1...10))
            #expect(outcomes.dropLast().allSatisfy { $0.weighting == .plain })
            #expect(outcomes[9].weighting == (goldAt == nil ? .only(tier: 2) : .plain))
            #expect(outcomes[9].giving.given == (goldAt == nil ? "silver" : "none"))
        }
    }

    @Test("a pity that is due comes before a promise of a lower tier")
    func promiseAndPity() throws {
        let lottery = try Lottery(Self.rules(hard: 2) { $0.ten = TenDraws(atLeastOneOf: 2) })
        #expect(lottery.weighting(["gold": 2], promised: 2) == .only(tier: 1))
        #expect(lottery.weighting(["gold": 1], promised: 2) == .only(tier: 2))
    }
}
