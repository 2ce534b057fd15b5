import Chance
import GamesDomain
import Primitives

/// The replay of what one player has reserved: limits, free chances, and in which periods.
///
/// A play counts in the period of its beginning, or in the newest one of its player. Plays began
/// in the order of their nonces.
struct ReservationReplay {
    private(set) var problems: [(nonce: Int64?, problem: String)] = []
    private let player: ExportedPlayer
    private let terms: GameTerms
    private var expected: Player

    /// Begins with the opening state.
    ///
    /// - Parameters:
    ///   - player: The player, of whom no play is settled later.
    ///   - terms: The terms of the epoch's own version.
    init(of player: ExportedPlayer, by terms: GameTerms) {
        self.player = player
        self.terms = terms
        expected = player.opening ?? Player(newTo: terms)
    }

    /// Replays the player's entries and compares what they lead to with the closing state.
    mutating func run(_ entries: [ExportedEntry], in epoch: Int64) {
        let starts = entries.compactMap { entry in
            entry.start.map { (reservation: $0.reservation, isGivenBack: entry.isGivenBack) }
        }
        let begun = starts.map(\.reservation).filter { $0.epoch == epoch }
        for reservation in begun.sorted(by: { $0.firstNonce < $1.firstNonce }) {
            judge(reservation)
            expected.reserve(reservation)
        }
        for start in starts where start.isGivenBack { expected.giveBack(start.reservation) }
        for reward in entries.flatMap(\.rewards) { expected.receive(reward) }
        compare()
    }

    private mutating func judge(_ reservation: PlayReservation) {
        let own = PlayPeriod(at: reservation.begun, in: terms.zone)
        let day = max(own.day.daysSinceEpoch, expected.onDay.period)
        let hour = max(own.hour, expected.inHour.period)
        let period = reservation.period
        if period.day.daysSinceEpoch != day || period.hour != hour {
            let problem = "it counts on \(period.day) in hour \(period.hour), not in hour \(hour)"
            problems.append((reservation.firstNonce, problem))
        }
        if case .chances(let daily, let kept) = reservation.payment,
            daily.addingReportingOverflow(kept) != (reservation.count, false)
        {
            let problem = "it took \(daily) and \(kept) free chances for \(reservation.count) draws"
            problems.append((reservation.firstNonce, problem))
        }
    }

    private mutating func compare() {
        let closing = player.closing
        let parts = [
            ("count of reserved draws", closing.reserved == expected.reserved),
            ("count of the day", closing.onDay == expected.onDay),
            ("count of the hour", closing.inHour == expected.inHour),
            ("count of used free chances", closing.freeUsed == expected.freeUsed),
            ("count of free chances", closing.chances == expected.chances),
            ("count of nonces", closing.nonces == expected.nonces),
        ]
        for (part, isEqual) in parts where !isEqual {
            problems.append((nil, "the closing \(part) does not follow from the entries"))
        }
    }
}

extension ExportedEntry {
    /// What was handed out in it.
    fileprivate var rewards: [Reward] {
        switch content {
        case .play(let play):
            guard case .settled(let drawn) = play.result else { return [] }
            return drawn.draws.map(\.outcome.giving.reward)
        case .end(let end): return end.recorded.settlement.wins.map(\.reward)
        case .deal, .restock: return []
        }
    }
}
