import CCurl
import Synchronization

/// What the tasks hand to the loop's thread: attempts to start, attempts to drop, the end.
final class Inbox: Sendable {
    /// What has come in since the loop last looked.
    struct Mail {
        var arrived: [Attempt] = []
        var abandoned: [Attempt] = []
        var isLast = false
    }

    private struct State {
        var mail = Mail()
        var isClosed = false
        var wakeup: Wakeup?
    }

    private let state = Mutex(State())

    /// Hands an attempt to the loop; after `close` it is settled as `closed` at once.
    func submit(_ attempt: Attempt) {
        let isClosed = state.withLock { state in
            if !state.isClosed {
                state.mail.arrived.append(attempt)
                state.wakeup?()
            }
            return state.isClosed
        }
        if isClosed { attempt.outcome.settle(.failure(.closed)) }
    }

    /// Has the loop drop an attempt and its connection.
    func abandon(_ attempt: Attempt) {
        state.withLock { state in
            guard !state.isClosed else { return }
            state.mail.abandoned.append(attempt)
            state.wakeup?()
        }
    }

    /// Has the loop settle all that is outstanding as `closed`, and end.
    func close() {
        state.withLock { state in
            state.isClosed = true
            state.mail.isLast = true
            state.wakeup?()
        }
    }

    /// Lets the inbox wake the loop from now on; called before the loop first looks.
    func attach(_ wakeup: Wakeup) {
        state.withLock { $0.wakeup = wakeup }
    }

    /// Forgets how to wake the loop, which may then be freed.
    func detach() {
        state.withLock { $0.wakeup = nil }
    }

    /// Takes what has come in.
    func take() -> Mail {
        state.withLock { state in
            defer { state.mail = Mail(isLast: state.isClosed) }
            return state.mail
        }
    }
}

/// Ends the loop's wait, or its next one.
///
/// Sendable: the only use of the pointer here is `curl_multi_wakeup`, which libcurl
/// documents as callable from any thread. The inbox calls it under its lock, and the loop takes
/// it away under that lock before it frees what the pointer points to.
struct Wakeup: @unchecked Sendable {
    private let multi: UnsafeMutableRawPointer

    init(_ multi: UnsafeMutableRawPointer) {
        self.multi = multi
    }

    func callAsFunction() {
        _ = curl_multi_wakeup(multi)
    }
}
