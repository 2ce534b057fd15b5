import TestSupport
import Testing
import Wire

@Suite("Random events of several members", .timeLimit(.minutes(5)))
struct EventRandomTests {
    @Test(
        "leave what a naive model says, in any order and at any distance in time",
        arguments: [false, true]
    )
    func random(expires: Bool) async throws {
        var generator = SeededGenerator(for: "EventRandomTests.random(\(expires))")
        let expiry: JSON =
            expires ? ["policy": "rolling", "months": 2] : ["policy": "never"]
        try await Gateway.serving(programme: .earningProgramme(expiry: expiry)) { gateway in
            var workers = (0..<6).map { number in
                EventRandomWorker(
                    gateway: gateway,
                    member: "m\(number)",
                    expires: expires,
                    seed: generator.next()
                )
            }
            for _ in 0..<15 {
                workers = try await Self.atOnce(workers) { worker in
                    for _ in 0..<12 { try await worker.step() }
                }
                gateway.clock.advance(milliseconds: Self.jump(&generator))
            }
            workers = try await Self.atOnce(workers) { try await $0.finish() }

            #expect(workers.reduce(0) { $0 + $1.sent.count } > 400)
            #expect(try await gateway.differences().found == [])
            #expect(try await gateway.chainFault() == nil)
            try await gateway.restarted { again in
                for worker in workers {
                    for (event, answer) in worker.sent.suffix(20) {
                        let second = try await again.send(event)
                        #expect(second.isReplayed && second.body == answer.body)
                    }
                }
            }
        }
    }

    private static func jump(_ generator: inout SeededGenerator) -> Int64 {
        let hours: [Int64] = [0, 1, 9, 24, 80, 400, 2000]
        return generator.pick(from: hours) * 3_600_000
            + Int64.random(in: 0..<3_600_000, using: &generator)
    }

    /// Lets all workers work at once.
    private static func atOnce(
        _ workers: [EventRandomWorker],
        _ work: @escaping @Sendable (inout EventRandomWorker) async throws -> Void
    ) async throws -> [EventRandomWorker] {
        try await withThrowingTaskGroup(of: EventRandomWorker.self) { group in
            for worker in workers {
                group.addTask {
                    var worker = worker
                    try await work(&worker)
                    return worker
                }
            }
            var done: [EventRandomWorker] = []
            for try await worker in group { done.append(worker) }
            return done.sorted { $0.member < $1.member }
        }
    }
}
