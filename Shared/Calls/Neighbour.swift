/// Another service, as one that calls it knows it: where it is, and who this one is there.
package struct Neighbour: Sendable {
    /// Makes what a neighbour knows this service by.
    package struct Credentials: Sendable {
        /// The value of the header `Authorization`.
        let authorisation: @Sendable () async throws -> String
        /// Hears that a neighbour has refused a value; true where another one is worth trying.
        let refused: @Sendable (String) async -> Bool

        /// Describes how a call is signed.
        ///
        /// - Parameters:
        ///   - authorisation: The value of the header `Authorization`, valid for minutes.
        ///   - refused: Hears that a value was answered 401, and says whether another one is
        ///     worth trying at once, as where the secret was changed.
        package init(
            authorisation: @escaping @Sendable () async throws -> String,
            refused: @escaping @Sendable (String) async -> Bool = { _ in false }
        ) {
            self.authorisation = authorisation
            self.refused = refused
        }
    }

    /// Its name, as settings and metrics have it.
    package let name: String
    /// Its address, without a slash at the end.
    package let url: String
    private let caller: HTTPCaller
    private let credentials: Credentials
    private let breaker: CircuitBreaker
    private let observe: @Sendable (_ outcome: String, _ duration: Duration) -> Void

    /// Describes a neighbour.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - url: Its address; slashes at the end do not count.
    ///   - caller: Sends the calls.
    ///   - credentials: Sign them.
    ///   - breaker: Spares it while it does not answer; all who call it share one.
    ///   - observe: Hears of each call how it ended, in a word, and how long it took.
    package init(
        _ name: String,
        at url: String,
        through caller: HTTPCaller,
        as credentials: Credentials,
        breaker: CircuitBreaker = CircuitBreaker(),
        observe: @escaping @Sendable (String, Duration) -> Void = { _, _ in }
    ) {
        self.name = name
        var address = Substring(url)
        while address.hasSuffix("/") { address.removeLast() }
        self.url = String(address)
        self.caller = caller
        self.credentials = credentials
        self.breaker = breaker
        self.observe = observe
    }

    /// Sends a request with a body in JSON and waits for its answer, whatever its status.
    ///
    /// Whatever is sent does its work once however often it arrives: it carries a key, or its
    /// rows do. So it goes over a connection that is kept, which libcurl may find dead, and then
    /// sends it again. One that is answered 401 is sent once more where there is another secret
    /// by now. Whatever else fails is for whoever calls to try again, who knows how often.
    ///
    /// - Parameters:
    ///   - method: What is asked of it.
    ///   - path: The path and the query, percent-encoded.
    ///   - body: The bytes; empty means none.
    ///   - key: The header `Idempotency-Key`, for requests whose body has no key of its own.
    ///   - timeout: The time for all attempts together.
    ///   - traceparent: The W3C trace context to pass on.
    /// - Returns: Its answer.
    /// - Throws: As `HTTPCaller.send`; also `circuitOpen` and `noToken`: nothing was sent.
    package func send(
        _ method: Call.Method,
        _ path: String,
        body: [UInt8] = [],
        key: String? = nil,
        timeout: Duration,
        traceparent: String? = nil
    ) async throws(CallFailure) -> Answer {
        var headers = Headers()
        if !body.isEmpty { headers.add("Content-Type", "application/json") }
        if let key { headers.add("Idempotency-Key", key) }
        let deadline = ContinuousClock.now + timeout
        var isSecond = false
        while true {
            let token = try await authorisation()
            var signed = headers
            signed.add("Authorization", token)
            let call = Call(
                method,
                url + path,
                headers: signed,
                body: body,
                timeout: ContinuousClock.now.duration(to: deadline),
                isKeyed: true,
                isRetried: false,
                traceparent: traceparent
            )
            let answer = try await attempt(call)
            guard answer.status == 401, !isSecond, await credentials.refused(token) else {
                return answer
            }
            isSecond = true
        }
    }

    private func authorisation() async throws(CallFailure) -> String {
        do {
            return try await credentials.authorisation()
        } catch {
            observe("no-token", .zero)
            throw .noToken("\(error)")
        }
    }

    private func attempt(_ call: Call) async throws(CallFailure) -> Answer {
        do throws(CallFailure) {
            try breaker.admit()
        } catch {
            observe("circuit-open", .zero)
            throw error
        }
        let start = ContinuousClock.now
        let outcome: Outcome
        do throws(CallFailure) {
            outcome = .success(try await caller.send(call))
        } catch {
            outcome = .failure(error)
        }
        breaker.record(outcome, within: call.timeout)
        observe(outcome.word, start.duration(to: .now))
        return try outcome.get()
    }
}

extension Outcome {
    /// How it ended, in a word for metrics.
    fileprivate var word: String {
        switch self {
        case .success(let answer): "\(answer.status / 100)xx"
        case .failure(.timedOut): "timed-out"
        case .failure(.unreachable): "unreachable"
        case .failure(.broken): "broken"
        case .failure(.answerTooLarge): "answer-too-large"
        case .failure(.overloaded): "overloaded"
        case .failure(.circuitOpen): "circuit-open"
        case .failure(.noToken): "no-token"
        case .failure(.cancelled), .failure(.closed): "given-up"
        case .failure(.invalidURL), .failure(.invalidHeader): "not-sent"
        }
    }
}
