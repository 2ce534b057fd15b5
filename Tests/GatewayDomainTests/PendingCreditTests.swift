import GatewayDomain
import Primitives
import Testing

@Suite("Pending points")
struct PendingCreditTests {
    @Test("pending points become available on their day, which is the day of earning")
    func confirmed() throws {
        // Ordered 1970-12-29, received 1971-01-05: gone after 1972-12-31.
        var scene = Scene(expiry: .yearEnd(years: 1))
        try scene.on(362)
        try scene.creditPending("p", 10, from: 369)
        #expect(scene.balance == Balance(pending: Points(10)))
        try scene.on(369)
        #expect(scene.balance == Balance(available: Points(10), earnedTotal: Points(10)))
        #expect(scene.lots == ["1095": 10])
    }

    @Test("the last day that was asked for is kept")
    func askedFor() throws {
        var scene = Scene(expiry: .yearEnd(years: 1))
        try scene.creditPending("p", 10, from: 5, until: 5)
        try scene.on(5)
        #expect(scene.lots == ["5": 10])
        try scene.on(6)
        #expect(scene.gone == ["5": 10])
    }

    @Test("what is taken back while it is pending was never earned")
    func undoneBefore() throws {
        var scene = Scene()
        try scene.creditPending("p", 10, from: 5)
        try scene.reverse("r1", "p", 4)
        #expect(scene.balance == Balance(pending: Points(6)))
        try scene.on(5)
        #expect(scene.balance == Balance(available: Points(6), earnedTotal: Points(6)))
        try scene.reverse("r2", "p")
        #expect(scene.balance == Balance())
    }

    @Test("taken back in full, nothing becomes available, and no row is written")
    func undoneInFull() throws {
        var scene = Scene()
        try scene.creditPending("p", 10, from: 5)
        try scene.reverse("r1", "p")
        try scene.on(5)
        #expect(scene.balance == Balance())
        #expect(scene.pendings["p"]?.settledInto == .never)
    }

    @Test("what is taken back after it became available is taken from its lot, then from others")
    func undoneAfter() throws {
        var scene = Scene(expiry: .rolling(months: 1, exactDay: true))
        try scene.creditPending("p", 10, from: 5)
        try scene.on(5)
        try scene.credit("c", 10, until: 100)
        try scene.debit("d", 8)
        try scene.reverse("r", "p")
        #expect(scene.lots == ["100": 2])
        #expect(scene.balance.earnedTotal == Points(10))
    }

    @Test(
        "undoing that reversal brings points back to be pending, or to their lot by then",
        arguments: [(4, [:], 10), (5, ["36": 10], 0), (37, ["67+": 10], 0)]
            as [(Int64, Scene.Table, Int64)]
    )
    func redone(day: Int64, lots: Scene.Table, pending: Int64) throws {
        var scene = Scene(expiry: .rolling(months: 1, exactDay: true))
        try scene.creditPending("p", 10, from: 5)
        try scene.reverse("r1", "p")
        try scene.on(day)
        try scene.reverse("r2", "r1")
        #expect(scene.lots == lots)
        #expect(scene.balance.pending == Points(pending))
        #expect(scene.balance.earnedTotal == Points(10 - pending))
        try scene.on(4)
        try scene.reverse("r3", "p")
        #expect(scene.balance == Balance())
    }

    @Test("pending points that expired since count as taken back")
    func expiredSince() throws {
        var scene = Scene()
        try scene.creditPending("p", 10, from: 5, until: 6)
        try scene.on(7)
        #expect(scene.gone == ["6": 10])
        try scene.reverse("r", "p")
        #expect(scene.gone == [:])
        #expect(scene.balance == Balance())
    }
}
