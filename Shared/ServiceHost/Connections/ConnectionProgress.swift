import NIOCore
import Problems

/// How far a connection's requests and answers have come, and when its client's time is over.
struct ConnectionProgress {
    /// What the client is sending.
    enum Reading {
        /// Nothing; the next request has not begun.
        case nothing
        /// A part of a head has come.
        case head
        /// A head has come, and not all of its body.
        case body
        /// Nothing that is read any more.
        case noMore
    }

    /// What is to be done when the client's time is over.
    enum Verdict: Hashable {
        /// The connection is closed.
        case end(Connections.End)
        /// The request that has not come is answered, and the connection closed.
        case answer(Problem)
        /// Whoever reads the body hears that it will not come.
        case fail(Problem)
        /// The answer is out; the connection is closed behind it.
        case leave
    }

    /// How far the request has come that the client is sending.
    private(set) var reading = Reading.nothing
    /// How many requests have begun whose answer is not out.
    private(set) var owed = 0
    /// Whether the service stops.
    var isStopping = false
    /// Whether the last answer is out, and only the client's end is awaited.
    private(set) var isLeaving = false
    /// Since when an answer does not fit into what the system keeps for the client.
    var unreadSince: NIODeadline?

    private let limits: ConnectionLimits
    private var since: NIODeadline
    private var hasNewPart = false

    init(_ limits: ConnectionLimits, since: NIODeadline) {
        self.limits = limits
        self.since = since
    }

    /// Whether what comes is thrown away.
    var isDeaf: Bool {
        isLeaving || reading == .noMore || (isStopping && owed > 0 && reading != .body)
    }

    /// When the client's time is over as things stand; nil where it is the service's turn.
    var deadline: NIODeadline? {
        if let unreadSince { return unreadSince + limits.idle }
        if isLeaving { return since + limits.idle }
        switch reading {
        case .nothing: return owed == 0 ? since + limits.idle : nil
        case .head, .body: return since + limits.request
        case .noMore: return nil
        }
    }

    /// Judges a client whose time is over; nil where it waits for an answer.
    mutating func runOut(at now: NIODeadline) -> Verdict? {
        switch (reading, owed) {
        case _ where unreadSince != nil || isLeaving: return .end(.unread)
        case (.nothing, _): return .end(.idle)
        case (.head, 0): return .answer(Problem(.requestTimeout, "the head took too long"))
        case (.body, 0): return .leave
        case (.body, 1):
            reading = .noMore
            return .fail(Problem(.requestTimeout, "the body took too long"))
        default:
            since = now
            return nil
        }
    }
}

// MARK: What happens

extension ConnectionProgress {
    /// Bytes have come; what they are is not known yet.
    mutating func beganReading() {
        hasNewPart = false
    }

    /// A head was among the bytes.
    mutating func beganRequest() {
        owed += 1
        reading = .body
        hasNewPart = true
    }

    /// The end of a request was among the bytes.
    mutating func endedRequest() {
        reading = .nothing
        hasNewPart = true
    }

    /// All of the bytes are known; the clock is read only where a request has come in part.
    mutating func endedReading(at now: () -> NIODeadline) {
        if reading == .nothing, !hasNewPart {
            reading = .head
            since = now()
        } else if reading == .body, hasNewPart {
            since = now()
        }
    }

    /// What comes from now on is not read.
    mutating func stopReading() {
        reading = .noMore
    }

    /// An answer is out.
    mutating func endedAnswer(at now: () -> NIODeadline) {
        owed = max(0, owed - 1)
        // While an answer is owed, a body is not read on, which is not its client's fault.
        if owed == 0 ? reading == .nothing : reading == .body { since = now() }
    }

    /// Only the client's end is awaited.
    mutating func leave(at now: NIODeadline) {
        isLeaving = true
        since = now
    }
}
