import Access
import Calls
import Dispatch
import Storage
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("The commit of a publication", .timeLimit(.minutes(1)))
struct PublicationGroupTests {
    /// Hears of a store's groups, and holds one before it is committed.
    private final class Hold: Sendable {
        private enum Step { case passes, holds, held }

        private let opening = DispatchSemaphore(value: 0)
        private let state = Mutex((step: Step.passes, groups: [Int]()))

        var isHeld: Bool { state.withLock { $0.step == .held } }
        var groups: [Int] { state.withLock { $0.groups } }

        /// Holds the next group.
        func begin() { state.withLock { $0 = (.holds, []) } }

        func end() { opening.signal() }

        func adjust(_ configuration: inout Store.Configuration) {
            configuration.observer = StoreObserver(
                committed: { count, _ in self.state.withLock { $0.groups.append(count) } },
                failed: { _ in }
            )
            configuration.settle = { commit, answer in
                let isHeld = self.state.withLock { state in
                    guard state.step == .holds else { return false }
                    state.step = .held
                    return true
                }
                if isHeld { self.opening.wait() }
                commit()
                answer()
            }
        }
    }

    private static func waitForDepth(_ depth: Int, of probe: RunningProbe) async throws {
        try await Patience.wait {
            let metrics = try await probe.client.send(.get, "/metrics").text
            return metrics.contains("jifen_store_queue_depth{service=\"probe\"} \(depth).0\n")
        }
    }

    @Test(
        "holds nothing else, so nothing is done by a version that is undone with others",
        arguments: [false, true]
    )
    func alone(isRollback: Bool) async throws {
        let hold = Hold()
        try await withProbe(adjusting: hold.adjust) { probe in
            defer { hold.end() }
            hold.begin()
            async let first = Self.note("a", probe)
            try await Patience.wait { hold.isHeld }
            async let second = Self.note("b", probe)
            try await Self.waitForDepth(1, of: probe)
            async let publication = Self.publish(isRollback, probe)
            try await Self.waitForDepth(2, of: probe)
            async let third = Self.note("c", probe)
            try await Self.waitForDepth(3, of: probe)
            hold.end()
            let statuses = try await [
                first.status, second.status, publication.status, third.status,
            ]
            #expect(statuses == [201, 201, isRollback ? 404 : 200, 201])
            #expect(hold.groups == [1, 1, 1, 1])
        }
    }

    private static func note(
        _ text: String,
        _ probe: RunningProbe
    ) async throws -> TestClient.Answer {
        let body: JSON = ["text": .string(text)]
        return try await probe.send(.post, "/v1/notes", body, by: .service, key: text)
    }

    private static func publish(
        _ isRollback: Bool,
        _ probe: RunningProbe
    ) async throws -> TestClient.Answer {
        guard isRollback else {
            return try await probe.send(.put, "/v1/programme", ["zone": "UTC"], by: .operator)
        }
        let path = "/v1/programme/rollback"
        return try await probe.send(.post, path, ["version": 1], by: .operator, key: "k")
    }
}
