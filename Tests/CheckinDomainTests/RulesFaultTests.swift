import CheckinDomain
import Primitives
import Testing

@Suite("What is wrong with rules")
struct RulesFaultTests {
    private static func rules(_ change: (inout CheckinRules) -> Void) -> CheckinRules {
        CheckinRules.of { rules in
            rules.base = [.points(1)]
            rules.milestones = [Milestone(.at(7), .points(7)), Milestone(.every(7), .points(7))]
            rules.cumulative = [CumulativeAward(days: 31, .points(7))]
            rules.multipliers = [AwardMultiplier(id: "m", times: .of(1000))]
            rules.freezes = FreezeRules(most: 2)
            rules.freezes?.atStart = 2
            rules.freezes?.every = 10
            rules.freezes?.price = .points(1)
            rules.pausedDaysPerYear = 366
            rules.makeUps = MakeUpRules(windowDays: 366, perMonth: 31)
            rules.makeUps?.prices = [.points(0)]
            rules.loss = .decay(by: 1, floor: 0)
            change(&rules)
        }
    }

    private static let most = Points.largestMovement.value

    @Test(
        "is found, with its path",
        arguments: [
            (rules { _ in }, []), (.of(), []),
            (rules { $0.dayStartMs = 86_400_000 }, ["dayStart"]),
            (rules { $0.dayStartMs = -1 }, ["dayStart"]),
            (rules { $0.base = Array(repeating: .points(1), count: 32) }, ["base"]),
            (rules { $0.base = [.points(1), .points(0)] }, ["base[1][0].amount"]),
            (rules { $0.base = [.points(most + 1)] }, ["base[0][0].amount"]),
            (rules { $0.base = [Award([.freezes(32)])] }, ["base[0][0].freezes"]),
            (
                rules { $0.base = [Award([.goods(ProductID(validated: "p"), quantity: 101)])] },
                ["base[0][0].quantity"]
            ),
            (
                rules { $0.base = [Award(Array(repeating: .freezes(1), count: 11))] }, ["base[0]"]
            ),
            (
                rules { $0.milestones = (1...101).map { Milestone(.at($0), .points(1)) } },
                ["milestones"]
            ),
            (
                rules { $0.milestones = [Milestone(.at(0), .points(0))] },
                ["milestones[0].award[0].amount", "milestones[0].at"]
            ),
            (
                rules {
                    $0.milestones = Array(repeating: Milestone(.every(100_001), .nothing), count: 2)
                },
                ["milestones[0].every", "milestones[1].every", "milestones[1].every"]
            ),
            (
                rules {
                    $0.cumulative = [0, 32, 1, 1].map { CumulativeAward(days: $0, .nothing) }
                },
                ["cumulative[0].days", "cumulative[1].days", "cumulative[3].days"]
            ),
            (
                rules { $0.multipliers = [AwardMultiplier(id: "m", times: .of(1001))] },
                ["multipliers[0].times"]
            ),
            (
                rules { $0.multipliers = [AwardMultiplier(id: "m", times: .zero)] },
                ["multipliers[0].times"]
            ),
            (
                rules { $0.multipliers = [AwardMultiplier(id: "m", times: .of(1, per: 1001))] },
                ["multipliers[0].times"]
            ),
            (
                rules {
                    $0.multipliers = ["m", "m"].map { AwardMultiplier(id: $0, times: .of(2)) }
                },
                ["multipliers[1].id"]
            ),
            (
                rules {
                    $0.multipliers = (1...7).map { AwardMultiplier(id: "\($0)", times: .of(1)) }
                },
                ["multipliers"]
            ),
            (
                rules { $0.base = [.points(most / 1000)] }, ["multipliers"]
            ),
            (
                .of { $0.milestones = [Milestone(.at(7), Award([.freezes(1)]))] }, ["freezes"]
            ),
            (
                rules {
                    $0.freezes = nil
                    $0.makeUps?.award = Award([.freezes(1)])
                }, ["freezes"]
            ),
            (rules { $0.freezes?.most = 0 }, ["freezes.most", "freezes.atStart"]),
            (rules { $0.freezes?.most = 32 }, ["freezes.most"]),
            (rules { $0.freezes?.atStart = 3 }, ["freezes.atStart"]),
            (rules { $0.freezes?.every = 0 }, ["freezes.every"]),
            (rules { $0.freezes?.price = .points(0) }, ["freezes.price"]),
            (rules { $0.pausedDaysPerYear = 0 }, ["pauses.daysPerYear"]),
            (rules { $0.pausedDaysPerYear = 367 }, ["pauses.daysPerYear"]),
            (rules { $0.makeUps?.windowDays = 367 }, ["makeUp.windowDays"]),
            (rules { $0.makeUps?.perMonth = 0 }, ["makeUp.perMonth"]),
            (rules { $0.makeUps?.prices = [] }, ["makeUp.prices"]),
            (
                rules { $0.makeUps?.prices = Array(repeating: .points(1), count: 32) },
                ["makeUp.prices"]
            ),
            (rules { $0.makeUps?.prices = [.points(1), .points(-1)] }, ["makeUp.prices[1]"]),
            (rules { $0.makeUps?.award = .points(-1) }, ["makeUp.award[0].amount"]),
            (rules { $0.loss = .decay(by: 0, floor: 0) }, ["loss.by"]),
            (rules { $0.loss = .decay(by: 1, floor: -1) }, ["loss.floor"]),
        ] as [(CheckinRules, [String])]
    )
    func faults(rules: CheckinRules, paths: [String]) {
        #expect(rules.faults.map(\.path) == paths)
    }

    @Test("of one group only the highest multiplier can count")
    func groups() {
        let rules = Self.rules { rules in
            rules.multipliers = (1...100).map {
                AwardMultiplier(id: "\($0)", group: "g\($0 % 6)", times: .of(90))
            }
            rules.milestones = []
            rules.cumulative = []
        }
        #expect(rules.faults.isEmpty)
        var more = rules
        more.base = [.points(2)]
        #expect(more.faults.map(\.path) == ["multipliers"])
    }
}
