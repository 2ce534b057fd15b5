import Foundation
import Primitives
import TestSupport
import Testing
import Wire

@Suite("Every single point, at random, beside a naive model", .timeLimit(.minutes(10)))
struct PointModelTests {
    /// How often the clock is moved; `JIFEN_TEST_ROUNDS` makes it more.
    static let rounds =
        ProcessInfo.processInfo.environment["JIFEN_TEST_ROUNDS"].flatMap { Int($0) } ?? 50

    /// What every run of this length meets often, or else it shows nothing.
    private static let frequent = [
        "credit", "debit", "pendingCredit", "confirmation", "hold", "lapse", "expiry", "reversal",
        "order", "refund", "refund that finds too few",
    ]

    @Test(
        "whatever is done in whatever order, while the clock jumps, is as the model says",
        arguments: PointTerms.all
    )
    func random(terms: PointTerms) async throws {
        let seed = SeededGenerator.seed(for: "every single point, \(terms.testDescription)")
        var random = SeededGenerator(seed: seed)
        try await Gateway.serving(programme: terms.section) { gateway in
            var workers = (0..<3).map { PointWorker($0, seed: seed, terms, gateway) }
            for _ in 0..<Self.rounds {
                let before = workers
                workers = try await gateway.atOnce(workers.count) { number in
                    var worker = before[number]
                    try await worker.work()
                    return worker
                }.sorted { $0.member < $1.member }
                gateway.clock.advance(milliseconds: jump(workers, &random))
            }
            for index in workers.indices { try await workers[index].finish() }
            let met = Set(workers.flatMap(\.met.keys))
            #expect(met.isSuperset(of: Self.frequent))
            #expect(try await gateway.stopped(LedgerAudit.faults) == [])
        }
    }

    /// By how much the clock goes on: a little, a lot, or to where something is due.
    private func jump(_ workers: [PointWorker], _ random: inout SeededGenerator) -> Int64 {
        let dayMs: Int64 = 86_400_000
        let now = workers[0].gateway.clock.now.milliseconds
        switch random.next(below: 12) {
        case 0: return 1
        case 1: return Int64(random.next(below: 60_000))
        case 2: return Int64(random.next(below: 86_400_000))
        case 3, 4: return Int64(1 + random.next(below: 40)) * dayMs
        case 5: return Int64(1 + random.next(below: 14)) * 31 * dayMs
        case 6 where random.chance(30): return Int64(1 + random.next(below: 3)) * 366 * dayMs
        default:
            let dues = workers.compactMap(\.model.nextDue).sorted()
            guard let due = dues.first(where: { $0 > now }) else { return dayMs }
            return max(0, due - now - Int64(random.next(below: 3) / 2))
        }
    }
}
