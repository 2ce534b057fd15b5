import CoreMetrics
import Synchronization

/// Counters that are told apart by a key, such as an answer's status; each is looked for in the
/// registry once, which takes longer than to count.
package final class CounterFamily<Key: Hashable & Sendable>: Sendable {
    private let registry: PrometheusRegistry
    private let name: @Sendable (Key) -> (label: String, dimensions: [(String, String)])
    private let counters = Mutex<[Key: any CounterHandler]>([:])

    /// Describes counters.
    ///
    /// - Parameters:
    ///   - registry: Keeps them.
    ///   - name: The name and the labels of a key's counter.
    package init(
        _ registry: PrometheusRegistry,
        name: @escaping @Sendable (Key) -> (label: String, dimensions: [(String, String)])
    ) {
        self.registry = registry
        self.name = name
    }

    /// Counts for a key.
    package func count(_ key: Key, by amount: Int64 = 1) {
        counters.withLock { counters in
            if let counter = counters[key] { return counter.increment(by: amount) }
            let (label, dimensions) = name(key)
            let counter = registry.makeCounter(label: label, dimensions: dimensions)
            counter.increment(by: amount)
            counters[key] = counter
        }
    }
}
