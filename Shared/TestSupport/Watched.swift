import Synchronization

/// State that threads change and tasks wait for.
final class Watched<State: Sendable>: Sendable {
    private struct Guarded {
        var state: State
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let guarded: Mutex<Guarded>

    init(_ state: State) {
        guarded = Mutex(Guarded(state: state))
    }

    var state: State { guarded.withLock { $0.state } }

    /// Changes the state, and lets all who wait look at it again.
    func change(_ body: (inout State) -> Void) {
        let waiting = guarded.withLock { guarded in
            body(&guarded.state)
            defer { guarded.waiting = [] }
            return guarded.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Waits until there is something to find in the state.
    func wait<Value: Sendable>(for find: @Sendable (State) -> Value?) async -> Value {
        while true {
            await withCheckedContinuation { continuation in
                let isThere = guarded.withLock { guarded in
                    if find(guarded.state) != nil { return true }
                    guarded.waiting.append(continuation)
                    return false
                }
                if isThere { continuation.resume() }
            }
            if let value = find(state) { return value }
        }
    }
}
