import CoreMetrics
import Logging
import Storage
import Synchronization

/// Tells operators of what is due and cannot be settled: each once in the log, and in a metric how
/// many there are of each kind.
package final class StuckDues<Kind>: Sendable
where Kind: RawRepresentable<String> & CaseIterable & Hashable & Sendable {
    private struct Names {
        /// Those that are known to be stuck.
        var all: Set<String> = []
        /// Those that the sweep under way has found.
        var found: Set<String> = []
    }

    private let logger: Logger
    private let gauges: [Kind: any MeterHandler]
    private let told = Mutex<[Kind: Names]>([:])

    /// Begins with nothing stuck.
    package init(_ parts: HostParts) {
        logger = parts.logger
        gauges = Dictionary(
            uniqueKeysWithValues: Kind.allCases.map { kind in
                let dimensions = [("kind", kind.rawValue)]
                let gauge = parts.metrics.makeMeter(
                    label: "jifen_due_stuck",
                    dimensions: dimensions
                )
                gauge.set(Int64(0))
                return (kind, gauge)
            }
        )
    }

    /// Hears of what of a kind the newest batch could not settle.
    ///
    /// - Parameters:
    ///   - kind: What it is.
    ///   - stuck: Those that it could not settle.
    ///   - name: The name of one in the log.
    package func report<Row>(_ kind: Kind, _ stuck: DueBatch.Stuck<Row>, name: (Row) -> String) {
        let found = stuck.rows.map { (name: name($0.row), error: $0.error) }
        let (known, count) = told.withLock { told in
            var names = told[kind] ?? Names()
            let known = names.all
            if stuck.isFirst { names.found = [] }
            names.found.formUnion(found.map(\.name))
            // A sweep that is under way has not come to all of them.
            names.all = stuck.isComplete ? names.found : known.union(names.found)
            told[kind] = names
            return (known, names.all.count)
        }
        gauges[kind]?.set(Int64(count))
        for (name, error) in found where !known.contains(name) {
            // The words of other errors might tell what nobody may know, as what lies under a card.
            let reason = error is StorageError ? "\(error)" : "\(type(of: error))"
            logger.error(
                "what is due cannot be settled, and is passed over",
                metadata: ["kind": "\(kind.rawValue)", "name": "\(name)", "error": "\(reason)"]
            )
        }
    }
}
