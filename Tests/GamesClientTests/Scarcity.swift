import GamesDomain
import Primitives

/// A state of a game's stock and of a player in which some prizes cannot be given.
struct Scarcity {
    /// The prizes that cannot be given.
    private(set) var gone: Set<PrizeID> = []
    private(set) var state = GameState()
    private var won: [PrizeID: Int64] = [:]

    /// A player that has drawn, with a pity count.
    func player(_ pity: [PoolID: Int64]) -> Player {
        Player(
            draws: 1000,
            reserved: 1000,
            onDay: PeriodCount(),
            inHour: PeriodCount(),
            freeUsed: PeriodCount(),
            chances: 0,
            pity: pity,
            prizes: won,
            nonces: PeriodCount()
        )
    }

    /// All states in which each prize is there with its last piece, or cannot be given for one of
    /// the reasons that it has.
    static func all(of lottery: Lottery) -> [Scarcity] {
        lottery.rules.prizes.reduce([Scarcity()]) { all, prize in
            let ways = Way.allCases.filter { $0.applies(to: prize) }
            guard !ways.isEmpty else { return all }
            return all.flatMap { scarcity in
                ([nil] + ways).map { scarcity.with(prize, goneBy: $0, lottery.rules.terms.zone) }
            }
        }
    }

    /// Why a prize cannot be given.
    private enum Way: CaseIterable {
        case total
        case day
        case member

        func applies(to prize: Prize) -> Bool {
            switch self {
            case .total: prize.stock.total != nil
            case .day: prize.stock.perDay != nil
            case .member: prize.perMember != nil
            }
        }
    }

    /// The state with a prize that is gone in a way, or has one piece left in each.
    private func with(_ prize: Prize, goneBy way: Way?, _ zone: Zone) -> Scarcity {
        var other = self
        if way != nil { other.gone.insert(prize.id) }
        func used(_ most: Int64?, _ own: Way) -> Int64? { most.map { way == own ? $0 : $0 - 1 } }
        let today = zone.day(of: Self.now).daysSinceEpoch
        var stock = state.stock
        stock[prize.id] = StockCount(
            given: used(prize.stock.total, .total) ?? 1_000_000,
            today: PeriodCount(period: today, count: used(prize.stock.perDay, .day) ?? 0)
        )
        other.state = GameState(stock: stock)
        other.won[prize.id] = used(prize.perMember, .member)
        return other
    }

    /// The instant at which it is drawn.
    static let now = Instant(milliseconds: 1_772_294_400_000)
}
