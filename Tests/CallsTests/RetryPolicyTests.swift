import Calls
import Primitives
import Testing

@Suite("The retry policy")
struct RetryPolicyTests {
    static let policy = RetryPolicy(
        attempts: 4,
        pause: DoublingPause(from: .milliseconds(100), upTo: .milliseconds(300))
    )

    /// One row: an outcome and what follows from it.
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let outcome: Result<Answer, CallFailure>
        var method = Call.Method.post
        var isKeyed = true
        var attempt = 1
        var timeLeft = Duration.seconds(10)
        var jitter = 0.5
        let pause: Duration?

        var testDescription: String { name }
    }

    static func answer(
        _ status: Int,
        retryAfter: String? = nil
    ) -> Result<Answer, CallFailure> {
        let headers = retryAfter.map { Headers([.init(name: "retry-after", value: $0)]) }
        return .success(Answer(status: status, headers: headers ?? [:]))
    }

    static let tried: [Row] = [
        Row(name: "unreachable", outcome: .failure(.unreachable("")), pause: .milliseconds(50)),
        Row(name: "broken", outcome: .failure(.broken("")), pause: .milliseconds(50)),
        Row(name: "502", outcome: answer(502), pause: .milliseconds(50)),
        Row(name: "503", outcome: answer(503), pause: .milliseconds(50)),
        Row(name: "504", outcome: answer(504), pause: .milliseconds(50)),
        Row(
            name: "GET without a key",
            outcome: answer(503),
            method: .get,
            isKeyed: false,
            pause: .milliseconds(50)
        ),
        Row(
            name: "no jitter",
            outcome: .failure(.broken("")),
            jitter: 0,
            pause: .zero
        ),
        Row(
            name: "second attempt",
            outcome: .failure(.broken("")),
            attempt: 2,
            pause: .milliseconds(100)
        ),
        Row(
            name: "third attempt, at the cap",
            outcome: .failure(.broken("")),
            attempt: 3,
            pause: .milliseconds(150)
        ),
        Row(
            name: "jitter past its range",
            outcome: .failure(.broken("")),
            jitter: 7,
            pause: .milliseconds(100)
        ),
        Row(
            name: "Retry-After, the jitter added",
            outcome: answer(503, retryAfter: "3"),
            pause: .milliseconds(3_050)
        ),
        Row(
            name: "Retry-After that is not read",
            outcome: answer(503, retryAfter: "soon"),
            pause: .milliseconds(50)
        ),
    ]

    static let left: [Row] = [
        Row(name: "200", outcome: answer(200), pause: nil),
        Row(name: "409", outcome: answer(409), pause: nil),
        Row(name: "429", outcome: answer(429, retryAfter: "1"), pause: nil),
        Row(name: "500", outcome: answer(500), pause: nil),
        Row(name: "timed out", outcome: .failure(.timedOut), pause: nil),
        Row(name: "cancelled", outcome: .failure(.cancelled), pause: nil),
        Row(name: "closed", outcome: .failure(.closed), pause: nil),
        Row(name: "too large", outcome: .failure(.answerTooLarge(limitBytes: 1)), pause: nil),
        Row(name: "POST without a key", outcome: answer(503), isKeyed: false, pause: nil),
        Row(
            name: "broken POST without a key",
            outcome: .failure(.broken("")),
            isKeyed: false,
            pause: nil
        ),
        Row(name: "last attempt", outcome: .failure(.broken("")), attempt: 4, pause: nil),
        Row(
            name: "no time left",
            outcome: .failure(.broken("")),
            timeLeft: .milliseconds(50),
            pause: nil
        ),
        Row(
            name: "Retry-After past the time left",
            outcome: answer(503, retryAfter: "10"),
            pause: nil
        ),
        Row(
            name: "Retry-After past all numbers",
            outcome: answer(503, retryAfter: "99999999999999999999999"),
            pause: nil
        ),
    ]

    @Test("tries again what may pass, and leaves all else as it is", arguments: tried + left)
    func pause(row: Row) {
        let call = Call(
            row.method,
            "http://neighbour",
            timeout: .seconds(10),
            isKeyed: row.isKeyed
        )
        let pause = Self.policy.pause(
            after: row.outcome,
            attempt: row.attempt,
            of: call,
            timeLeft: row.timeLeft,
            jitter: row.jitter
        )
        #expect(pause == row.pause)
    }

    @Test("sends each call once at least")
    func nonsense() {
        #expect(RetryPolicy(attempts: -1).attempts == 1)
    }

    @Test("stays at the cap, however many attempts were made")
    func manyAttempts() {
        let policy = RetryPolicy(attempts: .max)
        let pause = policy.pause(
            after: .failure(.broken("")),
            attempt: .max - 1,
            of: .keyedPost("http://neighbour"),
            timeLeft: .seconds(10),
            jitter: 1
        )
        #expect(pause == .seconds(2))
    }
}
