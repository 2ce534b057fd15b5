import CoreMetrics
import Synchronization

/// Counts and times the requests of one endpoint.
final class EndpointMetrics: Sendable {
    private let factory: PrometheusRegistry
    private let dimensions: [(String, String)]
    private let duration: any TimerHandler
    private let counters = Mutex<[Int: any CounterHandler]>([:])

    init(route: String, method: String, factory: PrometheusRegistry) {
        self.factory = factory
        dimensions = [("route", route), ("method", method)]
        duration = factory.makeTimer(
            label: "jifen_http_request_duration_seconds",
            dimensions: dimensions
        )
    }

    func record(status: Int, since start: ContinuousClock.Instant) {
        duration.recordNanoseconds((ContinuousClock.now - start).nanoseconds)
        counters.withLock { counters in
            if let counter = counters[status] { return counter.increment(by: 1) }
            let counter = factory.makeCounter(
                label: "jifen_http_requests_total",
                dimensions: dimensions + [("status", "\(status)")]
            )
            counter.increment(by: 1)
            counters[status] = counter
        }
    }
}

extension Duration {
    /// The duration in whole nanoseconds.
    var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
