import Chance
import GamesDomain
import Primitives
import TestSupport
import Testing

@Suite("Odds")
struct OddsTests {
    private static let reservation = PlayReservation(
        count: 1,
        epoch: 1,
        firstNonce: 1,
        begun: "2026-03-01T08:00",
        period: PlayPeriod(at: "2026-03-01T08:00", in: .utc),
        level: 0,
        payment: .charge([])
    )

    /// How often each prize comes, over all integers that a draw can have.
    private static func counts(
        _ lottery: Lottery,
        pity: [PoolID: Int64]
    ) -> [PrizeID: UInt128] {
        let terms = lottery.rules.terms
        var counts: [PrizeID: UInt128] = [:]
        var integer: UInt128 = 0
        while integer < lottery.table.sum(in: lottery.weighting(pity)) {
            var state = GameState()
            var player = Player(newTo: terms)
            player = Player(
                draws: 0,
                reserved: 0,
                onDay: player.onDay,
                inHour: player.inHour,
                freeUsed: player.freeUsed,
                chances: 0,
                pity: pity,
                prizes: [:],
                nonces: player.nonces
            )
            var sources = [Scripted([integer])]
            let outcome = lottery.settle(
                reservation,
                at: reservation.begun,
                from: &sources,
                &state,
                &player
            )[0]
            counts[outcome.giving.rolled, default: 0] += 1
            integer += 1
        }
        return counts
    }

    @Test("of programmes made at random are the weights exactly, counted over every integer")
    func enumerated() throws {
        var generator = SeededGenerator(for: "odds")
        for _ in 0..<20 {
            let lottery = try RandomRules.lottery(largestWeight: 3, &generator)
            let pity = lottery.rules.pity.map {
                ($0.pool, Int64.random(in: 0...6, using: &generator))
            }
            let counts = Self.counts(lottery, pity: Dictionary(uniqueKeysWithValues: pity))
            let weighting = lottery.weighting(Dictionary(uniqueKeysWithValues: pity))
            let sum = lottery.table.sum(in: weighting)
            for line in lottery.table.odds(weighting) {
                #expect(line.odds == Fraction(counts[line.prize] ?? 0, over: sum))
            }
        }
    }

    @Test("add up to one, with weights as large as can be and two rises at their largest")
    func largest() throws {
        let prizes = (0..<100).map { index in
            Prize.points(PrizeID(validated: "p\(index)"), weight: 1_000_000_000) {
                $0.tier = Int64(index % 3) + 1
            }
        }
        let rules = LotteryRules.of(prizes) { rules in
            rules.pity = ([1, 2] as [Int64]).map { tier in
                let soft = PityRule.Soft(from: 1, rise: 1_000_000_000, step: 1_000_000_000)
                return PityRule(pool: PoolID(validated: "t\(tier)"), tier: tier, soft: soft)
            }
        }
        let lottery = try Lottery(rules)
        let weighting = lottery.weighting(["t1": .max, "t2": .max])
        let most = PityRule.largestRise
        #expect(weighting == .raised([.init(tier: 1, by: most), .init(tier: 2, by: most)]))
        let odds = lottery.table.odds(weighting)
        #expect(odds.count == 100)
        let sum = odds.reduce(Optional(Fraction.zero)) { $0?.adding($1.odds) }
        #expect(sum == .one)
    }

    @Test("a rise W of a tier makes t (S + W) of each weight in it, and o S of each other")
    func identity() throws {
        var generator = SeededGenerator(for: "soft pity")
        for _ in 0..<50 {
            let weights: [Int64] = (0..<5).map { _ in
                Int64.random(in: 1...1_000_000_000, using: &generator)
            }
            let rise = Int64.random(in: 1...1_000_000_000, using: &generator)
            let step = Int64.random(in: 0...1_000_000_000, using: &generator)
            let prizes = weights.enumerated().map { index, weight in
                Prize.points(PrizeID(validated: "p\(index)"), weight: weight) {
                    $0.tier = index < 2 ? 1 : nil
                }
            }
            let lottery = try Lottery(
                .of(prizes) {
                    let soft = PityRule.Soft(from: 3, rise: rise, step: step)
                    $0.pity = [PityRule(pool: "a", tier: 1, soft: soft)]
                }
            )
            let all = weights.reduce(UInt128(0)) { $0 + UInt128($1) }
            for (count, steps) in [(2, 0), (3, 1), (7, 5)] as [(Int64, Int64)] {
                let raised = all + UInt128(rise + steps * step)
                let expected: [UInt128] = weights.enumerated().map { index, weight in
                    UInt128(weight) * (index < 2 ? raised : all)
                }
                let sum = expected.reduce(UInt128(0), +)
                let odds = lottery.table.odds(lottery.weighting(["a": count]))
                #expect(odds.map(\.odds) == expected.compactMap { Fraction($0, over: sum) })
            }
            #expect(lottery.weighting(["a": 1]) == .plain)
        }
    }

    @Test("a range of points takes one more integer, each amount as likely as any other")
    func ranges() throws {
        let range = AmountRange(from: 10, to: 30, step: 10)
        var scene = try Scene(.of([.of("r", .asset(.points, range))]))
        for (integer, amount) in [(0, 10), (1, 20), (2, 30)] as [(UInt128, Int64)] {
            var sources = [Scripted([0, integer])]
            let reservation = try scene.begin()
            let outcome = scene.lottery.settle(
                reservation,
                at: reservation.begun,
                from: &sources,
                &scene.state,
                &scene.player
            )[0]
            #expect(sources[0].bounds == [1, 3])
            #expect(outcome.giving.reward == .asset(.points, Points(amount)))
        }
    }
}
