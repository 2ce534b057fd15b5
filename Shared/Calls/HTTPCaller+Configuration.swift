extension HTTPCaller {
    /// The bounds within which a caller works.
    package struct Configuration: Sendable {
        /// How many calls may be under way at once, those between two attempts included.
        package let maxQueued: Int
        /// How many connections to one host and port are open at once; further calls wait.
        package let maxConnectionsPerHost: Int
        /// How long a connection is used again, whether idle or busy; whole seconds.
        package let maxConnectionAge: Duration
        /// How many bytes of an answer are taken in, head and body together.
        package let maxAnswerBytes: Int
        /// When a call is tried again.
        package let retry: RetryPolicy
        /// Where in each pause between attempts to land, 0 up to 1.
        package let jitter: @Sendable () -> Double

        /// Makes a configuration; numbers below 1 are raised to 1.
        ///
        /// - Parameters:
        ///   - maxQueued: How many calls may be under way at once.
        ///   - maxConnectionsPerHost: How many connections to one host and port are open at once.
        ///   - maxConnectionAge: 1 s ... 24 h, rounded up to whole seconds. About a minute spreads
        ///     callers over a neighbour's instances soon after a rolling restart.
        ///   - maxAnswerBytes: The longest answer taken in, head and body together.
        ///   - retry: When a call is tried again.
        ///   - jitter: Draws from 0 up to 1 for each pause; called on any thread.
        package init(
            maxQueued: Int = 1_024,
            maxConnectionsPerHost: Int = 8,
            maxConnectionAge: Duration = .seconds(60),
            maxAnswerBytes: Int = 8 * 1_024 * 1_024,
            retry: RetryPolicy = RetryPolicy(),
            jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
        ) {
            self.maxQueued = max(1, maxQueued)
            self.maxConnectionsPerHost = min(max(1, maxConnectionsPerHost), 1_024)
            let age = min(max(maxConnectionAge, .seconds(1)), .seconds(24 * 60 * 60))
            self.maxConnectionAge = .seconds((age.wholeMilliseconds + 999) / 1_000)
            self.maxAnswerBytes = max(1, maxAnswerBytes)
            self.retry = retry
            self.jitter = jitter
        }

        /// What the loop needs to know.
        var limits: MultiLoop.Limits {
            MultiLoop.Limits(
                connectionsPerHost: maxConnectionsPerHost,
                connectionAgeSeconds: maxConnectionAge.wholeMilliseconds / 1_000,
                answerBytes: maxAnswerBytes
            )
        }
    }
}
