import Dispatch
import Storage
import Synchronization

/// Holds the store's writer before a commit for as long as it is shut.
final class CommitGate: Sendable {
    private struct State {
        var isShut = false
        var isHolding = false
    }

    private let state = Mutex(State())
    private let signal = DispatchSemaphore(value: 0)

    /// Whether a commit waits at the gate.
    var isHolding: Bool { state.withLock { $0.isHolding } }

    /// Puts the gate before the commits of a store.
    func install(in configuration: inout Store.Configuration) {
        configuration.settle = { [self] commit, answer in
            let mustWait = state.withLock { state in
                state.isHolding = state.isShut
                return state.isShut
            }
            if mustWait { signal.wait() }
            commit()
            answer()
        }
    }

    /// Holds the next commit.
    func shut() {
        state.withLock { $0.isShut = true }
    }

    /// Lets all commits pass.
    func open() {
        let wasHolding = state.withLock { state in
            defer { state = State() }
            return state.isHolding
        }
        if wasHolding { signal.signal() }
    }
}
