import Primitives

/// Whether a neighbour is called, by how its last calls have ended: closed, open or half open.
///
/// It is M. Nygard's circuit breaker ("Release It!"). A value without a clock of its own.
struct Circuit: Sendable {
    /// What the end of a call says about the neighbour.
    enum Finding: Sendable {
        /// It answered, whatever it said.
        case well
        /// It could not be reached, did not answer in time, or said that it cannot serve.
        case ill
        /// Nothing: the call was ended from this side.
        case unknown
    }

    private enum State {
        case closed(failures: Int)
        case open(until: ContinuousClock.Instant, trips: Int)
        case probing(trips: Int)
    }

    private let limits: CircuitBreaker.Limits
    private var state = State.closed(failures: 0)

    init(_ limits: CircuitBreaker.Limits) {
        self.limits = limits
    }

    /// Lets a call through, or says for how long none is.
    ///
    /// After the rest one call goes through and decides; until it has ended no other does.
    mutating func admit(at now: ContinuousClock.Instant) -> Duration? {
        switch state {
        case .closed: return nil
        case .open(let until, let trips):
            guard now >= until else { return now.duration(to: until) }
            state = .probing(trips: trips)
            return nil
        case .probing: return limits.rest.first
        }
    }

    /// Takes in how a call that was let through has ended.
    mutating func record(_ finding: Finding, at now: ContinuousClock.Instant) {
        switch (state, finding) {
        case (_, .well): state = .closed(failures: 0)
        case (.closed(let failures), .ill):
            let failures = failures + 1
            if failures >= limits.failures {
                state = .open(until: now + limits.rest.after(1), trips: 1)
            } else {
                state = .closed(failures: failures)
            }
        case (.probing(let trips), .ill):
            state = .open(until: now + limits.rest.after(trips + 1), trips: trips + 1)
        case (.probing(let trips), .unknown): state = .open(until: now, trips: trips)
        // Calls that were sent before it opened end while it is open.
        case (.open, .ill), (.open, .unknown), (.closed, .unknown): break
        }
    }

    /// Whether calls go through as usual.
    var isClosed: Bool {
        if case .closed = state { true } else { false }
    }
}
