import Calls
import Primitives
import Synchronization
import Testing

@Suite("A circuit breaker")
struct CircuitBreakerTests {
    /// What happens to a breaker that opens after three failures, for 1 s, then 2 s, then 3 s.
    enum Step: Sendable {
        /// A call is let through and ends so.
        case call(Result<Answer, CallFailure>)
        /// A call is let through, and ends later.
        case begins
        /// One that was let through before ends so.
        case ends(Result<Answer, CallFailure>)
        /// A call is refused, with so many milliseconds to go.
        case refused(Int)
        /// So many milliseconds pass.
        case wait(Int)
    }

    private static let well = Step.call(.success(Answer(status: 200)))
    private static let ill = Step.call(.failure(.timedOut))
    private static let open = [ill, ill, ill]

    static let scenes: [(String, [Step])] = [
        ("stays closed below the limit", [ill, ill, well, ill, ill, well]),
        ("opens after three failures in a row", open + [.refused(1000)]),
        ("counts down its rest", open + [.wait(400), .refused(600)]),
        ("closes when the probe is answered", open + [.wait(1000), well, ill, ill, well]),
        ("lets one probe through at a time", open + [.wait(1000), .begins, .refused(1000)]),
        (
            "rests longer each time that the probe fails, up to a bound",
            open + [.wait(1000), ill, .refused(2000), .wait(2000), ill, .refused(3000)]
                + [.wait(3000), ill, .refused(3000)]
        ),
        (
            "asks again where the probe says nothing",
            open + [.wait(1000), .call(.failure(.cancelled)), ill, .refused(2000)]
        ),
        (
            "is not opened further by calls that end while it is open",
            [.begins] + open + [.ends(.failure(.timedOut)), .refused(1000)]
        ),
        (
            "is closed by an answer to an earlier call",
            [.begins] + open + [.ends(.success(Answer(status: 200))), well]
        ),
    ]

    @Test("works as it promises", arguments: scenes)
    func scene(_ name: String, _ steps: [Step]) throws {
        let start = ContinuousClock.now
        let passed = Mutex(Duration.zero)
        let breaker = CircuitBreaker(
            .init(failures: 3, rest: DoublingPause(from: .seconds(1), upTo: .seconds(3))),
            now: { start + passed.withLock { $0 } }
        )
        for step in steps {
            switch step {
            case .call(let end):
                try breaker.admit()
                breaker.record(end)
            case .begins: try breaker.admit()
            case .ends(let end): breaker.record(end)
            case .refused(let rest):
                #expect(throws: CallFailure.circuitOpen(restingFor: .milliseconds(rest))) {
                    try breaker.admit()
                }
            case .wait(let time): passed.withLock { $0 += .milliseconds(time) }
            }
        }
    }

    @Test("counts a time-out where the caller would have waited for a second")
    func fairTime() throws {
        for (time, isClosed) in [(Duration.milliseconds(999), true), (.seconds(1), false)] {
            let breaker = CircuitBreaker(.init(failures: 1))
            try breaker.admit()
            breaker.record(.failure(.timedOut), within: time)
            #expect(breaker.isClosed == isClosed)
        }
        let breaker = CircuitBreaker(.init(failures: 1))
        try breaker.admit()
        breaker.record(.failure(.unreachable("")), within: .milliseconds(1))
        #expect(!breaker.isClosed)
    }

    static let ends: [(Result<Answer, CallFailure>, Bool)] = [
        (.success(Answer(status: 200)), false), (.success(Answer(status: 409)), false),
        (.success(Answer(status: 429)), false), (.success(Answer(status: 500)), false),
        (.success(Answer(status: 502)), true), (.success(Answer(status: 503)), true),
        (.success(Answer(status: 504)), true), (.failure(.timedOut), true),
        (.failure(.unreachable("")), true), (.failure(.broken("")), true),
        (.failure(.answerTooLarge(limitBytes: 1)), false), (.failure(.overloaded), false),
        (.failure(.cancelled), false), (.failure(.closed), false), (.failure(.invalidURL), false),
        (.failure(.invalidHeader("")), false), (.failure(.noToken("")), false),
    ]

    @Test("opens only for what says that the neighbour is not well", arguments: ends)
    func finding(_ end: Result<Answer, CallFailure>, _ opens: Bool) throws {
        let breaker = CircuitBreaker(.init(failures: 1))

        try breaker.admit()
        breaker.record(end)

        #expect(breaker.isClosed != opens)
    }
}
