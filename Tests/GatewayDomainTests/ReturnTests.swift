import GatewayDomain
import Primitives
import Testing

@Suite("Where returned points go")
struct ReturnTests {
    /// A lot that lasts until day 10, spent and returned on a day.
    struct Case: Sendable {
        let day: Int64
        let policy: ReturnPolicy
        let lots: Scene.Table
        let gone: Scene.Table
    }

    @Test(
        "what is returned to a lot that has ended follows the policy",
        arguments: [
            Case(day: 10, policy: .extend(days: 30), lots: ["10": 8], gone: [:]),
            Case(day: 11, policy: .extend(days: 30), lots: ["41+": 8], gone: [:]),
            Case(day: 11, policy: .extend(days: 1), lots: ["12+": 8], gone: [:]),
            Case(day: 400, policy: .extend(days: 366), lots: ["766+": 8], gone: [:]),
            Case(day: 10, policy: .forfeit, lots: ["10": 8], gone: [:]),
            Case(day: 11, policy: .forfeit, lots: [:], gone: ["10": 8]),
        ]
    )
    func policy(_ expected: Case) throws {
        var scene = Scene(returned: expected.policy)
        try scene.credit("c", 8, until: 10)
        try scene.debit("d", 8)
        try scene.on(expected.day)
        try scene.reverse("r", "d")

        #expect(scene.lots == expected.lots)
        #expect(scene.gone == expected.gone)
        #expect(scene.balance.spentTotal == .zero)
        #expect(scene.balance.earnedTotal == Points(8))
    }

    @Test("a lot lasts to the last millisecond of its day")
    func lastMillisecond() throws {
        var scene = Scene()
        try scene.credit("c", 8, until: 10)
        #expect(try scene.on(10, plusMs: 86_399_999) == [])
        #expect(scene.lots == ["10": 8])
        #expect(try scene.on(11) == [.expiry(.points)])
        #expect(scene.lots == [:])
        #expect(scene.gone == ["10": 8])
        #expect(scene.balance.available == .zero)
    }

    @Test("points are extended once only, however often they are spent and returned")
    func once() throws {
        var scene = Scene()
        try scene.credit("c", 5, until: 10)
        try scene.debit("d1", 5)
        try scene.on(11)
        try scene.reverse("r1", "d1")
        #expect(scene.lots == ["41+": 5])

        try scene.debit("d2", 5)
        try scene.on(41)
        try scene.reverse("r2", "d2")
        #expect(scene.lots == ["41+": 5])

        try scene.debit("d3", 5)
        try scene.on(42)
        try scene.reverse("r3", "d3")
        #expect(scene.lots == [:])
        #expect(scene.gone == ["41+": 5])
    }

    @Test("extended points are not lengthened by a charge that is undone and made anew")
    func onceThroughRedoing() throws {
        var scene = Scene()
        try scene.credit("c", 5, until: 10)
        try scene.debit("d", 5)
        try scene.on(11)
        try scene.reverse("r1", "d")
        try scene.reverse("r2", "r1")
        #expect(scene.lots == [:])
        try scene.on(42)
        try scene.reverse("r3", "r2")
        #expect(scene.lots == [:])
        #expect(scene.gone == ["41+": 5])
    }

    @Test("a debit of several lots is returned in parts, the last taken first")
    func lastTakenFirst() throws {
        var scene = Scene()
        try scene.credit("a", 4, until: 10)
        try scene.credit("b", 4, until: 20)
        try scene.credit("c", 4)
        try scene.debit("d", 10)
        #expect(scene.lots == ["*": 2])

        try scene.reverse("r1", "d", 1)
        #expect(scene.lots == ["*": 3])
        try scene.reverse("r2", "d", 3)
        #expect(scene.lots == ["*": 4, "20": 2])
        try scene.reverse("r3", "d", 3)
        #expect(scene.lots == ["*": 4, "20": 4, "10": 1])
        try scene.reverse("r4", "d")
        #expect(scene.lots == ["*": 4, "20": 4, "10": 4])
        #expect(throws: LedgerRefusal.limitReached(limit: "reversible", of: .zero)) {
            try scene.reverse("r5", "d")
        }
    }

    @Test("of a debit of several lots only what has ended is extended")
    func partlyEnded() throws {
        var scene = Scene(returned: .extend(days: 3))
        try scene.credit("a", 4, until: 10)
        try scene.credit("b", 4, until: 20)
        try scene.debit("d", 8)
        try scene.on(15)
        try scene.reverse("r1", "d", 6)

        #expect(scene.lots == ["20": 4, "18+": 2])
    }
}
