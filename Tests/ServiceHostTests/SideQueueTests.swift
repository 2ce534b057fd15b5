import Dispatch
import Problems
import ServiceHost
import Storage
import Synchronization
import Testing

@Suite("Work beside the threads that serve requests", .timeLimit(.minutes(1)))
struct SideQueueTests {
    private static var later: ContinuousClock.Instant { .now + .seconds(3600) }

    @Test("is done in order, and refused where 64 pieces wait; later it is taken again")
    func bound() async throws {
        let (queue, gate) = (SideQueue("test"), DispatchSemaphore(value: 0))
        let first = Task.immediate {
            try await queue.run(until: Self.later) {
                gate.wait()
                return 0
            }
        }
        let waiting = (1..<64).map { number in
            Task.immediate { try await queue.run(until: Self.later) { number } }
        }
        let refused = await #expect(throws: Problem.self) {
            try await queue.run(until: Self.later) { -1 }
        }
        #expect(refused?.slug == .rateLimited)
        gate.signal()
        var done = [try await first.value]
        for piece in waiting { done.append(try await piece.value) }
        #expect(done == Array(0..<64))
        let later = try await queue.run(until: Self.later) { 64 }
        #expect(later == 64)
    }

    @Test("is not begun for a caller whose time is over by then")
    func late() async throws {
        let (queue, gate) = (SideQueue("test"), DispatchSemaphore(value: 0))
        let isDone = Atomic(false)
        let first = Task.immediate { try await queue.run(until: Self.later) { gate.wait() } }
        let late = Task.immediate {
            try await queue.run(until: .now) { isDone.store(true, ordering: .relaxed) }
        }
        gate.signal()
        try await first.value
        await #expect(throws: StorageError.timeIsOver) { try await late.value }
        let wasDone = isDone.load(ordering: .relaxed)
        #expect(!wasDone)
    }
}
