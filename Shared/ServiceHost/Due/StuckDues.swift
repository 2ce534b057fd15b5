import CoreMetrics
import Logging
import Storage
import Synchronization

/// Tells operators of what is due and cannot be settled: each once in the log, and in a metric how
/// many there are of each kind.
package final class StuckDues<Kind>: Sendable
where Kind: RawRepresentable<String> & CaseIterable & Hashable & Sendable {
    private let logger: Logger
    private let gauges: [Kind: any MeterHandler]
    private let told = Mutex<[Kind: Set<String>]>([:])

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
            let known = told[kind] ?? []
            // A batch that was full has not come to all of them.
            let kept = stuck.isComplete ? [] : known
            told[kind] = kept.union(found.map(\.name))
            return (known, told[kind]?.count ?? 0)
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
