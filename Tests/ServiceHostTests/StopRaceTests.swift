import Calls
import Dispatch
import Synchronization
import TestSupport
import Testing

@Suite("A stop while clients connect", .timeLimit(.minutes(2)))
struct StopRaceTests {
    /// Connects again and again from threads of its own until it is told to stop.
    private final class Connector: Sendable {
        private let isOver = Atomic(false)
        private let group = DispatchGroup()

        init(to port: Int, threads: Int) {
            for _ in 0..<threads {
                DispatchQueue(label: "connector").async(group: group) { [self] in
                    while !isOver.load(ordering: .relaxed) {
                        // Lost is that nobody listens any more, which the stop brings about.
                        _ = try? RawSocket(port: port)
                    }
                }
            }
        }

        func stop() async {
            isOver.store(true, ordering: .relaxed)
            await withCheckedContinuation { continuation in
                group.notify(queue: .global()) { continuation.resume() }
            }
        }
    }

    @Test("a connection that comes in that instant is closed, and ends nothing else")
    func connections() async throws {
        for _ in 0..<25 {
            try await withDiary { diary in
                let connector = Connector(to: diary.service.port, threads: 2)
                let answer = try await diary.service.client.send(.get, "/health/live")
                #expect(answer.status == 200)
                await diary.service.stop()
                await connector.stop()
            }
        }
    }
}
