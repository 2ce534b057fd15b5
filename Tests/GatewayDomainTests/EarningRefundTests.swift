import GatewayDomain
import Primitives
import Testing

@Suite("Refunding an order")
struct EarningRefundTests {
    private static let perUnit = EarningRule.rate(1, per: 100)
    private static let carRule = EarningRule.rate(1, per: 200) {
        $0.categories = [CategoryTerms(category: "car", rate: .of(1, per: 100_000))]
    }
    /// 1,000.00 at 1 per 2.00 and a car of 100,000.00 at 1 per 1,000.00.
    private static let withCar = EventTerms.of(
        .paid(lines: [("books", 100_000), ("car", 10_000_000)]),
        carRule
    )

    private static func part(_ id: String, _ amount: Int64) -> RefundRequest.Part {
        RefundRequest.Part(id: id, amountMinor: amount)
    }

    @Test("1,000 yuan and a car earn 600; returning the first leaves 100, the car 500")
    func car() throws {
        var first = Self.withCar
        var second = Self.withCar

        #expect(first.kept == 600)
        #expect(try first.refund(.lines([Self.part("1", 100_000)])).total == 500)
        #expect(first.kept == 100)
        #expect(try second.refund(.lines([Self.part("2", 10_000_000)])).total == 100)
        #expect(second.kept == 500)
    }

    @Test("a line may be named by its category where it is the only one of it")
    func byCategory() throws {
        var terms = Self.withCar
        let car = RefundRequest.Part(id: nil, category: "car", amountMinor: 10_000_000)
        #expect(try terms.refund(.lines([car])).total == 100)

        var two = EventTerms.of(.paid(lines: [("tea", 100), ("tea", 200)]), Self.perUnit)
        let tea = RefundRequest.Part(id: nil, category: "tea", amountMinor: 100)
        #expect(two.refusal(of: .lines([tea])) == .linesNeeded)
        let rice = RefundRequest.Part(id: nil, category: "rice", amountMinor: 100)
        #expect(two.refusal(of: .lines([rice])) == .unknownLine("rice"))
        let nameless = RefundRequest.Part(id: nil, amountMinor: 100)
        #expect(two.refusal(of: .lines([nameless])) == .linesNeeded)
        var one = EventTerms.of(.paid(100), Self.perUnit)
        #expect(try one.refund(.lines([nameless])).total == 1)
    }

    @Test("a refund of 0.01 a hundred times takes what a refund of 1.00 does, and never more")
    func cents() throws {
        var terms = EventTerms.of(.paid(1999), Self.perUnit)
        var taken: Int64 = 0
        for count in 1...100 {
            taken += try terms.refund(.amount(1)).total
            #expect(terms.kept == 19 * (1999 - Int64(count)) / 1999)
        }
        var atOnce = EventTerms.of(.paid(1999), Self.perUnit)

        #expect(taken == 1)
        #expect(try atOnce.refund(.amount(100)).total == 1)
        #expect(terms == atOnce)
    }

    @Test(
        "refunds that name no lines are taken for the whole, or where the lines earned alike",
        arguments: [
            (withCar, 10_100_000, nil), (withCar, 100_000, .linesNeeded), (withCar, 0, nil),
            (withCar, 10_100_001, .aboveWhatIsLeft(line: nil, leftMinor: 10_100_000)),
            (.of(.paid(lines: [("a", 50), ("b", 100)]), perUnit), 100, nil),
            (.of(.paid(lines: [("a", 50), ("car", 10)]), carRule), 10, nil),
            (.of(.paid(lines: [("a", 500), ("car", 10)]), carRule), 10, .linesNeeded),
            (.of(.paid(lines: [("a", 500), ("b", 100)]), carRule, .fixed(5)), 10, nil),
            (.of(.paid(lines: [("a", 500), ("b", 100)])), 10, nil),
            (.of(.paid(0), .fixed(5)), 1, .aboveWhatIsLeft(line: nil, leftMinor: 0)),
            (.of(.paid(nil), .fixed(5)), 1, .aboveWhatIsLeft(line: nil, leftMinor: 0)),
        ] as [(EventTerms, Int64, RefundRefusal?)]
    )
    func withoutLines(terms: EventTerms, amountMinor: Int64, refusal: RefundRefusal?) {
        var refunded = terms

        #expect(refunded.refusal(of: .amount(amountMinor)) == refusal)
        #expect(refusal == nil || refunded == terms)
    }

