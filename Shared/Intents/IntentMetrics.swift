import CoreMetrics
import ServiceHost

/// Counts intents, never by member.
struct IntentMetrics: Sendable {
    private struct End: Hashable {
        let kind: String
        let state: Intent.State
    }

    private let registry: PrometheusRegistry
    private let kinds: [String]
    private let settled: CounterFamily<End>
    private let alarms: CounterFamily<String>

    /// Counts intents of some kinds.
    init(_ registry: PrometheusRegistry, kinds: [String]) {
        self.registry = registry
        self.kinds = kinds
        settled = CounterFamily(registry) { end in
            ("jifen_intents_settled_total", [("kind", end.kind), ("state", end.state.name)])
        }
        alarms = CounterFamily(registry) { ("jifen_intents_alarms_total", [("kind", $0)]) }
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
        settled.count(End(kind: intent.kind, state: intent.state))
    }

    /// Counts an attempt that called for a person.
    func countAlarm(of intent: Intent) {
        alarms.count(intent.kind)
    }

    private func meter(_ label: String, _ kind: String) -> any MeterHandler {
        registry.makeMeter(label: label, dimensions: [("kind", kind)])
    }
}
