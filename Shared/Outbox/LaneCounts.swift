import CoreMetrics

/// Counts what becomes of one neighbour's rows.
struct LaneCounts: Sendable {
    let delivered: any CounterHandler
    let refused: any CounterHandler
    let unknown: any CounterHandler
    let stopped: any MeterHandler

    /// Counts for a neighbour, apart for each of its feeds.
    init(_ neighbour: String, feed: String? = nil, _ metrics: any MetricsFactory) {
        let own = [("neighbour", neighbour)] + (feed.map { [("feed", $0)] } ?? [])
        func counter(_ outcome: String) -> any CounterHandler {
            metrics.makeCounter(
                label: "jifen_outbox_settled_total",
                dimensions: own + [("outcome", outcome)]
            )
        }
        delivered = counter("delivered")
        refused = counter("refused")
        unknown = counter("unknown")
        stopped = metrics.makeMeter(label: "jifen_outbox_stopped", dimensions: own)
        stopped.set(Int64(0))
    }

    func count(_ outcomes: [RowOutcome]) {
        var tally: (delivered: Int64, refused: Int64, unknown: Int64) = (0, 0, 0)
        for outcome in outcomes {
            switch outcome {
            case .delivered: tally.delivered += 1
            case .refused: tally.refused += 1
            case .unknown: tally.unknown += 1
            case .settledByHand: break
            }
        }
        if tally.delivered > 0 { delivered.increment(by: tally.delivered) }
        if tally.refused > 0 { refused.increment(by: tally.refused) }
        if tally.unknown > 0 { unknown.increment(by: tally.unknown) }
    }
}
