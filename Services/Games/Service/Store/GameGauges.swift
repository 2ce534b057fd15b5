import CoreMetrics
import GamesClient
import GamesDomain
import ServiceHost
import Storage

/// What operators watch of the games: draws and stock by prize, read from the store.
struct GameGauges: Sendable {
    private let registry: PrometheusRegistry

    init(_ registry: PrometheusRegistry) {
        self.registry = registry
    }

    /// Brings the gauges up to date.
    func measure(_ store: Store, _ desk: GamesDesk) {
        // Lost is one reading of a store that does not answer, which its own metrics show.
        try? store.read { reads in
            guard let section = try desk.programme.published(reads)?.section else { return }
            for entry in section.entries { try measure(entry, reads) }
        }
    }

    private func measure(_ entry: GameEntry, _ reads: borrowing Snapshot) throws {
        let stock = try reads.shownStock(of: entry.id)
        for prize in entry.game.table.prizes {
            let count = stock[prize.id] ?? StockCount()
            if case .lottery = entry.game {
                registry.bringCounter(
                    "jifen_draws_total",
                    [("lottery", entry.id.text), ("prize", prize.id.text)],
                    to: count.given
                )
            }
            guard let left = count.left(of: prize.stock) else { continue }
            registry.makeMeter(
                label: "jifen_prize_stock",
                dimensions: [("game", entry.id.text), ("prize", prize.id.text)]
            ).set(left)
        }
    }
}
