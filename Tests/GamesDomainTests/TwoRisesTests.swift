import Chance
import GamesDomain
import Primitives
import Testing

@Suite("Two tiers that rise at once")
struct TwoRisesTests {
    /// Weights of 1, 2 and 7, which sum to 10, and rises of 3 and 7.
    ///
    /// By hand: 1·13·10 = 130, 2·10·17 = 340, and 7·10·10 = 700; in all 1170.
    private static let rules = LotteryRules.of([
        .points("gold", weight: 1) { $0.tier = 1 }, .points("silver", weight: 2) { $0.tier = 2 },
        .none(weight: 7),
    ]) { rules in
        rules.pity = [
            PityRule(pool: "a", tier: 1, soft: .init(from: 1, rise: 3)),
            PityRule(pool: "b", tier: 2, soft: .init(from: 1, rise: 7)),
        ]
    }

    @Test("weigh each prize by the product of both, as worked out by hand")
    func odds() throws {
        let scene = try Scene(Self.rules)
        let odds = scene.lottery.odds(for: scene.player).map(\.odds)
        let expected: [UInt128] = [130, 340, 700]
        #expect(odds == expected.map { Fraction($0, over: 1170) })
    }

    @Test(
        "roll the first prize whose summed weights exceed the integer",
        arguments: [
            (0, "gold"), (129, "gold"), (130, "silver"), (469, "silver"), (470, "none"),
            (1169, "none"),
        ] as [(UInt128, PrizeID)]
    )
    func roll(integer: UInt128, prize: PrizeID) throws {
        var scene = try Scene(Self.rules)
        let reservation = try scene.begin()
        var sources = [Scripted([integer])]
        let outcome = scene.lottery.settle(
            reservation,
            at: reservation.begun,
            from: &sources,
            &scene.state,
            &scene.player
        )[0]
        #expect(outcome.giving.rolled == prize && sources[0].bounds == [1170])
    }
}
