import GamesDomain
import Primitives
import TestSupport

/// Rules without faults, made at random.
enum RandomRules {
    static func lottery(
        largestWeight: Int64,
        _ generator: inout SeededGenerator
    ) throws -> Lottery {
        var rules = LotteryRules.of(prizes(largestWeight: largestWeight, &generator))
        rules.terms.window = .campaign
        rules.terms.free.perDay = .random(in: 0...3, using: &generator)
        rules.terms.limits.perDay = Bool.random(using: &generator) ? 25 : nil
        rules.terms.limits.perHour = Bool.random(using: &generator) ? 15 : nil
        let tiers = Set(rules.prizes.filter { $0.weight > 0 }.compactMap(\.tier)).sorted()
        // Only what ends in the last prize, which is always there, may be made to come.
        let last = rules.prizes.last?.tier ?? .max
        for tier in tiers where Bool.random(using: &generator) {
            guard last <= tier || rules.pity.count < 2 else { continue }
            let from = Int64.random(in: 1...4, using: &generator)
            rules.pity.append(
                PityRule(
                    pool: PoolID(validated: "tier\(tier)"),
                    tier: tier,
                    hard: last > tier ? nil : Bool.random(using: &generator) ? from + 1 : 7,
                    soft: rules.pity.count < 2
                        ? PityRule.Soft(from: from, rise: 2, step: 1) : nil
                )
            )
        }
        let kept = tiers.filter { last <= $0 }
        let promised = Bool.random(using: &generator) ? kept.randomElement(using: &generator) : nil
        rules.ten = TenDraws(atLeastOneOf: promised)
        return try Lottery(rules)
    }

    /// Prizes with every condition, each but the last replaced by a later one.
    static func prizes(
        largestWeight: Int64,
        _ generator: inout SeededGenerator
    ) -> [Prize] {
        let count = Int.random(in: 2...6, using: &generator)
        return (0..<count).map { index in
            let isLast = index == count - 1
            var prize = Prize.points(
                PrizeID(validated: "p\(index)"),
                weight: .random(in: (isLast ? 1 : 0)...largestWeight, using: &generator)
            )
            prize.tier = [nil, 1, 2, 3].randomElement(using: &generator) ?? nil
            guard !isLast else { return prize }
            let next = Int.random(in: (index + 1)...(count - 1), using: &generator)
            prize.substitute = PrizeID(validated: "p\(next)")
            condition(&prize, &generator)
            return prize
        }
    }

    private static func condition(_ prize: inout Prize, _ generator: inout SeededGenerator) {
        if Bool.random(using: &generator) {
            prize.stock.total = .random(in: 0...20, using: &generator)
            prize.stock.isPaced = Bool.random(using: &generator)
        }
        if Bool.random(using: &generator) {
            prize.stock.perDay = .random(in: 0...3, using: &generator)
        }
        if Int.random(in: 0..<4, using: &generator) == 0 { prize.perMember = 2 }
        if Int.random(in: 0..<4, using: &generator) == 0 { prize.unlockAfter = 3 }
        if Int.random(in: 0..<4, using: &generator) == 0 { prize.levelAtLeast = 2 }
        if Int.random(in: 0..<4, using: &generator) == 0 {
            prize.window = TimeWindow(from: "2026-03-03T12:00", until: "2026-03-08T00:00")
        }
    }
}
