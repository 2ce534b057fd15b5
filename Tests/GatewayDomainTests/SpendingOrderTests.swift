import GatewayDomain
import Primitives
import Testing

@Suite("Which points are spent")
struct SpendingOrderTests {
    /// Lots of 10 points each, by day; nil is never, and `true` extended.
    private static let tens = Lots(
        [(nil, false), (40, true), (20, false), (40, false), (30, false), (nil, true)].map {
            Lots.Lot(key: LotKey($0.0, $0.1), available: 10)
        }
    )

    @Test("lots end in the order of their days, extended after others of the day, never last")
    func order() {
        #expect(Self.tens.all.map(\.key.name) == ["20", "30", "40", "40+", "*", "*+"])
    }

    @Test(
        "the earliest end is spent first",
        arguments: [
            (1, ["20": -1]), (10, ["20": -10]), (11, ["20": -10, "30": -1]),
            (35, ["20": -10, "30": -10, "40": -10, "40+": -5]),
            (60, ["20": -10, "30": -10, "40": -10, "40+": -10, "*": -10, "*+": -10]),
        ] as [(Int64, [String: Int64])]
    )
    func spent(amount: Int64, taken: [String: Int64]) throws {
        let balance = Balance(available: Points(60), earnedTotal: Points(60))
        var holding = Holding(asset: .points, balance: balance, lots: Self.tens)
        let movement = try #require(try holding.spend(Points(amount)))

        #expect(movement.postings.byLot == taken)
        #expect(movement.postings.total == -amount)
        #expect(holding.balance.available == Points(60 - amount))
    }

    @Test("more than there is takes nothing")
    func tooMuch() throws {
        let balance = Balance(available: Points(60), earnedTotal: Points(60))
        var holding = Holding(asset: .points, balance: balance, lots: Self.tens)

        #expect(try holding.spend(Points(61)) == nil)
        #expect(holding.lots == Self.tens)
    }

    @Test("an emptied lot that nothing has gone with is no lot any more")
    func emptied() throws {
        var scene = Scene()
        try scene.credit("c", 10, until: 20)
        try scene.debit("d", 10)

        #expect(scene.account[.points].lots.all.isEmpty)
    }
}

extension LotKey {
    init(_ day: Int64?, _ isExtended: Bool) {
        self.init(lastDay: day.map { CalendarDay(daysSinceEpoch: $0) }, isExtended: isExtended)
    }
}

extension [Posting] {
    /// What comes out of lots or into them, by lot.
    var byLot: [String: Int64] {
        var lots: [String: Int64] = [:]
        for posting in self {
            if case .lot(let key) = posting.place { lots[key.name, default: 0] += posting.amount }
        }
        return lots
    }
}
