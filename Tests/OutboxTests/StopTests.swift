import Dispatch
import Logging
import Outbox
import ServiceLifecycle
import TestSupport
import Testing

@Suite("A relay that is told to stop", .timeLimit(.minutes(1)))
struct StopTests {
    @Test("waits for what is under way, and sends nothing more")
    func lands() async throws {
        let told = DispatchSemaphore(value: 0)
        let receiver = Receiver { _, _ in
            .serveAnd { reply in
                told.wait()
                return .answerAfter(.milliseconds(500), reply)
            }
        }
        try await withStage(receiver, isRunning: false, limits: { $0.landing = .seconds(30) }) {
            stage in
            try await stage.owe("m1")
            try await stop(stage) {
                try await Patience.wait { receiver.seen.requests.count == 1 }
                // It waits for the first, which lands after the relay was told.
                try await stage.owe("m1")
            } onceTold: {
                told.signal()
            }
            #expect(receiver.seen.requests.count == 1)
            #expect(stage.count(.owed) == 1)
        }
    }

    @Test("does not wait long for a neighbour that hangs")
    func hangs() async throws {
        let receiver = Receiver { _, _ in .fail(.neverAnswer) }
        try await withStage(
            receiver,
            isRunning: false,
            limits: {
                $0.timeout = .seconds(3600)
                $0.landing = .milliseconds(20)
            }
        ) { stage in
            try await stage.owe("m1")
            try await stop(stage) {
                try await Patience.wait { receiver.seen.requests.count == 1 }
            }
            #expect(stage.count(.owed) == 1)
        }
    }

    @Test("ends at once where it has nothing to do")
    func idle() async throws {
        try await withStage(isRunning: false) { stage in
            try await stage.owe("m1")
            try await stop(stage) { try await stage.settled() }
        }
    }

    /// Runs the relay as a service, stops it gracefully after some work, and waits for its end.
    private func stop(
        _ stage: Stage,
        after work: () async throws -> Void,
        onceTold: () -> Void = {}
    ) async throws {
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: stage.relay)],
                logger: Logger(label: "stop") { _ in SwiftLogNoOpLogHandler() }
            )
        )
        let running = Task { try await group.run() }
        try await work()
        await group.triggerGracefulShutdown()
        onceTold()
        try await running.value
    }
}
