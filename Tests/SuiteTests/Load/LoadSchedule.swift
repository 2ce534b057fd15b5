import Synchronization

/// The instants at which requests are meant to go out: so many a second, whatever answers take.
///
/// Where nobody is left to send them for a second, as on a machine that has become slower, the
/// schedule gives way: it goes on from now, a tenth slower.
final class LoadSchedule: Sendable {
    /// How late the sending of a request may be.
    static let longestDelay = Duration.seconds(1)

    private struct State {
        var rate: Double
        var next: ContinuousClock.Instant
        var isOver = true
        var givenWay = 0
    }

    private let state: Mutex<State>

    /// A schedule that has not begun.
    ///
    /// - Parameter rate: Requests a second.
    init(rate: Double) {
        state = Mutex(State(rate: rate, next: .now))
    }

    /// How many requests a second are meant to go out now.
    var rate: Double { state.withLock { $0.rate } }

    /// How often it gave way.
    var givenWay: Int { state.withLock { $0.givenWay } }

    /// Begins, or goes on after a pause, at an instant.
    func begin(at now: ContinuousClock.Instant) {
        state.withLock { state in
            state.next = now
            state.isOver = false
        }
    }

    /// Hands out no further instant until it begins again.
    func end() {
        state.withLock { $0.isOver = true }
    }

    /// The instant at which the next request is meant to go out; nil when it is over.
    func next(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        state.withLock { state in
            guard !state.isOver else { return nil }
            if now - state.next > Self.longestDelay {
                state.rate *= 0.9
                state.next = now
                state.givenWay += 1
            }
            defer { state.next += .nanoseconds(Int64(1e9 / state.rate)) }
            return state.next
        }
    }
}
