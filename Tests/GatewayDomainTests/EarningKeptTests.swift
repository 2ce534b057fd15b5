import GatewayDomain
import Primitives
import Testing

@Suite("Refunds that come before their order")
struct EarningKeptTests {
    private static let rule = EarningRule.rate(1, per: 200) {
        $0.categories = [CategoryTerms(category: "car", rate: .of(1, per: 100_000))]
    }
    private static let withCar = EventTerms.of(
        .paid(lines: [("car", 10_000_000), ("books", 100_000)]),
        rule,
        .fixed(101, id: "bonus")
    )

    private static func part(_ id: String, _ amount: Int64) -> RefundRequest.Part {
        RefundRequest.Part(id: id, amountMinor: amount)
    }

    @Test(
        "leave what the order would have kept",
        arguments: [
            [], [.lines([part("2", 100_000)])], [.lines([part("1", 33)]), .lines([part("1", 34)])],
            [.rest], [.cancellation], [.amount(10_100_000)],
            [.lines([part("1", 10_000_000)]), .amount(100_000)],
        ] as [[RefundRequest]]
    )
    func same(requests: [RefundRequest]) throws {
        var after = Self.withCar
        for request in requests { _ = try after.refund(request) }
        var kept = Self.withCar
        let takings = kept.applyKept(requests)

        #expect(kept == after)
        #expect(takings.total == Self.withCar.kept - after.kept)
        #expect(kept.omissions(for: takings).allSatisfy { $0.reason == .refunded })
        #expect(kept.omissions(for: takings).map(\.amount) == takings.map(\.amount))
    }

    @Test(
        "that cannot be applied as they stand take from what earned most, or everything",
        arguments: [
            // Above the order, by amount, by line, or together with what was kept before.
            ([.amount(10_100_001)], 0), ([.lines([part("3", 10_100_001)])], 0),
            ([.lines([part("1", 10_000_000)]), .amount(100_001)], 0),
            // Without lines where the lines earned differently: the books first.
            ([.amount(100_000)], 100 + 100), ([.amount(50_000)], 100 + 250 + 100),
            ([.amount(100_001)], 99 + 99),
            // A line that is not there, or too much of one that is.
            ([.lines([part("3", 100_000)])], 100 + 100),
            ([.lines([part("2", 100_001)])], 99 + 99),
        ] as [([RefundRequest], Int64)]
    )
    func strict(requests: [RefundRequest], left: Int64) {
        var terms = Self.withCar
        let takings = terms.applyKept(requests)

        #expect(terms.kept == left)
        #expect(takings.total == Self.withCar.kept - left)
    }

    @Test("are followed by refunds that come in time, from what they left")
    func later() throws {
        var terms = Self.withCar
        _ = terms.applyKept([.lines([Self.part("2", 50_000)])])
        let left = terms.kept
        let taken = try terms.refund(.lines([Self.part("2", 50_000)])).total

        #expect(left == 100 + 250 + 100)
        #expect(taken == 250)
        #expect(terms.kept == 200)
    }
}
