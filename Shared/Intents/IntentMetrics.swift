import CoreMetrics
import ServiceHost

/// Counts intents, never by member.
struct IntentMetrics: Sendable {
    private let registry: PrometheusRegistry
    private let kinds: [String]

    /// Counts intents of some kinds.
    init(_ registry: PrometheusRegistry, kinds: [String]) {
        self.registry = registry
        self.kinds = kinds
    }

    /// Shows how many are pending, and how many of these have an alarm.
    func show(_ counts: [String: (pending: Int64, alarmed: Int64)]) {
        for kind in Set(kinds).union(counts.keys) {
            let count = counts[kind] ?? (0, 0)
            meter("jifen_intents_pending", kind).set(count.pending)
            meter("jifen_intents_alarmed", kind).set(count.alarmed)
        }
    }

    /// Counts an intent that was settled.
    func count(_ intent: Intent) {
        registry.makeCounter(
            label: "jifen_intents_settled_total",
            dimensions: [("kind", intent.kind), ("state", intent.state.name)]
        ).increment(by: 1)
    }

    /// Counts an attempt that called for a person.
    func countAlarm(of intent: Intent) {
        registry.makeCounter(
            label: "jifen_intents_alarms_total",
            dimensions: [("kind", intent.kind)]
        ).increment(by: 1)
    }

    private func meter(_ label: String, _ kind: String) -> any MeterHandler {
        registry.makeMeter(label: label, dimensions: [("kind", kind)])
    }
}
