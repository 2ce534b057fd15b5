import GamesDomain
import Primitives
import Testing

@Suite("What a change makes worse by the way")
struct HiddenWorseningTests {
    private static func rules(_ change: (inout LotteryRules) -> Void = { _ in }) -> LotteryRules {
        let gold = Prize.points("gold") {
            $0.tier = 1
            $0.stock = Stock(total: 10, isPaced: true)
            $0.substitute = "none"
        }
        return .of([gold, .points("silver") { $0.tier = 2 }, .none()]) { rules in
            rules.terms.window = .campaign
            rules.pity = [PityRule(pool: "b", tier: 2, hard: 9, soft: .init(from: 5, rise: 2))]
            rules.ten = TenDraws()
            change(&rules)
        }
    }

    private static let longer = TimeWindow(from: "2026-03-01T00:00", until: "2026-03-21T00:00")

    private static let rows: [(LotteryRules, [String])] = [
        (rules(), []), (rules { $0.pity[0].hard = 8 }, ["pity[0].hard"]),
        (rules { $0.pity[0].soft = .init(from: 5, rise: 3) }, ["pity[0].soft"]),
        (rules { $0.pity[0].soft = .init(from: 4, rise: 2) }, ["pity[0].soft"]),
        (rules { $0.pity[0].soft = .init(from: 5, rise: 2, step: 1) }, ["pity[0].soft"]),
        (rules { $0.pity.append(PityRule(pool: "a", tier: 1, hard: 9)) }, []),
        (rules { $0.ten = TenDraws(atLeastOneOf: 2) }, ["ten.atLeastOneOf"]),
        (rules { $0.ten = TenDraws(atLeastOneOf: 1) }, []),
        (rules { $0.terms.window = longer }, ["prizes[0].pacing"]),
        (
            rules {
                $0.terms.window = longer
                $0.prizes[0].stock.total = 19
            }, ["prizes[0].pacing"]
        ),
        (
            rules {
                $0.terms.window = longer
                $0.prizes[0].stock.total = 20
            }, []
        ),
        (
            rules {
                $0.terms.window = longer
                $0.prizes[0].window = .campaign
            }, ["prizes[0].window"]
        ),
    ]

    @Test("is listed too: stronger pity of a low tier, and slower release", arguments: rows)
    func lottery(rules: LotteryRules, paths: [String]) {
        #expect(rules.worsenings(since: Self.rules()).map(\.path) == paths)
    }
}
