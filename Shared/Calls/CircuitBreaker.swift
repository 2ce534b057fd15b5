import Primitives
import Synchronization

/// Spares a neighbour that does not answer, and the callers the wait for it.
///
/// After some failures in a row no call goes out for a while; then one does and decides whether
/// the others may.
package final class CircuitBreaker: Sendable {
    /// When it opens, and for how long.
    package struct Limits: Sendable {
        /// After how many failures in a row it opens; at least 1.
        package let failures: Int
        /// How long it stays open, by how often in a row the call after it has failed.
        package let rest: DoublingPause

        /// Sets limits; `failures` below 1 are raised to 1.
        package init(
            failures: Int = 5,
            rest: DoublingPause = DoublingPause(from: .milliseconds(500), upTo: .seconds(5))
        ) {
            self.failures = max(1, failures)
            self.rest = rest
        }
    }

    /// The least time of a call whose time-out says something about the neighbour: who waits for
    /// less may be the one at fault, and must not keep others from it.
    package static let fairTime = Duration.seconds(1)

    private let circuit: Mutex<Circuit>
    private let now: @Sendable () -> ContinuousClock.Instant

    /// Begins closed: every call goes through.
    ///
    /// - Parameters:
    ///   - limits: When it opens, and for how long.
    ///   - now: Its clock.
    package init(
        _ limits: Limits = Limits(),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        circuit = Mutex(Circuit(limits))
        self.now = now
    }

    /// Whether calls go through as usual.
    package var isClosed: Bool { circuit.withLock(\.isClosed) }

    /// Lets a call through; its end must be recorded.
    ///
    /// - Throws: `circuitOpen`; nothing must be recorded then.
    package func admit() throws(CallFailure) {
        let now = now()
        if let rest = circuit.withLock({ $0.admit(at: now) }) {
            throw .circuitOpen(restingFor: rest)
        }
    }

    /// Takes in how a call has ended.
    ///
    /// - Parameters:
    ///   - outcome: How.
    ///   - time: How long its caller would have waited.
    package func record(
        _ outcome: Result<Answer, CallFailure>,
        within time: Duration = fairTime
    ) {
        let now = now()
        var finding = outcome.finding
        if case .failure(.timedOut) = outcome, time < Self.fairTime { finding = .unknown }
        circuit.withLock { $0.record(finding, at: now) }
    }
}

extension Outcome {
    /// What the outcome says about the neighbour's health.
    ///
    /// A 500 may be the fault of the one request, so it does not count against the neighbour.
    var finding: Circuit.Finding {
        switch self {
        case .success(let answer): [502, 503, 504].contains(answer.status) ? .ill : .well
        case .failure(.timedOut), .failure(.unreachable), .failure(.broken): .ill
        case .failure(.answerTooLarge): .well
        case .failure(.overloaded), .failure(.cancelled), .failure(.closed),
            .failure(.invalidURL), .failure(.invalidHeader), .failure(.circuitOpen),
            .failure(.noToken):
            .unknown
        }
    }
}
