import Chance
import GamesDomain
import Primitives
import TestSupport
import Testing

@Suite("What draws should win")
struct PayoutTests {
    @Test("is the mean of each prize by its odds, in each weighting")
    func means() throws {
        var generator = SeededGenerator(for: "payout")
        for _ in 0..<50 {
            let lottery = try RandomRules.lottery(largestWeight: 9, &generator)
            let counts = lottery.rules.pity.map {
                ($0.pool, Int64.random(in: 0...6, using: &generator))
            }
            let weighting = lottery.weighting(Dictionary(uniqueKeysWithValues: counts))
            var expected: [AssetID: Fraction] = [:]
            let odds = lottery.table.odds(weighting)
            for (prize, line) in zip(lottery.table.prizes, odds) {
                guard case .asset(let asset, let range) = prize.kind else { continue }
                let twice = UInt128(range.lowest + range.highest)
                let mean = try #require(Fraction(twice * 3_000_000, over: 2)?.times(line.odds))
                let sum = mean.adding(expected[asset] ?? .zero)
                expected[asset] = try #require(sum)
            }
            let found = lottery.table.expectedMillionths(of: 3, weighting)
            #expect(Set(found.keys) == Set(expected.keys))
            for (asset, sum) in expected {
                let exact = sum.numerator / sum.denominator
                // Each prize is rounded down by itself.
                let most = UInt128(lottery.table.prizes.count)
                #expect((exact - min(exact, most)...exact).contains(found[asset] ?? .max))
            }
            if weighting == .plain {
                #expect(Set(lottery.table.expectedPayout.keys) == Set(expected.keys))
            }
        }
    }

    @Test("is told of as many draws, as large amounts and as large weights as can be")
    func largest() throws {
        let most = Points.largestMovement.value
        let prizes = (0..<100).map { index in
            Prize.points(PrizeID(validated: "p\(index)"), most, weight: 1_000_000_000) {
                $0.tier = Int64(index % 3) + 1
            }
        }
        let lottery = try Lottery(.of(prizes))
        let rises: [Weighting.Rise] = [
            .init(tier: 1, by: PityRule.largestRise), .init(tier: 2, by: .max),
        ]
        for weighting in [.plain, .only(tier: 1), .raised(rises)] as [Weighting] {
            let found = lottery.table.expectedMillionths(of: .max, weighting)
            let all = UInt128(most) * UInt128(most) * 1_000_000
            #expect((all - 100...all).contains(found[.points] ?? 0))
        }
        #expect(lottery.table.expectedMillionths(of: 5, .only(tier: 9)) == [:])
        #expect(lottery.table.expectedMillionths(of: -5, .plain) == [.points: 0])
    }
}
