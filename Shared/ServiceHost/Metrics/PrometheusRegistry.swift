import CoreMetrics
import Synchronization

/// Keeps a process's metrics and writes them as Prometheus reads them.
///
/// The format is the text format 0.0.4 of
/// <https://prometheus.io/docs/instrumenting/exposition_formats/>.
package final class PrometheusRegistry: MetricsFactory {
    private enum Metric {
        case counter(CounterValue)
        case gauge(GaugeValue)
        case histogram(Histogram)
    }

    fileprivate struct Name: Hashable {
        let label: String
        let labels: String
    }

    private let metrics = Mutex<[Name: Metric]>([:])
    private let common: [(String, String)]

    /// Begins with no metric.
    ///
    /// - Parameter common: Labels that every metric carries.
    package init(common: [(String, String)]) {
        self.common = common
    }

    /// The metrics as text, sorted by name.
    package func text() -> String {
        let metrics = metrics.withLock { $0 }
        var lines: [String] = []
        var described: Set<String> = []
        for (name, metric) in metrics.sorted(by: { $0.key < $1.key }) {
            let set = name.labels.isEmpty ? "" : "{\(name.labels)}"
            let (type, own) =
                switch metric {
                case .counter(let counter):
                    ("counter", ["\(name.label)\(set) \(counter.value.load(ordering: .relaxed))"])
                case .gauge(let gauge):
                    ("gauge", ["\(name.label)\(set) \(gauge.value.withLock { $0 })"])
                case .histogram(let histogram):
                    ("histogram", histogram.lines(name: name.label, labels: name.labels))
                }
            if described.insert(name.label).inserted {
                lines.append("# TYPE \(name.label) \(type)")
            }
            lines += own
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Brings a counter to a total that is read from elsewhere, such as a store.
    ///
    /// - Parameters:
    ///   - label: The metric's name.
    ///   - dimensions: Its labels.
    ///   - total: The total, which only rises.
    package func bringCounter(
        _ label: String,
        _ dimensions: [(String, String)],
        to total: Int64
    ) {
        guard let counter = makeCounter(label: label, dimensions: dimensions) as? CounterValue
        else { return }
        counter.value.store(total, ordering: .relaxed)
    }

    private func name(_ label: String, _ dimensions: [(String, String)]) -> Name {
        let pairs = (common + dimensions).map { "\($0)=\"\(Self.escaped($1))\"" }
        return Name(label: label, labels: pairs.joined(separator: ","))
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n")
    }
}

extension PrometheusRegistry.Name: Comparable {
    static func < (left: Self, right: Self) -> Bool {
        (left.label, left.labels) < (right.label, right.labels)
    }
}

// MARK: What swift-metrics asks for; the same name is the same metric

extension PrometheusRegistry {
    /// The metric of that name.
    package func makeCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any CounterHandler {
        let counter = metrics.withLock { metrics in
            if case .counter(let known)? = metrics[name(label, dimensions)] { return known }
            let fresh = CounterValue()
            metrics[name(label, dimensions)] = .counter(fresh)
            return fresh
        }
        return counter
    }

    /// The metric of that name.
    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(label, dimensions)
    }

    /// The metric of that name.
    package func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        aggregate
            ? histogram(label, dimensions, bounds: Histogram.counts) : gauge(label, dimensions)
    }

    /// The metric of that name.
    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, dimensions, bounds: Histogram.seconds)
    }

    private func gauge(_ label: String, _ dimensions: [(String, String)]) -> GaugeValue {
        metrics.withLock { metrics in
            if case .gauge(let known)? = metrics[name(label, dimensions)] { return known }
            let fresh = GaugeValue()
            metrics[name(label, dimensions)] = .gauge(fresh)
            return fresh
        }
    }

    private func histogram(
        _ label: String,
        _ dimensions: [(String, String)],
        bounds: [Double]
    ) -> Histogram {
        metrics.withLock { metrics in
            if case .histogram(let known)? = metrics[name(label, dimensions)] { return known }
            let fresh = Histogram(bounds: bounds)
            metrics[name(label, dimensions)] = .histogram(fresh)
            return fresh
        }
    }

    /// Does nothing: a metric lives as long as its process.
    package func destroyCounter(_ handler: any CounterHandler) {}
    /// Does nothing: a metric lives as long as its process.
    package func destroyMeter(_ handler: any MeterHandler) {}
    /// Does nothing: a metric lives as long as its process.
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    /// Does nothing: a metric lives as long as its process.
    package func destroyTimer(_ handler: any TimerHandler) {}
}
