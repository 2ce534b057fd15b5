import GamesDomain
import Primitives
import Testing

@Suite("Pacing over a change of clocks")
struct PacedEdgeTests {
    private static let hour: Int64 = 3_600_000

    /// Three days of Berlin, of which the second has 25 hours, and the first instant after them.
    private static let midnights: [Instant] = [
        "2026-10-23T22:00", "2026-10-24T22:00", "2026-10-25T23:00", "2026-10-26T23:00",
    ]

    /// A prize of which a piece is released in each hour of these days.
    private static func hourly(perDay: Int64? = nil) -> Prize {
        .points("p") {
            $0.stock = Stock(total: 73, perDay: perDay, isPaced: true)
            $0.substitute = "none"
        }
    }

    private static func scene(_ prize: Prize) throws -> Scene {
        var rules = LotteryRules.of([prize, .none()])
        rules.terms = .of(.berlin) {
            $0.window = TimeWindow(from: midnights[0], until: midnights[3])
        }
        return try Scene(rules)
    }

    /// How many of the prize can still be given on the day of an instant, which ends at another.
    private static func leftToday(_ scene: Scene, at now: Instant, until end: Instant) -> Int64? {
        guard let prize = scene.lottery.table.prize("p") else { return nil }
        let occasion = Occasion(at: now, in: .berlin, level: 0)
        return scene.lottery.table.leftToday(of: prize, on: occasion, until: end, scene.state)
    }

    @Test("releases a piece an hour, and so 25 on the day of 25 hours")
    func longDay() throws {
        var scene = try Self.scene(Self.hourly())
        for (place, hours) in ([24, 25, 24] as [Int64]).enumerated() {
            let (start, end) = (Self.midnights[place], Self.midnights[place + 1])
            for passed in 0..<hours {
                let now = start + passed * Self.hour
                #expect(Self.leftToday(scene, at: now, until: end) == hours - passed)
                #expect(try scene.draw(rolling: "p", at: now).given == "p")
                // The next one comes with the next hour, and not a millisecond before.
                #expect(try scene.draw(rolling: "p", at: now + (Self.hour - 1)).given == "none")
            }
            #expect(Self.leftToday(scene, at: end + -1, until: end) == 0)
        }
        #expect(scene.state.stock["p"]?.given == 73)
    }

    @Test("keeps what a day's stock held back for the next days, each within its own bound")
    func withDailyStock() throws {
        var scene = try Self.scene(Self.hourly(perDay: 20))
        for place in 0..<3 {
            let (start, end) = (Self.midnights[place], Self.midnights[place + 1])
            #expect(Self.leftToday(scene, at: start, until: end) == 20)
            var given = 0
            for _ in 0..<30 {
                let giving = try scene.draw(rolling: "p", at: end + -1)
                if giving.given == "p" { given += 1 }
            }
            #expect(given == 20)
            #expect(Self.leftToday(scene, at: end + -1, until: end) == 0)
        }
        #expect(scene.state.stock["p"]?.given == 60)
        // The window is over, whatever is left.
        #expect(scene.refusal(at: Self.midnights[3]) == .closed(since: Self.midnights[3]))
    }
}