    @Test("lines of which a cap clipped some did not earn alike")
    func clipped() {
        let rule = EarningRule.rate(1, per: 100) {
            $0.caps = [
                EarningCap(scope: .member, period: .day, points: Points(15), excess: .clip)
            ]
        }
        var lines = EventTerms.of(.paid(lines: [(nil, 1000), (nil, 1000)]), rule)
        var whole = EventTerms.of(.paid(2000), rule)

        #expect(lines.refusal(of: .amount(500)) == .linesNeeded)
        #expect(whole.refusal(of: .amount(500)) == nil)
        #expect(whole.kept == 11)
    }

    @Test("without lines, lines that earned alike are refunded in their order")
    func lineByLine() throws {
        var terms = EventTerms.of(.paid(lines: [(nil, 150), (nil, 300)]), Self.perUnit)
        _ = try terms.refund(.amount(200))

        #expect(terms.lines.map(\.refundedMinor) == [150, 50])
        #expect(terms.kept == 2)
        #expect(try terms.refund(.rest).total == 2)
        #expect(terms.leftMinor == 0)
    }

    @Test("a line cannot be refunded twice, nor one that the order does not have")
    func refusals() {
        var terms = Self.withCar
        let before = terms
        let parts = [Self.part("1", 60_000), Self.part("1", 40_001)]

        #expect(
            terms.refusal(of: .lines(parts)) == .aboveWhatIsLeft(line: "1", leftMinor: 40_000)
        )
        #expect(terms.refusal(of: .lines([Self.part("3", 1)])) == .unknownLine("3"))
        #expect(terms == before)
    }

    @Test("a fixed number goes with the part of the whole order that is refunded")
    func fixed() throws {
        var terms = EventTerms.of(.paid(lines: [("a", 100), ("b", 300)]), .fixed(10))

        #expect(try terms.refund(.lines([Self.part("2", 100)])).total == 3)
        #expect(try terms.refund(.lines([Self.part("1", 100)])).total == 2)
        #expect(try terms.refund(.rest).total == 5)
    }

    @Test("a refund of an order of 0 takes nothing; its cancellation takes everything, once")
    func zero() throws {
        for event in [BusinessEvent.paid(0), .paid(nil)] {
            var terms = EventTerms.of(event, .fixed(10))
            #expect(try terms.refund(.rest).isEmpty)
            #expect(try terms.refund(.amount(0)).isEmpty)
            #expect(try terms.refund(.cancellation).total == 10)
            #expect(try terms.refund(.cancellation).isEmpty)
            #expect(terms.isCancelled && terms.kept == 0)
        }
    }

    @Test("a cancellation takes what refunds have left, and nothing can be refunded after it")
    func cancellation() throws {
        var terms = Self.withCar
        _ = try terms.refund(.lines([Self.part("1", 50_000)]))

        #expect(try terms.refund(.cancellation).total == 350)
        #expect(try terms.refund(.rest).isEmpty)
        #expect(
            terms.refusal(of: .amount(1)) == .aboveWhatIsLeft(line: nil, leftMinor: 0)
        )
    }

    @Test("each grant is taken back by itself")
    func severalGrants() throws {
        var terms = EventTerms.of(
            .paid(lines: [("presale", 1000), ("tea", 2000)]),
            .rate(1, per: 100) {
                $0.categories = [CategoryTerms(category: "presale", pending: .untilConfirmed)]
            },
            .fixed(30)
        )
        let takings = try terms.refund(.lines([Self.part("2", 1000)]))

        #expect(terms.grants.map(\.isConfirmable) == [true, false, false])
        #expect(
            takings == [Taking(grant: 1, amount: Points(10)), Taking(grant: 2, amount: Points(10))]
        )
    }
}
