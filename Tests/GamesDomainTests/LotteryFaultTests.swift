import GamesDomain
import Primitives
import Testing

@Suite("What is wrong with a lottery")
struct LotteryFaultTests {
    typealias Row = (LotteryRules, [String])

    private static func rules(_ change: (inout LotteryRules) -> Void) -> LotteryRules {
        let gold = Prize.points("gold") {
            $0.tier = 1
            $0.stock = Stock(total: 10, perDay: 2, isPaced: true)
            $0.substitute = "none"
        }
        let none = Prize.of("none", .nothing) { $0.tier = 1 }
        return .of([gold, none]) { rules in
            rules.terms.window = .campaign
            rules.terms.limits = PlayLimits(perHour: 1, perDay: 1, perCampaign: 1, total: 1)
            rules.pity = [PityRule(pool: "a", tier: 1, hard: 9, soft: .init(from: 9, rise: 1))]
            rules.ten = TenDraws(atLeastOneOf: 1)
            change(&rules)
        }
    }

    private static let most = Points.largestMovement.value

    private static let terms: [Row] = [
        (rules { _ in }, []), (.of(), []),
        (
            rules {
                $0.terms.window = TimeWindow(from: "2026-03-02T00:00", until: "2026-03-02T00:00")
            },
            ["window", "prizes[0].window"]
        ),
        (rules { $0.terms.free.perDay = -1 }, ["free.perDay"]),
        (rules { $0.terms.free.atStart = 1001 }, ["free.atStart"]),
        (rules { $0.terms.limits.perHour = 0 }, ["limits.perHour"]),
        (rules { $0.terms.limits.perDay = .max }, ["limits.perDay"]),
        (rules { $0.terms.limits.perCampaign = 0 }, ["limits.perCampaign"]),
        (rules { $0.terms.limits.total = most + 1 }, ["limits.total"]),
        (rules { $0.terms.costs = [] }, ["costs"]),
        (
            rules { $0.terms.costs = [.points(0), .points(.max)] },
            ["costs[0].amount", "costs[1].amount", "costs[1].asset"]
        ),
        (rules { $0.terms.costs = [.points(most / 10 + 1)] }, ["costs[0].amount"]),
        (
            rules {
                $0.ten = nil
                $0.terms.costs = [.points(most / 10 + 1)]
            }, []
        ),
        (
            rules { rules in
                let deep = (0..<9).reduce(Eligibility.everyone) { part, _ in .not(part) }
                rules.terms.eligibility = deep
            }, ["eligibility"]
        ),
        (
            rules { $0.terms.eligibility = .any(Array(repeating: .tag("a"), count: 100)) },
            ["eligibility"]
        ),
        (
            rules { $0.terms.eligibility = .not(.channel(String(repeating: "a", count: 65))) },
            ["eligibility"]
        ),
    ]

    /// Where a tier that must come can be sold out.
    private static let unkept = ["pity[0].hard", "ten.atLeastOneOf"]

    private static let prizes: [Row] = [
        (rules { $0.prizes[1].tier = nil }, unkept), (rules { $0.prizes[1].tier = 2 }, unkept),
        (rules { $0.prizes = [] }, ["prizes", "pity[0].tier", "ten.atLeastOneOf"]),
        (.of((0...100).map { .points(PrizeID(validated: "p\($0)")) }), ["prizes"]),
        (.of([.points("p", weight: 0), .none(weight: 0)]), ["prizes"]),
        (
            rules { rules in
                for index in 0..<2 { rules.prizes[index].weight = -1 }
            },
            [
                "prizes[0].weight", "prizes[1].weight", "prizes", "pity[0].tier",
                "ten.atLeastOneOf",
            ]
        ),
        (rules { $0.prizes[1].weight = 1_000_000_001 }, ["prizes[1].weight"]),
        (rules { $0.prizes[1].tier = 0 }, ["prizes[1].tier"]),
        (rules { $0.prizes[0].stock.total = -1 }, ["prizes[0].stock.total"]),
        (rules { $0.prizes[0].stock.perDay = most + 1 }, ["prizes[0].stock.perDay"]),
        (rules { $0.prizes[0].stock.total = nil }, ["prizes[0].pacing"]),
        (rules { $0.terms.window = .always }, ["prizes[0].pacing"]),
        (rules { $0.prizes[0].perMember = 0 }, ["prizes[0].perMember"]),
        (rules { $0.prizes[0].unlockAfter = .min }, ["prizes[0].unlockAfter"]),
        (rules { $0.prizes[0].valueMinor = -1 }, ["prizes[0].value"]),
        (
            rules { $0.prizes[0].window = TimeWindow(from: "2026-03-11T00:00") },
            ["prizes[0].window"]
        ),
        (
            rules {
                $0.prizes[0].stock.isPaced = false
                $0.prizes[0].window = TimeWindow(until: "2026-03-01T00:00")
            },
            ["prizes[0].window"]
        ),
        (rules { $0.prizes += [.none()] }, ["prizes[2].id"]),
        (rules { $0.prizes[0].substitute = nil }, ["prizes[0].substitute"] + unkept),
        (rules { $0.prizes[0].substitute = "nowhere" }, ["prizes[0].substitute"] + unkept),
        (rules { $0.prizes[0].substitute = "gold" }, ["prizes[0].substitute"] + unkept),
        (
            rules { $0.prizes[1].substitute = "gold" },
            ["prizes[0].substitute", "prizes[1].substitute"] + unkept
        ),
    ]

