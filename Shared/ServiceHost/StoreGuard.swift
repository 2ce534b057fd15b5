import ServiceLifecycle
import Storage
import Synchronization

/// Ends the service when its store cannot go on.
final class StoreGuard: Service {
    /// The store cannot go on; what is on disk is found out at the next start.
    struct Failed: Error {
        let reason: String
    }

    private struct State {
        var reason: String?
        var waiting: CheckedContinuation<String?, Never>?
        var isOver = false
    }

    private let state = Mutex(State())

    /// Hears that the store has failed.
    func report(_ reason: String) {
        let waiting = state.withLock { state in
            state.reason = state.reason ?? reason
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume(returning: reason)
    }

    func run() async throws {
        let reason = await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await failure()
            } onGracefulShutdown: {
                self.end()
            }
        } onCancel: {
            self.end()
        }
        if let reason { throw Failed(reason: reason) }
    }

    private func failure() async -> String? {
        await withCheckedContinuation { continuation in
            let known = state.withLock { state -> String?? in
                if let reason = state.reason { return reason }
                if state.isOver { return .some(nil) }
                state.waiting = continuation
                return nil
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    private func end() {
        let waiting = state.withLock { state in
            state.isOver = true
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume(returning: nil)
    }
}
