import Chance
import GamesDomain
import Primitives

extension ExportedEntry {
    /// Whose it is, or nil of a change of stock.
    package var player: Pseudonym? {
        switch content {
        case .play(let play): play.player
        case .deal(let deal): deal.player
        case .end(let end): end.recorded.player
        case .restock: nil
        }
    }

    /// What its first step had reserved, or nil where it has none.
    package var start: PlayStart? {
        switch content {
        case .play(let play): play.start
        case .deal(let deal): deal.start
        case .end, .restock: nil
        }
    }

    /// The epoch whose seed has drawn it, or nil of a change of stock.
    package var epoch: Int64? {
        switch content {
        case .play(let play): play.start.reservation.epoch
        case .deal(let deal): deal.start.reservation.epoch
        case .end(let end): end.recorded.name.epoch
        case .restock: nil
        }
    }

    /// When it was settled.
    package var settledAt: Instant {
        switch content {
        case .play(let play): play.settledAt
        case .deal(let deal): deal.settledAt
        case .end(let end): end.recorded.endedAt
        case .restock(let restock): restock.at
        }
    }

    /// Whether what it had reserved was given back, since its charge was refused.
    package var isGivenBack: Bool {
        switch content {
        case .play(let play): play.isRefused
        case .deal(let deal): deal.isRefused
        case .end, .restock: false
        }
    }
}

extension ExportedPlay {
    /// Whether its charge was refused.
    package var isRefused: Bool {
        if case .refused = result { true } else { false }
    }
}
