import GatewayDomain
import Primitives
import Testing

@Suite("The order of what is due")
struct DueOrderTests {
    @Test("at one instant pending points become available, then holds lapse, then lots end")
    func oneInstant() throws {
        var scene = Scene(returned: .forfeit)
        try scene.credit("a", 5, until: 9)
        try scene.credit("b", 5, until: 9)
        try scene.hold("h", 3, until: 10)
        try scene.creditPending("p", 4, from: 10)
        let events = try scene.on(10)

        #expect(events.map(\.word) == ["confirmation", "lapse", "expiry"])
        #expect(scene.lots == ["*": 4])
        #expect(scene.gone == ["9": 10])
    }

    @Test("what is due at different instants comes in their order, whatever it is")
    func instants() throws {
        var scene = Scene(returned: .forfeit)
        try scene.credit("a", 5, until: 1)
        try scene.credit("b", 5, until: 3)
        try scene.hold("h", 7, until: 3)
        try scene.creditPending("p", 4, from: 8)
        let events = try scene.on(1000)

        #expect(events.map(\.word) == ["lapse", "expiry", "confirmation"])
        #expect(scene.gone == ["1": 5, "3": 5])
        #expect(scene.lots == ["*": 4])
    }

    @Test("one jump of 400 days equals 400 of one day")
    func jumps() throws {
        var scene = Scene(expiry: .rolling(months: 1, exactDay: true))
        for number in 0..<20 {
            let day = Int64(number)
            try scene.credit("c\(number)", 10 + day, until: 20 + day * 7)
            try scene.creditPending("p\(number)", 3, from: 1 + day * 11)
            try scene.hold("h\(number)", 6, until: 15 + day * 5)
        }
        var slow = scene
        var steps: [DueItem.Event] = []
        for day in 1...Int64(400) { steps += try slow.on(day) }

        #expect(try scene.on(400) == steps)
        #expect(scene.account == slow.account)
    }

    @Test("lots of all assets that end at one instant end one asset after the other")
    func assets() throws {
        var account = Account()
        let lot = LotKey(3, false)
        _ = try account.credit(.tickets(1), to: lot, on: CalendarDay(daysSinceEpoch: 0))
        _ = try account.credit(.points(1), to: lot, on: CalendarDay(daysSinceEpoch: 0))
        let terms = AssetTerms(expiry: .never, returned: .usual)
        var assets: [AssetID] = []
        while let item = account.nextDue(in: .utc), case .expiry(let asset) = item.event {
            assets.append(asset)
            _ = try account.settle(item, in: .utc) { _ in terms }
        }
        #expect(assets == [.points, .tickets])
    }

    @Test("nothing is due in an account of points that never end")
    func nothing() throws {
        var scene = Scene()
        try scene.credit("a", 5)
        #expect(scene.account.nextDue(in: .utc) == nil)
    }
}

extension DueItem.Event {
    /// What happens, in one word.
    fileprivate var word: String {
        switch self {
        case .confirmation: "confirmation"
        case .lapse: "lapse"
        case .expiry: "expiry"
        }
    }
}
