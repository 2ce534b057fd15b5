import GamesClient
import GamesDomain
import Primitives
import Wire

extension GamePage {
    /// Writes why a prize cannot be given now, with the numbers that explain it.
    ///
    /// - Parameters:
    ///   - hindrance: The reason.
    ///   - prize: The prize.
    ///   - dayEnd: When the day ends.
    ///   - writer: Where it is written.
    func write(
        _ hindrance: Hindrance,
        of prize: Prize,
        dayEnd: Instant,
        to writer: inout JSONWriter
    ) {
        let count = state.stock[prize.id] ?? StockCount()
        writer.member("reason", hindrance.name)
        switch hindrance {
        case .notYetOpen(let opens): writer.member("opensAt", opens.description)
        case .closed(let since): writer.member("closedAt", since.description)
        case .level(let least):
            writer.member("atLeast", least)
            writer.member("level", traits.level)
        case .locked(let missing):
            writer.member("atLeast", prize.unlockAfter)
            writer.member("draws", player.draws)
            writer.member("missing", missing)
        case .memberLimit(let most):
            writer.member("most", most)
            writer.member("used", player.prizes[prize.id] ?? 0)
        case .outOfStock:
            writer.member("most", count.total(of: prize.stock) ?? 0)
            writer.member("used", count.given)
        case .dayStockGone(let perDay):
            writer.member("most", perDay)
            writer.member("used", count.today.count(in: today.daysSinceEpoch))
            writer.member("resetsAt", dayEnd.description)
        case .notReleased(let released):
            writer.member("most", released)
            writer.member("used", count.given)
            let next = entry.game.table.nextRelease(of: prize, state)
            writer.member("opensAt", ifPresent: next?.description)
        }
    }

    private var today: CalendarDay { entry.game.terms.zone.day(of: now) }
}
