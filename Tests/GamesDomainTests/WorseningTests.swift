import GamesDomain
import Primitives
import Testing

@Suite("What a change makes worse")
struct WorseningTests {
    typealias Row = (LotteryRules, [String])

    private static let old: LotteryRules = {
        let gold = Prize.of("gold", .product(ProductID(validated: "mug"), quantity: 2), weight: 5) {
            $0.tier = 1
            $0.stock = Stock(total: 10, perDay: 2)
            $0.perMember = 2
            $0.window = TimeWindow(from: "2026-03-02T00:00", until: "2026-03-03T00:00")
            $0.unlockAfter = 1
            $0.levelAtLeast = 1
            $0.substitute = "silver"
            $0.valueMinor = 100
        }
        let range = AmountRange(from: 10, to: 20)
        let silver = Prize.of("silver", .asset(.points, range), weight: 20) { $0.tier = 2 }
        return .of([gold, silver, .none(weight: 75)]) { rules in
            rules.terms.window = .campaign
            rules.terms.eligibility = .levelAtLeast(1)
            rules.terms.free = FreeChances(perDay: 2, atStart: 2)
            rules.terms.costs = [.tickets(1), .points(20)]
            rules.terms.limits = PlayLimits(perHour: 5, perDay: 5, perCampaign: 50)
            rules.pity = [
                PityRule(pool: "a", tier: 1, hard: 9, soft: .init(from: 3, rise: 2, step: 1))
            ]
            rules.ten = TenDraws(atLeastOneOf: 2)
        }
    }()

    private static func changed(_ change: (inout LotteryRules) -> Void) -> LotteryRules {
        var rules = old
        change(&rules)
        return rules
    }

    private static let terms: [Row] = [
        (changed { _ in }, []),
        (changed { $0.terms.window = TimeWindow(from: "2026-03-01T00:00") }, []),
        (changed { $0.terms.window = TimeWindow(until: "2026-03-10T00:00") }, ["window"]),
        (changed { $0.terms.eligibility = .everyone }, []),
        (changed { $0.terms.eligibility = .levelAtLeast(2) }, ["eligibility"]),
        (changed { $0.terms.free = FreeChances() }, ["free.perDay", "free.atStart"]),
        (changed { $0.terms.costs = [.tickets(1)] }, ["costs"]),
        (changed { $0.terms.costs = [.tickets(2), .points(20)] }, ["costs[0].amount"]),
        (changed { $0.terms.costs = [.points(20), .tickets(1)] }, ["costs"]),
        (changed { $0.terms.costs = [.tickets(1), .points(19), .of("gems", 1)] }, []),
        (changed { $0.terms.costs = [.of("gems", 1), .tickets(1), .points(20)] }, ["costs"]),
        (changed { $0.terms.limits = PlayLimits() }, []),
        (
            changed {
                $0.terms.limits = PlayLimits(perHour: 4, perDay: 4, perCampaign: 49, total: 9)
            },
            ["limits.perHour", "limits.perDay", "limits.perCampaign", "limits.total"]
        ),
    ]

