import GatewayDomain
import Primitives
import Testing

@Suite("Holds")
struct HoldTests {
    @Test("a hold reserves what ends first, and can be captured in parts, what ends first first")
    func parts() throws {
        var scene = Scene()
        try scene.credit("a", 4, until: 10)
        try scene.credit("b", 6, until: 20)
        try scene.hold("h", 7, until: 5)
        #expect(scene.balance.held == Points(7))
        #expect(scene.lots == ["20": 3])
        try scene.capture("k1", "h", 2)
        try scene.capture("k2", "h", 3)
        #expect(scene.holds["h"]?.left == Points(2))
        #expect(scene.balance.spentTotal == Points(5))
        #expect(scene.balance.held == Points(2))
        try scene.reverse("r", "k2")
        #expect(scene.lots == ["10": 2, "20": 4])
        try scene.release("h")
        #expect(scene.lots == ["10": 2, "20": 6])
        #expect(scene.balance.held == .zero)
        #expect(scene.balance.spentTotal == Points(2))
    }

    @Test("a hold that was captured in full or released holds nothing any more")
    func ended() throws {
        var scene = Scene()
        try scene.credit("a", 9)
        try scene.hold("h1", 5, until: 5)
        try scene.hold("h2", 4, until: 5)
        try scene.capture("k", "h1")
        try scene.release("h2")
        for hold in ["h1", "h2"] {
            #expect(throws: LedgerRefusal.holdEnded) { try scene.capture("k", hold, 1) }
            #expect(throws: LedgerRefusal.holdEnded) { try scene.release(hold) }
        }
    }

    @Test("more than is held is not captured")
    func tooMuch() throws {
        var scene = Scene()
        try scene.credit("a", 9)
        try scene.hold("h", 5, until: 5)
        #expect(throws: LedgerRefusal.limitReached(limit: "held", of: Points(5))) {
            try scene.capture("k", "h", 6)
        }
        #expect(scene.balance.held == Points(5))
    }

    @Test("from the instant of its lapse on a hold is neither captured nor released")
    func lapsed() throws {
        var scene = Scene()
        try scene.credit("a", 9)
        try scene.hold("h", 5, until: 5)
        let lapse = Instant(milliseconds: 5 * 86_400_000)
        try scene.on(5, plusMs: -1)
        try scene.capture("k", "h", 1)
        #expect(try scene.on(5).count == 1)
        #expect(throws: LedgerRefusal.holdLapsed(at: lapse)) { try scene.capture("k2", "h") }
        #expect(throws: LedgerRefusal.holdLapsed(at: lapse)) { try scene.release("h") }
        #expect(scene.lots == ["*": 8])
        #expect(scene.balance.held == .zero)
    }

    @Test(
        "points of a hold do not expire while it stands; what comes back late is returned points",
        arguments: [
            (.extend(days: 30), true, ["45+": 3], [:]), (.extend(days: 30), false, ["50+": 3], [:]),
            (.forfeit, true, [:], ["10": 3]), (.forfeit, false, [:], ["10": 3]),
        ] as [(ReturnPolicy, Bool, Scene.Table, Scene.Table)]
    )
    func overTheExpiry(
        policy: ReturnPolicy,
        isReleased: Bool,
        lots: Scene.Table,
        gone: Scene.Table
    ) throws {
        var scene = Scene(returned: policy)
        try scene.credit("a", 5, until: 10)
        try scene.hold("h", 5, until: 20)
        #expect(try scene.on(15) == [])
        #expect(scene.balance.held == Points(5))
        try scene.capture("k", "h", 2)
        if isReleased { try scene.release("h") } else { try scene.on(20) }

        #expect(scene.lots == lots)
        #expect(scene.gone == gone)
        #expect(scene.balance.held == .zero)
        #expect(scene.balance.spentTotal == Points(2))
    }

    @Test("a hold that is released in time gives back to its lot")
    func releasedInTime() throws {
        var scene = Scene(returned: .forfeit)
        try scene.credit("a", 5, until: 10)
        try scene.hold("h", 5, until: 20)
        try scene.on(10)
        try scene.release("h")
        #expect(scene.lots == ["10": 5])
    }
}
