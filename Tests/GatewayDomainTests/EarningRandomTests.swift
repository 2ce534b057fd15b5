import GatewayDomain
import Primitives
import TestSupport
import Testing

@Suite("Orders and refunds at random")
struct EarningRandomTests {
    /// What an order keeps, by the plainest arithmetic there is: whole numbers of lines.
    private struct NaiveOrder {
        var lines: [(amount: Int64, granted: Int64, refunded: Int64)]
        let fixed: Int64

        var kept: Int64 {
            let amount = lines.reduce(0) { $0 + $1.amount }
            let left = lines.reduce(0) { $0 + $1.amount - $1.refunded }
            return lines.reduce(amount == 0 ? fixed : fixed * left / amount) { sum, line in
                line.amount == 0
                    ? sum : sum + line.granted * (line.amount - line.refunded) / line.amount
            }
        }
    }

    private static let categories = ["a", "b", "c", nil]

    private static func rule(_ random: inout SeededGenerator) -> EarningRule {
        .rate(.random(in: 1...7, using: &random), per: .random(in: 1...300, using: &random)) {
            $0.categories = ["a", "b"].map { category in
                let rate = Ratio.of(
                    .random(in: 0...9, using: &random),
                    per: .random(in: 1...900, using: &random)
                )
                let pending = Bool.random(using: &random) ? PendingPolicy.untilConfirmed : nil
                return CategoryTerms(category: category, rate: rate, pending: pending)
            }
            guard Bool.random(using: &random) else { return }
            $0.caps = [
                EarningCap(
                    scope: .member,
                    period: .day,
                    points: Points(.random(in: 1...500, using: &random)),
                    excess: .clip
                )
            ]
        }
    }

    private static func order(_ random: inout SeededGenerator) -> BusinessEvent {
        let count = Int.random(in: 1...5, using: &random)
        return .paid(
            lines: (0..<count).map { _ in
                (
                    categories.randomElement(using: &random) ?? nil,
                    .random(in: 0...20_000, using: &random)
                )
            }
        )
    }

    private static func naive(_ event: BusinessEvent, _ terms: EventTerms) -> NaiveOrder {
        var order = NaiveOrder(lines: event.lines.map { ($0.amountMinor, 0, 0) }, fixed: 37)
        for line in terms.grants.flatMap(\.lines) {
            if let index = line.index { order.lines[index].granted += line.granted.value }
        }
        return order
    }

    @Test("after any refunds by line the member keeps floor(G·(A−R)/A) of each, in any order")
    func refunds() throws {
        var random = SeededGenerator(for: "refunds by line")
        for _ in 1...300 {
            let event = Self.order(&random)
            var terms = EventTerms.of(event, Self.rule(&random), .fixed(37))
            var order = Self.naive(event, terms)
            let granted = terms.kept
            var taken: Int64 = 0
            for _ in 1...12 {
                let index = Int.random(in: order.lines.indices, using: &random)
                let left = order.lines[index].amount - order.lines[index].refunded
                let amount = Int64.random(in: 0...left + 1, using: &random)
                let part = RefundRequest.Part(id: "\(index + 1)", amountMinor: amount)
                guard amount <= left else {
                    #expect(terms.refusal(of: .lines([part])) != nil)
                    continue
                }
                taken += try terms.refund(.lines([part])).total
                order.lines[index].refunded += amount
                #expect(terms.kept == order.kept)
                #expect(terms.kept + taken == granted)
            }
            taken += try terms.refund(.cancellation).total
            #expect(taken == granted)
        }
    }

    @Test("the same refunds leave the same, whether they come before the order or after it")
    func kept() throws {
        var random = SeededGenerator(for: "refunds before the order")
        for _ in 1...300 {
            let event = Self.order(&random)
            let terms = EventTerms.of(event, Self.rule(&random), .fixed(37))
            let requests = event.lines.map { line in
                RefundRequest.lines([
                    RefundRequest.Part(
                        id: line.id,
                        amountMinor: .random(in: 0...line.amountMinor, using: &random)
                    )
                ])
            }
            var after = terms
            for request in requests { _ = try after.refund(request) }
            var before = terms
            let takings = before.applyKept(requests.shuffled(using: &random))

            #expect(before == after)
            #expect(before.kept + takings.total == terms.kept)
        }
    }

    @Test("a rate earns what exact arithmetic in whole numbers says")
    func rates() {
        var random = SeededGenerator(for: "rates")
        for _ in 1...1000 {
            let (points, per) = (
                Int64.random(in: 0...1000, using: &random),
                Int64.random(in: 1...1000, using: &random)
            )
            let (times, over) = (
                Int64.random(in: 1...100, using: &random), Int64.random(in: 1...100, using: &random)
            )
            let amount = Int64.random(in: 0...1_000_000, using: &random)
            let rule = EarningRule.rate(points, per: per) {
                $0.multipliers = [EarningMultiplier(id: "m", times: .of(times, per: over))]
            }

            #expect(rule.judge(.paid(amount)).total == amount * points * times / (per * over))
        }
    }
}
