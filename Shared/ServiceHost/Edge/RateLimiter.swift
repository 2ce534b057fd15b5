import Synchronization

/// Lets each caller through at a steady rate with room for a burst.
///
/// It is the generic cell rate algorithm in its virtual scheduling form (ITU-T I.371, annex A).
package final class RateLimiter: Sendable {
    /// How many callers are remembered.
    static let largestTable = 100_000

    private let interval: Duration
    private let tolerance: Duration
    private let arrivals = Mutex<[String: ContinuousClock.Instant]>([:])

    /// Limits to a rate.
    ///
    /// - Parameters:
    ///   - perSecond: Requests a second, from 1 on.
    ///   - burst: How many may come at once, from 1 on.
    package init(perSecond: Int, burst: Int) {
        interval = .seconds(1) / perSecond
        tolerance = interval * (burst - 1)
    }

    /// Counts a request.
    ///
    /// - Returns: Nil where it may pass, else how long the caller should wait.
    package func wait(
        for caller: String,
        at now: ContinuousClock.Instant = .now
    ) -> Duration? {
        arrivals.withLock { arrivals in
            let expected = max(arrivals[caller] ?? now, now)
            guard expected - now <= tolerance else { return expected - now - tolerance }
            if arrivals.count >= Self.largestTable {
                arrivals = arrivals.filter { $0.value > now }
            }
            arrivals[caller] = expected + interval
            return nil
        }
    }
}
