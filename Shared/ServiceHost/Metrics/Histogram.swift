import CoreMetrics
import Synchronization

/// Counts values by upper bounds, for Prometheus; a timer records seconds.
final class Histogram: TimerHandler, RecorderHandler {
    /// Bounds for durations in seconds.
    static let seconds: [Double] = [
        0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]
    /// Bounds for counts.
    static let counts: [Double] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]

    private struct State {
        var counts: [UInt64]
        var sum = 0.0
        var total: UInt64 = 0
    }

    private let bounds: [Double]
    private let state: Mutex<State>

    init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(State(counts: Array(repeating: 0, count: bounds.count)))
    }

    func recordNanoseconds(_ duration: Int64) {
        record(Double(duration) / 1_000_000_000)
    }

    func record(_ value: Int64) {
        record(Double(value))
    }

    func record(_ value: Double) {
        let place = bounds.firstIndex { value <= $0 }
        state.withLock { state in
            if let place { state.counts[place] += 1 }
            state.sum += value
            state.total += 1
        }
    }

    /// The lines of one histogram; each count holds those below it too.
    func lines(name: String, labels: String) -> [String] {
        let state = state.withLock { $0 }
        let separator = labels.isEmpty ? "" : ","
        var running: UInt64 = 0
        var lines: [String] = []
        for (bound, count) in zip(bounds, state.counts) {
            running += count
            lines.append("\(name)_bucket{\(labels)\(separator)le=\"\(bound)\"} \(running)")
        }
        lines.append("\(name)_bucket{\(labels)\(separator)le=\"+Inf\"} \(state.total)")
        let set = labels.isEmpty ? "" : "{\(labels)}"
        return lines + ["\(name)_sum\(set) \(state.sum)", "\(name)_count\(set) \(state.total)"]
    }
}
