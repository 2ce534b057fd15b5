import GatewayDomain
import Primitives
import Testing

@Suite("The largest numbers")
struct LargeNumberTests {
    private static let most = Points.largestBalance.value

    @Test("a full account spends, holds, returns and loses all that it has")
    func full() throws {
        var scene = Scene(returned: .extend(days: 366))
        try scene.credit("c", Self.most, until: 10)
        try scene.hold("h", Self.most, until: 12)
        try scene.on(12)
        #expect(scene.lots == ["378+": Self.most])
        try scene.debit("d", Self.most)
        try scene.reverse("r1", "d")
        try scene.reverse("r2", "r1")
        try scene.reverse("r3", "r2")
        try scene.on(379)
        #expect(scene.gone == ["378+": Self.most])
        try scene.on(400)
        #expect(scene.balance.available == .zero)
        #expect(scene.balance.earnedTotal == .largestBalance)
    }

    @Test(
        "what is pending counts towards the largest total, so that its day never fails",
        arguments: [(1, true), (2, false)] as [(Int64, Bool)]
    )
    func pending(amount: Int64, fits: Bool) throws {
        var scene = Scene()
        try scene.creditPending("p", Self.most - 1, from: 5)
        let limit = LedgerRefusal.limitReached(limit: "largestBalance", of: .largestBalance)
        if fits {
            try scene.credit("c", amount)
            try scene.on(5)
            #expect(scene.balance.available == .largestBalance)
        } else {
            #expect(throws: limit) { try scene.credit("c", amount) }
            #expect(throws: limit) { try scene.creditPending("p2", amount, from: 6) }
        }
    }

    @Test("the largest movement goes in and out by every way", arguments: [10, 11] as [Int64])
    func largestMovement(day: Int64) throws {
        let amount = Points.largestMovement.value
        var scene = Scene()
        for number in 0..<20 { try scene.credit("c\(number)", amount, until: 10) }
        try scene.debit("d", amount)
        try scene.hold("h", amount, until: 1000)
        try scene.on(day)
        try scene.reverse("r", "d")
        try scene.capture("k", "h")
        try scene.reverse("r2", "k")
        for number in 0..<18 { try scene.reverse("t\(number)", "c\(number)") }
        let left = scene.lots.values.reduce(0, +) + scene.gone.values.reduce(0, +)
        #expect(left == 2 * amount)
    }

    @Test("an amount of 64 bits is refused, whatever it is asked of")
    func tooLarge() throws {
        var scene = Scene()
        try scene.credit("c", 10)
        try scene.debit("d", 5)
        try scene.hold("h", 5, until: 5)
        for target in ["c", "d"] {
            #expect(throws: LedgerRefusal.self) { try scene.reverse("r", target, .max) }
        }
        #expect(throws: LedgerRefusal.self) { try scene.capture("k", "h", .max) }
        #expect(throws: LedgerRefusal.self) { try scene.debit("d2", .max) }
        #expect(throws: LedgerRefusal.self) { try scene.hold("h2", .max, until: 5) }
        #expect(throws: LedgerRefusal.self) { try scene.credit("c2", .max) }
        #expect(throws: LedgerRefusal.self) { try scene.creditPending("p", .max, from: 5) }
    }
}
