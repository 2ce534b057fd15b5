import GatewayDomain
import Primitives
import Testing

@Suite("What is undone")
struct ReversalTests {
    @Test("a reversal of a reversal of a reversal does again what the first one did")
    func chain() throws {
        var scene = Scene()
        try scene.credit("c", 10)
        for (name, target, available) in [
            ("r1", "c", 0), ("r2", "r1", 10), ("r3", "r2", 0), ("r4", "r3", 10),
        ] as [(String, String, Int64)] {
            try scene.reverse(name, target)
            #expect(scene.balance.available == Points(available))
            #expect(scene.balance.earnedTotal == Points(available))
        }
    }

    @Test("a charge that is undone and made anew twice is spent once")
    func chainOfCharge() throws {
        var scene = Scene()
        try scene.credit("c", 10, until: 30)
        try scene.debit("d", 7)
        try scene.reverse("r1", "d", 5)
        try scene.reverse("r2", "r1", 3)
        #expect(scene.balance.available == Points(5))
        #expect(scene.balance.spentTotal == Points(5))
        #expect(scene.left(of: "d") == 5)
        #expect(scene.left(of: "r1") == 2)
        #expect(scene.left(of: "r2") == 3)
        try scene.reverse("r3", "r2")
        try scene.reverse("r4", "d")
        #expect(scene.balance.available == Points(10))
        #expect(scene.balance.spentTotal == .zero)
        #expect(["d", "r2"].map { scene.left(of: $0) } == [0, 0])
    }

    @Test("no order of undoing makes points: each reversal is bounded by what stands")
    func bounded() throws {
        var scene = Scene()
        try scene.credit("c", 10)
        try scene.reverse("r1", "c")
        try scene.reverse("r2", "r1")
        try scene.reverse("r3", "c")
        #expect(scene.left(of: "r1") == 0)
        #expect(scene.left(of: "r2") == 0)
        #expect(scene.left(of: "r3") == 10)
        #expect(throws: LedgerRefusal.limitReached(limit: "reversible", of: .zero)) {
            try scene.reverse("r4", "r2")
        }
        #expect(throws: LedgerRefusal.limitReached(limit: "reversible", of: .zero)) {
            try scene.reverse("r4", "c", 1)
        }
        #expect(scene.balance == Balance())
    }

    @Test("taking back begins with the lot that the grant filled, then the earliest end")
    func grantedLotFirst() throws {
        var scene = Scene()
        try scene.credit("a", 5, until: 10)
        try scene.credit("b", 5, until: 30)
        try scene.credit("c", 5, until: 20)
        try scene.debit("d", 6)
        #expect(scene.lots == ["20": 4, "30": 5])
        try scene.reverse("r", "b", 3)
        #expect(scene.lots == ["20": 4, "30": 2])
        try scene.reverse("r2", "c")
        #expect(scene.lots == ["30": 1])
    }

    @Test("what of a grant has expired counts as taken back, once and never twice")
    func expiredCountsOnce() throws {
        var scene = Scene()
        try scene.credit("a", 10, until: 10)
        try scene.debit("d", 4)
        try scene.on(11)
        #expect(scene.gone == ["10": 6])
        try scene.credit("other", 3)
        try scene.reverse("r1", "a", 5)
        #expect(scene.gone == ["10": 1])
        #expect(scene.lots == ["*": 3])
        try scene.reverse("r2", "a", 4)
        #expect(scene.gone == [:])
        #expect(scene.lots == [:])
        #expect(scene.balance.earnedTotal == Points(4))
        let refusal = #expect(throws: LedgerRefusal.self) { try scene.reverse("r3", "a") }
        #expect(refusal?.shortfallLines == [.init(asset: .points, available: 0, missing: 1)])
    }

    @Test("what has expired of two grants in one lot is shared out between them")
    func expiredOfTwoGrants() throws {
        var scene = Scene()
        try scene.credit("a", 10, until: 10)
        try scene.credit("b", 10, until: 10)
        try scene.debit("d", 10)
        try scene.on(11)
        try scene.reverse("r1", "a")
        #expect(scene.gone == [:])
        #expect(throws: LedgerRefusal.self) { try scene.reverse("r2", "b") }
    }

    @Test("undoing a reversal that had counted expired points brings none back to life")
    func expiredStaysExpired() throws {
        var scene = Scene()
        try scene.credit("a", 10, until: 10)
        try scene.on(11)
        try scene.reverse("r1", "a")
        #expect(scene.gone == [:])
        try scene.reverse("r2", "r1")
        #expect(scene.gone == ["10": 10])
        #expect(scene.lots == [:])
    }

    @Test(
        "a reversal of several lots is undone in parts, each part once in a lot that it filled",
        arguments: [(9, ["10": 5, "20": 5], ["10": 5]), (11, ["20": 5], [:])]
            as [(Int64, Scene.Table, Scene.Table)]
    )
    func partsOfSeveralLots(day: Int64, first: Scene.Table, second: Scene.Table) throws {
        var scene = Scene()
        try scene.credit("a", 5, until: 10)
        try scene.credit("b", 5, until: 20)
        try scene.debit("d", 10)
        try scene.credit("e", 5, until: 10)
        try scene.reverse("r1", "d")
        #expect(scene.lots == ["10": 10, "20": 5])
        try scene.on(day)
        try scene.reverse("r2", "r1", 5)
        #expect(scene.lots == first)
        try scene.reverse("r3", "r1", 5)
        #expect(scene.lots == second)
    }

    @Test("where less is welcome, what is there is taken and no more")
    func takesWhatIsThere() throws {
        var scene = Scene()
        try scene.credit("c", 10)
        try scene.debit("d", 7)
        let movement = try scene.reverse("r", "c", takesWhatIsThere: true)
        #expect(movement?.amount == Points(3))
        #expect(scene.left(of: "c") == 7)
        #expect(try scene.reverse("r2", "c", takesWhatIsThere: true) == nil)
        #expect(scene.balance.earnedTotal == Points(7))
    }
}

extension LedgerRefusal {
    /// The lines of a refusal for want of points, or nil.
    var shortfallLines: [Shortfall.Line]? {
        if case .insufficientPoints(let shortfalls) = self { shortfalls.map(\.line) } else { nil }
    }
}
