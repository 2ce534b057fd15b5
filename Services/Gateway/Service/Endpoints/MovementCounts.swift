import CoreMetrics
import GatewayDomain
import ServiceHost
import Synchronization

/// Counts the points that were credited and debited, for the operators' charts.
final class MovementCounts: Sendable {
    private struct Name: Hashable {
        let kind: TransferKind
        let asset: String
    }

    private let metrics: PrometheusRegistry
    private let counters = Mutex<[Name: any CounterHandler]>([:])

    init(metrics: PrometheusRegistry) {
        self.metrics = metrics
    }

    func count(_ applied: Ledger.Applied) {
        if !applied.isReplayed { count(applied.reply.record) }
    }

    /// Counts a row that came in or out of the programme's issuance and redemption.
    func count(_ record: TransferRecord) {
        let kind: TransferKind
        switch record.kind {
        case .credit, .confirmation: kind = .credit
        case .debit, .capture: kind = .debit
        default: return
        }
        let name = Name(kind: kind, asset: record.asset)
        counters.withLock { counters in
            let counter = counters[name] ?? makeCounter(name)
            counters[name] = counter
            counter.increment(by: record.amount)
        }
    }

    private func makeCounter(_ name: Name) -> any CounterHandler {
        metrics.makeCounter(
            label: "jifen_points_\(name.kind.name)ed_total",
            dimensions: [("asset", name.asset)]
        )
    }
}