    private static let kinds: [Row] = [
        (.of([.points("p", 0)]), ["prizes[0].amount"]),
        (.of([.points("p", most + 1)]), ["prizes[0].amount"]),
        (range(0, 10, 1), ["prizes[0].amount.from"]), (range(1, .max, 1), ["prizes[0].amount.to"]),
        (range(1, 10, 0), ["prizes[0].amount.step"]), (range(10, 1, 1), ["prizes[0].amount.to"]),
        (range(1, 10, 2), ["prizes[0].amount.step"]), (range(1, 10, 3), []),
        (.of([.of("p", .freezes(32))]), ["prizes[0].freezes"]),
        (product(0, total: 1), ["prizes[0].quantity"]), (product(1, total: 1), []),
        (product(1, total: nil), ["prizes[0].stock.total"]),
        (product(1, total: nil, nil), ["prizes[0].stock.total", "prizes[0].substitute"]),
        (.of([.of("p", .chances(11))]), ["prizes[0].chances"]),
    ]

    private static func product(
        _ quantity: Int64,
        total: Int64?,
        _ substitute: PrizeID? = "none"
    ) -> LotteryRules {
        let mug = Prize.of("p", .product(ProductID(validated: "mug"), quantity: quantity)) {
            $0.stock.total = total
            $0.substitute = substitute
        }
        return .of([mug, .none()])
    }

    private static func range(_ lowest: Int64, _ highest: Int64, _ step: Int64) -> LotteryRules {
        .of([.of("p", .asset(.points, AmountRange(from: lowest, to: highest, step: step)))])
    }

    private static let pity: [Row] = [
        (rules { $0.pity[0].hard = 0 }, ["pity[0].hard", "pity[0].soft.from"]),
        (rules { $0.pity[0].hard = 8 }, ["pity[0].soft.from"]),
        (
            rules { $0.pity[0].soft = .init(from: 0, rise: 0, step: -1) },
            ["pity[0].soft.from", "pity[0].soft.rise", "pity[0].soft.step"]
        ),
        (rules { $0.pity[0] = PityRule(pool: "a", tier: 1) }, ["pity[0]"]),
        (rules { $0.pity += $0.pity }, ["pity[1].pool", "pity[1].tier"]),
        (rules { $0.pity[0] = PityRule(pool: "a", tier: 2, hard: 9) }, ["pity[0].tier"]),
        (rules { $0.ten = TenDraws(atLeastOneOf: 3) }, ["ten.atLeastOneOf"]),
        (
            rules { rules in
                rules.prizes += ([2, 3] as [Int64]).map { tier in
                    .points(PrizeID(validated: "t\(tier)")) { $0.tier = tier }
                }
                rules.pity = ([1, 2, 3] as [Int64]).map { tier in
                    let soft = PityRule.Soft(from: 1, rise: 1)
                    return PityRule(pool: PoolID(validated: "t\(tier)"), tier: tier, soft: soft)
                }
            }, ["pity"]
        ),
    ]

    @Test("is found, with its path", arguments: terms + prizes + kinds + pity)
    func faults(rules: LotteryRules, paths: [String]) {
        #expect(rules.faults.map(\.path) == paths)
        do throws(RulesFaults) {
            _ = try Lottery(rules)
            #expect(paths.isEmpty)
        } catch {
            #expect(error.faults == rules.faults)
        }
    }

    @Test("a prize worth more than 50,000.00 is no fault, but a caution")
    func cautions() {
        var prizes = [Prize.points("p"), .none()]
        prizes[0].valueMinor = 5_000_000
        #expect(prizes.cautions.isEmpty)
        prizes[0].valueMinor = 5_000_001
        #expect(prizes.cautions.map(\.path) == ["prizes[0].value"])
    }
}
