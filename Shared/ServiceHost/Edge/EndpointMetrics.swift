import CoreMetrics

/// Counts and times the requests of one endpoint.
final class EndpointMetrics: Sendable {
    private let duration: any TimerHandler
    private let requests: CounterFamily<Int>

    init(route: String, method: String, factory: PrometheusRegistry) {
        let dimensions = [("route", route), ("method", method)]
        duration = factory.makeTimer(
            label: "jifen_http_request_duration_seconds",
            dimensions: dimensions
        )
        requests = CounterFamily(factory) {
            ("jifen_http_requests_total", dimensions + [("status", "\($0)")])
        }
    }

    func record(status: Int, since start: ContinuousClock.Instant) {
        duration.recordNanoseconds((ContinuousClock.now - start).nanoseconds)
        requests.count(status)
    }
}

extension Duration {
    /// The duration in whole nanoseconds.
    var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
