import GamesDomain
import Primitives
import TestSupport
import Testing

@Suite("What pacing leaves for a day")
struct PacedDayTests {
    @Test("a piece is released at the first instant at which one more than those before it is")
    func release() throws {
        var generator = SeededGenerator(for: "PacedDayTests.release")
        for _ in 0..<2_000 {
            let from = Instant(milliseconds: .random(in: -1_000...1_000, using: &generator))
            let length = Int64.random(in: 1...5_000, using: &generator)
            let total = Int64.random(in: 1...3_000, using: &generator)
            let piece = Int64.random(in: 0..<total, using: &generator)
            let window = TimeWindow(from: from, until: from + length)
            let at = try #require(Stock.release(ofPiece: piece, of: total, within: window))
            #expect(Stock.released(of: total, at: at, within: window) > piece)
            #expect(at == from || Stock.released(of: total, at: at + -1, within: window) <= piece)
        }
    }

    @Test("a piece that there is not is never released, nor one without a window")
    func none() {
        let from: Instant = "2026-03-01T00:00"
        let window = TimeWindow(from: from, until: from + 1_000)
        for piece in [-1, 3, .max] as [Int64] {
            #expect(Stock.release(ofPiece: piece, of: 3, within: window) == nil)
        }
        #expect(Stock.release(ofPiece: 0, of: 3, within: .always) == nil)
        #expect(
            Stock.release(ofPiece: 0, of: 3, within: TimeWindow(from: from, until: from)) == nil
        )
        let ever = TimeWindow(from: Instant(milliseconds: .min), until: Instant(milliseconds: .max))
        let last = Stock.release(ofPiece: .max - 1, of: .max, within: ever)
        #expect(last.map { Stock.released(of: .max, at: $0, within: ever) } == .max)
    }

    @Test(
        "today's is the least of what is left, what the day leaves and what pacing will release",
        arguments: [
            (Stock(total: 20, isPaced: true), "2026-03-01T00:00", 0, 2),
            (Stock(total: 20, isPaced: true), "2026-03-01T23:59", 1, 1),
            (Stock(total: 20, isPaced: true), "2026-03-02T00:00", 1, 3),
            (Stock(total: 20, perDay: 2, isPaced: true), "2026-03-02T00:00", 0, 2),
            (Stock(total: 1, perDay: 2), "2026-03-02T00:00", 0, 1),
            (Stock(total: 20, isPaced: true), "2026-02-28T23:59", 0, 0),
            (Stock(total: 20, isPaced: true), "2026-03-10T12:00", 3, 17),
            (Stock(total: 20, perDay: 2, isPaced: true), "2026-03-11T00:00", 0, 0),
            (Stock(perDay: 5), "2026-03-01T10:00", 0, 5),
            (Stock(total: 20), "2026-03-01T10:00", 0, nil),
            (.unlimited, "2026-03-01T10:00", 0, nil),
        ] as [(Stock, Instant, Int64, Int64?)]
    )
    func today(stock: Stock, now: Instant, given: Int64, left: Int64?) throws {
        let prize = Prize.points("p") {
            $0.stock = stock
            $0.substitute = "none"
        }
        let lottery = try Lottery(.of([prize, .none()]) { $0.terms.window = .campaign })
        let occasion = Occasion(at: now, in: .utc, level: 0)
        let dayEnd = Zone.utc.start(of: occasion.day.following)
        let state = GameState(stock: ["p": StockCount(given: given)])
        let found = lottery.table.leftToday(of: prize, on: occasion, until: dayEnd, state)
        #expect(found == left)
    }
}