    private static let prizes: [Row] = [
        (changed { $0.prizes[2].weight = 74 }, []),
        (changed { $0.prizes[2].weight = 76 }, ["prizes[0].weight", "prizes[1].weight"]),
        (changed { $0.prizes[0].weight = 6 }, ["prizes[1].weight"]),
        (
            changed { rules in
                rules.prizes += [.points("new", weight: 5) { $0.tier = 2 }]
                rules.prizes[2].weight = 70
            }, ["prizes[1].weight"]
        ),
        (changed { $0.prizes.remove(at: 0) }, ["prizes"]),
        (
            changed { $0.prizes[0].kind = .product(ProductID(validated: "mug"), quantity: 1) },
            ["prizes[0]"]
        ),
        (changed { $0.prizes[0].kind = .nothing }, ["prizes[0]"]),
        (
            changed { $0.prizes[1].kind = .asset(.points, AmountRange(from: 10, to: 19)) },
            ["prizes[1]"]
        ),
        (changed { $0.prizes[1].kind = .asset(.points, AmountRange(from: 11, to: 21)) }, []),
        (changed { $0.prizes[1].kind = .asset(.tickets, AmountRange(50)) }, ["prizes[1]"]),
        (changed { $0.prizes[2].kind = .freezes(1) }, []),
        (changed { $0.prizes[0].tier = 3 }, ["prizes[0].tier"]),
        (
            changed { $0.prizes[0].stock = Stock(total: 9, perDay: 1) },
            ["prizes[0].stock.total", "prizes[0].stock.perDay"]
        ),
        (changed { $0.prizes[0].stock = .unlimited }, []),
        (changed { $0.prizes[1].stock.total = 100 }, ["prizes[1].stock.total"]),
        (changed { $0.prizes[0].stock.isPaced = true }, ["prizes[0].pacing"]),
        (changed { $0.prizes[0].perMember = 1 }, ["prizes[0].perMember"]),
        (changed { $0.prizes[0].window = .campaign }, []),
        (changed { $0.prizes[1].window = .campaign }, ["prizes[1].window"]),
        (changed { $0.prizes[0].unlockAfter = 2 }, ["prizes[0].unlockAfter"]),
        (changed { $0.prizes[0].levelAtLeast = 2 }, ["prizes[0].levelAtLeast"]),
        (changed { $0.prizes[1].levelAtLeast = 1 }, ["prizes[1].levelAtLeast"]),
        (changed { $0.prizes[0].substitute = "none" }, ["prizes[0].substitute"]),
        (changed { $0.prizes[0].valueMinor = 99 }, ["prizes[0].value"]),
    ]

    private static let pity: [Row] = [
        (changed { $0.pity = [] }, ["pity"]),
        (changed { $0.pity[0].hard = nil }, ["pity[0].hard"]),
        (changed { $0.pity[0].hard = 8 }, []),
        (changed { $0.pity[0].soft = nil }, ["pity[0].soft"]),
        (
            changed { $0.pity[0].soft = .init(from: 4, rise: 1, step: 0) },
            ["pity[0].soft.from", "pity[0].soft.rise", "pity[0].soft.step"]
        ),
        (changed { $0.pity[0].soft = .init(from: 2, rise: 3, step: 2) }, []),
        (changed { $0.pity = [PityRule(pool: "b", tier: 1, hard: 1)] }, ["pity"]),
        (changed { $0.ten = nil }, ["ten"]),
        (changed { $0.ten = TenDraws() }, ["ten.atLeastOneOf"]),
        (changed { $0.ten = TenDraws(atLeastOneOf: 1) }, []),
        (changed { $0.pity.append(PityRule(pool: "b", tier: 2, hard: 5)) }, ["pity[1]"]),
    ]

    @Test("in a running lottery is listed, and nothing else is", arguments: terms + prizes + pity)
    func lottery(rules: LotteryRules, paths: [String]) {
        #expect(rules.worsenings(since: Self.old).map(\.path) == paths)
    }

    private static let round = CardFlipRules.of {
        $0.extraFlips = ExtraFlips(costs: [.points(5)], most: 3)
    }

    private static func round(_ change: (inout CardFlipRules) -> Void) -> CardFlipRules {
        var rules = round
        change(&rules)
        return rules
    }

    private static let rounds: [(CardFlipRules, [String])] = [
        (round, []), (round { $0.cards = 12 }, []), (round { $0.flips = 2 }, ["flips"]),
        (round { $0.timeoutMs = 60_000 }, ["timeout"]), (round { $0.mode = .pairs }, ["mode"]),
        (round { $0.extraFlips = nil }, ["extraFlips"]),
        (
            round { $0.extraFlips = ExtraFlips(costs: [.points(6)], most: 2) },
            ["extraFlips.most", "extraFlips.costs[0].amount"]
        ),
        (round { $0.prizes[1].weight = 2 }, ["prizes[0].weight"]),
        (round { $0.terms.costs = [.points(21)] }, ["costs[0].amount"]),
    ]

    @Test("in a running card flip is listed, and nothing else is", arguments: rounds)
    func cardFlip(rules: CardFlipRules, paths: [String]) {
        #expect(rules.worsenings(since: Self.round).map(\.path) == paths)
    }
}

extension Cost {
    fileprivate static func of(_ asset: String, _ amount: Int64) -> Cost {
        Cost(asset: AssetID(validated: asset), amount: Points(amount))
    }
}
