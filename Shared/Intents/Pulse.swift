import Primitives
import Synchronization

/// What handlers and the sweeper of one process tell each other.
final class Pulse: Sendable {
    private struct State {
        /// How many drivers are at work on each intent.
        var driven: [TimeOrderedID: Int] = [:]
        /// Intents that a driver has left pending since the sweeper last asked.
        var left: [(id: TimeOrderedID, isSilence: Bool)] = []
        /// How many charges in a row the gateway has not answered, or not as one that is well.
        var silences = 0
        /// Whether it has answered again since the sweeper last asked.
        var isBack = false
        /// Whether there is news that the sweeper has not waited for yet.
        var hasNews = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private static let longestList = 10_000

    private let state = Mutex(State())

    /// How many charges in a row have met silence.
    var silences: Int { state.withLock { $0.silences } }

    /// Whether a driver is at work on an intent.
    func isDriven(_ id: TimeOrderedID) -> Bool { state.withLock { $0.driven[id] != nil } }

    /// A driver begins.
    func enter(_ id: TimeOrderedID) { state.withLock { $0.driven[id, default: 0] += 1 } }

    /// A driver has ended.
    func leave(_ id: TimeOrderedID) {
        state.withLock { state in
            let count = state.driven[id] ?? 0
            state.driven[id] = count > 1 ? count - 1 : nil
        }
    }

    /// A handler leaves an intent pending, to be taken up by the sweeper.
    func leavePending(_ id: TimeOrderedID, isSilence: Bool) {
        tell { state in
            // What finds no room is found when the store is read the next time.
            if state.left.count < Self.longestList { state.left.append((id, isSilence)) }
        }
    }

    /// A charge has met silence.
    func metSilence() { state.withLock { $0.silences = min($0.silences + 1, 1_000) } }

    /// The gateway is well; where it was not before, the sweeper may try at once again what met
    /// silence.
    func metAnswer() {
        let isReturn = state.withLock { state in
            defer { state.silences = 0 }
            return state.silences > 0
        }
        if isReturn { tell { $0.isBack = true } }
    }

    /// What was left pending since the last call.
    func takeLeft() -> [(id: TimeOrderedID, isSilence: Bool)] {
        state.withLock { state in
            defer { state.left = [] }
            return state.left
        }
    }

    /// Whether the gateway has come back since the last call.
    func takeReturn() -> Bool {
        state.withLock { state in
            defer { state.isBack = false }
            return state.isBack
        }
    }

    // MARK: Waiting

    /// Waits for news, or for some time, or until the task is cancelled; one task only does.
    func waitForNews(atMost duration: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.news() }
            group.addTask {
                // Lost is that the wait was cut short, which the caller sees for itself.
                try? await Task.sleep(for: duration)
            }
            await group.next()
            group.cancelAll()
        }
    }

    private func news() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isThere = state.withLock { state in
                    if state.hasNews || Task.isCancelled {
                        state.hasNews = false
                        return true
                    }
                    state.waiting = continuation
                    return false
                }
                if isThere { continuation.resume() }
            }
        } onCancel: {
            endWait()
        }
    }

    private func tell(_ change: (inout State) -> Void) {
        let waiting = state.withLock { state in
            change(&state)
            defer { state.waiting = nil }
            state.hasNews = state.waiting == nil
            return state.waiting
        }
        waiting?.resume()
    }

    private func endWait() {
        let waiting = state.withLock { state in
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }
}
