import Chance
import GamesDomain
import Primitives
import Testing

@Suite("Simulations")
struct SimulationTests {
    private static func simulation(
        members: Int64 = 20,
        days: Int64 = 10,
        _ change: (inout LotteryRules) -> Void = { _ in }
    ) throws -> LotterySimulation {
        let rules = LotteryRules.of([.points("p", 30, weight: 1), .none(weight: 3)]) { rules in
            rules.terms.window = .campaign
            rules.terms.free.perDay = 1
            change(&rules)
        }
        let plan = SimulationPlan(members: members, days: days, start: "2026-03-01T08:00")
        return LotterySimulation(try Lottery(rules), plan)
    }

    @Test("play what is free, and pay for as much as the plan says")
    func plays() throws {
        var source = SeededSource(seed: 1)
        var days: [Int64] = []
        let run = try Self.simulation().run(from: &source) { days.append($0) }
        #expect(days == Array(1...10))
        #expect(run.draws == 20 * 10 * 2)
        #expect(run.paid == [.points: 20 * 10 * 20])
        #expect(run.rolled == run.given)
        #expect(run.won == [.points: (run.given["p"] ?? 0) * 30])
    }

    @Test("say when a prize runs out, and stop at the end of the campaign")
    func runsOut() throws {
        let simulation = try Self.simulation(days: 30) { rules in
            rules.prizes[0].stock = Stock(total: 50, perDay: 10)
            rules.prizes[0].substitute = "none"
            rules.prizes[1].weight = 0
        }
        var source = SeededSource(seed: 2)
        let run = simulation.run(from: &source)
        #expect(run.draws == 20 * 10 * 2)
        #expect(run.given["p"] == 50 && run.ranOut["p"] == 5)
    }

    @Test("that win chances without end come to an end")
    func endless() throws {
        let simulation = try Self.simulation(members: 1, days: 1) { rules in
            rules.prizes = [.of("again", .chances(1))]
        }
        var source = SeededSource(seed: 3)
        #expect(simulation.run(from: &source).draws == 1000)
    }

    @Test("report expected and met odds, cost, payout and their spread")
    func report() throws {
        let simulation = try Self.simulation { rules in
            rules.prizes[0].kind = .asset(.points, AmountRange(from: 20, to: 40))
        }
        let runs = (1...8).map { seed in
            var source = SeededSource(seed: UInt64(seed))
            return simulation.run(from: &source)
        }
        let report = try #require(SimulationReport(of: runs, of: simulation.lottery))
        #expect(report.runs == 8 && report.draws.mean == 400 && report.draws.deviation == 0)
        let line = report.prizes[0]
        #expect(line.odds == Fraction(1, over: 4))
        let given = runs.reduce(0) { $0 + ($1.given["p"] ?? 0) }
        #expect(line.met == Fraction(UInt128(given), over: 3200))
        #expect(line.ranOut == [])
        let points = report.assets[0]
        #expect(points.asset == .points && points.paid.mean == 4000)
        #expect(points.expectedPerDraw == Fraction(15, over: 2))
        #expect(abs(points.won.mean / 3000 - 1) < 0.15 && points.won.deviation > 0)
        #expect(SimulationReport(of: [], of: simulation.lottery) == nil)
    }

    @Test("have plans within bounds, whatever is asked for")
    func bounds() {
        let plan = SimulationPlan(
            members: .max,
            days: .max,
            start: Instant(milliseconds: .max),
            paidPerDay: .max
        )
        #expect(plan.members == 10_000_000 && plan.days == 3660 && plan.paidPerDay == 1000)
        #expect(SimulationPlan(members: -1, days: -1, start: plan.start).members == 0)
    }
}
