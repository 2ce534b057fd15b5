import GamesDomain
import Primitives
import Testing

@Suite("What is wrong with a card flip")
struct CardFlipFaultTests {
    typealias Row = (CardFlipRules, [String])

    private static func pairs(_ change: (inout CardFlipRules) -> Void = { _ in }) -> CardFlipRules {
        .of {
            $0.mode = .pairs
            $0.cards = 8
            change(&$0)
        }
    }

    private static let rows: [Row] = [
        (.of(), []), (pairs(), []), (.of { $0.cards = 3 }, ["cards"]),
        (.of { $0.cards = 37 }, ["cards"]), (.of { $0.cards = .min }, ["cards", "flips"]),
        (.of { $0.flips = 0 }, ["flips"]), (.of { $0.flips = 10 }, ["flips"]),
        (.of { $0.flips = 9 }, []), (.of { $0.timeoutMs = 9999 }, ["timeout"]),
        (.of { $0.timeoutMs = .max }, ["timeout"]),
        (
            .of { $0.extraFlips = ExtraFlips(costs: [], most: 0) },
            ["extraFlips.most", "extraFlips.costs"]
        ),
        (
            .of { $0.extraFlips = ExtraFlips(costs: [.points(0)], most: 35) },
            ["extraFlips.costs[0].amount"]
        ),
        (.of { $0.terms.costs = [] }, ["costs"]), (.of([]), ["prizes"]),
        (pairs { $0.cards = 9 }, ["cards"]), (pairs { $0.flips = 1 }, ["flips"]),
        (
            pairs { $0.prizes[0] = .of("p", .asset(.points, AmountRange(from: 1, to: 2))) },
            ["prizes[0].amount"]
        ),
    ]

    @Test("is found, with its path", arguments: rows)
    func faults(rules: CardFlipRules, paths: [String]) {
        #expect(rules.faults.map(\.path) == paths)
        do throws(RulesFaults) {
            _ = try CardFlip(rules)
            #expect(paths.isEmpty)
        } catch {
            #expect(error.faults == rules.faults)
        }
    }
}
