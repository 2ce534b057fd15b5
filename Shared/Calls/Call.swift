/// One request to a neighbour, with the time that all its attempts have together.
package struct Call: Sendable {
    /// The methods that the suite's services understand.
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    /// The shortest time that a call can be given; less is raised to it.
    package static let shortestTimeout = Duration.milliseconds(1)
    /// The longest time that a call can be given; more is lowered to it.
    package static let longestTimeout = Duration.seconds(24 * 60 * 60)

    /// What is asked of the neighbour.
    package let method: Method
    /// The whole address, `http` or `https`, already percent-encoded.
    package let url: String
    /// What is sent beside the headers that the caller writes itself.
    package let headers: Headers
    /// The bytes sent, as they are; empty means none.
    package let body: [UInt8]
    /// The time from `send` to its end, waiting for a connection and all attempts included.
    package let timeout: Duration
    /// Whether the neighbour answers a repeat of this request without doing the work twice.
    package let isKeyed: Bool
    /// Whether the caller tries it again when it fails in a way that may pass; only where it is
    /// keyed, or a GET.
    package let isRetried: Bool
    /// The W3C trace context that is passed on, if any.
    package let traceparent: String?

    /// Whether sending the request more than once does no harm.
    package var isRepeatable: Bool { isKeyed || method == .get }

    /// Describes a request; nothing is sent and nothing is checked before `HTTPCaller.send`.
    ///
    /// - Parameters:
    ///   - method: What is asked of the neighbour.
    ///   - url: The whole address, `http` or `https`, already percent-encoded.
    ///   - headers: Any but `Connection`, `Content-Length`, `Expect`, `Request-Timeout-Ms`,
    ///     `traceparent` and `Transfer-Encoding`, which the caller writes itself. It gives each
    ///     attempt an `X-Request-Id` where there is none.
    ///   - body: The bytes to send; say their `Content-Type` in the headers.
    ///   - timeout: Brought into 1 ms ... 24 h.
    ///   - isKeyed: Whether the request carries an idempotency key. A request that has none and
    ///     is no GET is sent at most once.
    ///   - isRetried: Whether it is tried again, where it may be; else its caller does that.
    ///   - traceparent: The W3C trace context to pass on.
    package init(
        _ method: Method,
        _ url: String,
        headers: Headers = [:],
        body: [UInt8] = [],
        timeout: Duration,
        isKeyed: Bool = false,
        isRetried: Bool = true,
        traceparent: String? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = min(max(timeout, Self.shortestTimeout), Self.longestTimeout)
        self.isKeyed = isKeyed
        self.isRetried = isRetried
        self.traceparent = traceparent
    }
}
