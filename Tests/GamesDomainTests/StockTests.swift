import GamesDomain
import Primitives
import Testing

@Suite("Stock")
struct StockTests {
    private static let from: Instant = "2026-03-01T00:00"
    private static let window = TimeWindow(from: from, until: from + 1000)

    @Test(
        "with even pacing is released a slice at a time, at the slice's beginning",
        arguments: [
            (10, -1, 0), (10, 0, 1), (10, 99, 1), (10, 100, 2), (10, 499, 5), (10, 500, 6),
            (10, 899, 9), (10, 900, 10), (10, 999, 10), (10, 1000, 10), (10, 5000, 10),
            (3, 333, 1), (3, 334, 2), (3, 666, 2), (3, 667, 3), (1, 0, 1), (0, 500, 0),
            (-5, 500, 0), (2000, 0, 1), (2000, 1, 3), (2000, 999, 1999),
        ] as [(Int64, Int64, Int64)]
    )
    func pacing(total: Int64, afterMs: Int64, released: Int64) {
        let now = Self.from + afterMs
        #expect(Stock.released(of: total, at: now, within: Self.window) == released)
    }

    @Test("is released exactly with the largest numbers")
    func largest() {
        let ever = TimeWindow(from: Instant(milliseconds: .min), until: Instant(milliseconds: .max))
        let half = Instant(milliseconds: 0)
        #expect(Stock.released(of: .max, at: half, within: ever) == 1 << 62)
        let last = Instant(milliseconds: .max - 1)
        #expect(Stock.released(of: .max, at: last, within: ever) == .max)
        #expect(Stock.released(of: 7, at: half, within: .always) == 7)
    }

    @Test("of 0 means none")
    func none() throws {
        let empty = Prize.points("p") {
            $0.stock.total = 0
            $0.substitute = "none"
        }
        var scene = try Scene(.of([empty, .none()]))
        let giving = try scene.draw(rolling: "p")
        #expect(giving.given == "none")
        #expect(
            giving.substitutions
                == [Substitution(prize: "p", hindrance: .outOfStock, left: 0)]
        )
    }

    @Test("of a day comes again with the next day of the programme's zone")
    func days() throws {
        let daily = Prize.points("p") {
            $0.stock.perDay = 1
            $0.substitute = "none"
        }
        var rules = LotteryRules.of([daily, .none()])
        rules.terms = .of(.shanghai)
        var scene = try Scene(rules)
        #expect(try scene.draw(rolling: "p", at: "2026-03-01T15:58").given == "p")
        let giving = try scene.draw(rolling: "p", at: "2026-03-01T15:59")
        #expect(giving.given == "none")
        #expect(
            giving.substitutions
                == [Substitution(prize: "p", hindrance: .dayStockGone(perDay: 1), left: nil)]
        )
        #expect(try scene.draw(rolling: "p", at: "2026-03-01T16:00").given == "p")
    }

    @Test("that is restocked can be given again; nothing is taken away that is not left")
    func restock() throws {
        var scene = try Scene(.of([.single("p"), .points("q"), .none()]))
        let table = scene.lottery.table
        #expect(try scene.draw(rolling: "p").given == "p")
        #expect(try scene.draw(rolling: "p").given == "none")
        #expect(try table.restock("p", by: 2, &scene.state) == 2)
        #expect(try scene.draw(rolling: "p").given == "p")
        #expect(throws: RestockRefusal.belowZero(left: 1)) {
            try table.restock("p", by: -2, &scene.state)
        }
        #expect(try table.restock("p", by: -1, &scene.state) == 0)
        #expect(try scene.draw(rolling: "p").given == "none")
        #expect(throws: RestockRefusal.unlimited) { try table.restock("q", by: 1, &scene.state) }
        #expect(throws: RestockRefusal.noSuchPrize) { try table.restock("x", by: 1, &scene.state) }
        for change in [0, .max, .min] as [Int64] {
            #expect(throws: RestockRefusal.self) {
                try table.restock("p", by: change, &scene.state)
            }
        }
    }

    @Test("is kept back for what lies on tables, of whatever prizes that is")
    func tables() throws {
        let prizes = [Prize.single("p"), .single("q"), .none()]
        let table = try Lottery(.of(prizes)).table
        for (ofP, ofOthers) in [(Int64(0), Int64(4)), (1, 3), (4, 0)] {
            let given = StockCount(given: ofP, restocked: 9)
            var state = GameState(stock: ["p": given])
            let lying: [PrizeID: TablePieces] = [
                "p": TablePieces(all: ofP), "none": TablePieces(all: ofOthers),
            ]
            #expect(throws: RestockRefusal.belowZero(left: 10, onTables: 4)) {
                try table.restock("p", by: -7, &state, keeping: lying)
            }
            #expect(state.stock["p"] == given)
            #expect(try table.restock("p", by: -6, &state, keeping: lying) == 4 - ofP)
        }
    }

    @Test("that is restocked is paced as if it had been there from the start")
    func pacedRestock() throws {
        let paced = Prize.points("p") {
            $0.stock = Stock(total: 10, isPaced: true)
            $0.substitute = "none"
        }
        var scene = try Scene(.of([paced, .none()]) { $0.terms.window = .campaign })
        let start: Instant = "2026-03-01T00:00"
        #expect(try scene.draw(rolling: "p", at: start).given == "p")
        let giving = try scene.draw(rolling: "p", at: "2026-03-01T23:59")
        #expect(
            giving.substitutions
                == [Substitution(prize: "p", hindrance: .notReleased(released: 1), left: 9)]
        )
        #expect(try scene.lottery.table.restock("p", by: 10, &scene.state) == 19)
        #expect(try scene.draw(rolling: "p", at: "2026-03-01T12:00").given == "p")
        #expect(try scene.draw(rolling: "p", at: "2026-03-01T12:00").given == "none")
    }

    @Test("is paced through what of the prize's window lies in the game's")
    func pacedWindow() throws {
        let paced = Prize.points("p") {
            $0.stock = Stock(total: 10, isPaced: true)
            $0.window = TimeWindow(from: "2026-02-01T00:00", until: "2026-04-01T00:00")
            $0.substitute = "none"
        }
        var scene = try Scene(.of([paced, .none()]) { $0.terms.window = .campaign })
        #expect(try scene.draw(rolling: "p", at: "2026-03-01T00:00").given == "p")
        #expect(
            try scene.draw(rolling: "p", at: "2026-03-01T23:59").substitutions.map(\.hindrance)
                == [.notReleased(released: 1)]
        )
        for _ in 0..<9 { try scene.draw(rolling: "p", at: "2026-03-10T23:59") }
        #expect(scene.state.stock["p"]?.given == 10)
    }

    @Test("that a new version makes smaller than what was given is gone, not below zero")
    func smaller() {
        let count = StockCount(given: 5)
        #expect(count.left(of: Stock(total: 3)) == 0)
        #expect(count.left(of: Stock(total: 6)) == 1)
        #expect(count.left(of: .unlimited) == nil)
    }
}
