import Primitives

/// When a call is tried again, and after how long: exponential backoff with full jitter.
///
/// Tried again are calls that may be repeated (keyed, or GET), unless they say otherwise, when the
/// neighbour was unreachable, the connection broke, or the answer was 502, 503 or 504.
package struct RetryPolicy: Sendable {
    /// How often a call is sent at most, the first time included; at least 1.
    package let attempts: Int
    /// The longest pause before each attempt from the second on, unless the neighbour asks for
    /// more.
    package let pause: DoublingPause

    /// Makes a policy.
    ///
    /// - Parameters:
    ///   - attempts: 1 (never again) or more; what is below is raised to 1.
    ///   - pause: The longest pause before each further attempt.
    package init(
        attempts: Int = 3,
        pause: DoublingPause = DoublingPause(from: .milliseconds(50), upTo: .seconds(2))
    ) {
        self.attempts = max(1, attempts)
        self.pause = pause
    }

    /// The pause before the next attempt, or nil where the outcome stands.
    ///
    /// A pause that would leave no time for the attempt is not made. `Retry-After` in seconds is
    /// honoured and the jitter added, so that callers told the same do not return together; its
    /// form as a date is not read.
    ///
    /// - Parameters:
    ///   - outcome: How the last attempt ended.
    ///   - attempt: Its number, from 1.
    ///   - call: What was sent.
    ///   - timeLeft: What remains of the call's time.
    ///   - jitter: Where in the pause to land, 0 up to 1.
    /// - Returns: The pause, 0 or more and less than `timeLeft`; nil where there is to be none.
    package func pause(
        after outcome: Result<Answer, CallFailure>,
        attempt: Int,
        of call: Call,
        timeLeft: Duration,
        jitter: Double
    ) -> Duration? {
        guard call.isRepeatable, call.isRetried, attempt < attempts, outcome.mayPass
        else { return nil }
        let pause = outcome.askedPause + self.pause.after(attempt, fullJitter: jitter)
        return pause < timeLeft ? pause : nil
    }
}

extension Outcome {
    /// Whether the same request may fare better later.
    fileprivate var mayPass: Bool {
        switch self {
        case .success(let answer): [502, 503, 504].contains(answer.status)
        case .failure(.unreachable), .failure(.broken): true
        case .failure: false
        }
    }

    /// How long the neighbour asked to be left alone.
    fileprivate var askedPause: Duration {
        if case .success(let answer) = self { answer.askedPause } else { .zero }
    }
}
