import Dispatch
import Problems
import ServiceHost
import Testing

@Suite("Work beside the threads that serve requests", .timeLimit(.minutes(1)))
struct SideQueueTests {
    @Test("is done in order, and refused where 64 pieces wait; later it is taken again")
    func bound() async throws {
        let (queue, gate) = (SideQueue("test"), DispatchSemaphore(value: 0))
        let first = Task.immediate {
            try await queue.run {
                gate.wait()
                return 0
            }
        }
        let waiting = (1..<64).map { number in
            Task.immediate { try await queue.run { number } }
        }
        let refused = await #expect(throws: Problem.self) { try await queue.run { -1 } }
        #expect(refused?.slug == .rateLimited)
        gate.signal()
        var done = [try await first.value]
        for piece in waiting { done.append(try await piece.value) }
        #expect(done == Array(0..<64))
        let later = try await queue.run { 64 }
        #expect(later == 64)
    }
}
