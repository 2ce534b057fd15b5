import Synchronization

/// How many calls are under way, the pauses between their attempts, and whether any may begin.
final class Admission: Sendable {
    private struct State {
        var calls = 0
        var isClosed = false
        var pauses: [ObjectIdentifier: Once<CallFailure?>] = [:]
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) {
        self.limit = limit
    }

    /// Takes a place for a call, until `leave`.
    ///
    /// - Throws: `overloaded` or `closed`; no place was taken.
    func enter() throws(CallFailure) {
        try state.withLock { state throws(CallFailure) in
            if state.isClosed { throw .closed }
            if state.calls >= limit { throw .overloaded }
            state.calls += 1
        }
    }

    /// Gives the place back.
    func leave() {
        state.withLock { $0.calls -= 1 }
    }

    /// Waits between two attempts.
    ///
    /// - Throws: `cancelled` or `closed`, at once when either happens.
    func pause(for duration: Duration) async throws(CallFailure) {
        let pause = Once<CallFailure?>()
        begin(pause)
        defer { end(pause) }
        // Left early when the caller closes; leaving the scope cancels the timer.
        async let _: Void = Self.settle(pause, after: duration)
        let failure = await pause.value()
        if let failure { throw failure }
    }

    /// Ends every pause and lets no further call begin.
    func close() {
        let pauses = state.withLock { state in
            state.isClosed = true
            defer { state.pauses = [:] }
            return Array(state.pauses.values)
        }
        for pause in pauses { pause.settle(.closed) }
    }

    private func begin(_ pause: Once<CallFailure?>) {
        let isClosed = state.withLock { state in
            if !state.isClosed { state.pauses[ObjectIdentifier(pause)] = pause }
            return state.isClosed
        }
        if isClosed { pause.settle(.closed) }
    }

    private func end(_ pause: Once<CallFailure?>) {
        state.withLock { _ = $0.pauses.removeValue(forKey: ObjectIdentifier(pause)) }
    }

    private static func settle(_ pause: Once<CallFailure?>, after duration: Duration) async {
        do {
            try await Task.sleep(for: duration)
            pause.settle(nil)
        } catch {
            pause.settle(.cancelled)
        }
    }
}
