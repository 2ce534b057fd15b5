import GatewayDomain
import ServiceHost

/// Counts the points that were credited and debited, for the operators' charts.
final class MovementCounts: Sendable {
    private struct Name: Hashable {
        let kind: TransferKind
        let asset: String
    }

    private let counters: CounterFamily<Name>

    init(metrics: PrometheusRegistry) {
        counters = CounterFamily(metrics) { name in
            ("jifen_points_\(name.kind.name)ed_total", [("asset", name.asset)])
        }
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
        counters.count(Name(kind: kind, asset: record.asset), by: record.amount)
    }
}
