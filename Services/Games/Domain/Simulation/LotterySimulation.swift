import Chance
import Primitives

/// A lottery that is played many times before anybody does, by its own rules, stock, pity and
/// pacing.
package struct LotterySimulation: Hashable, Sendable {
    /// The lottery.
    package let lottery: Lottery
    /// Who plays, and how long.
    package let plan: SimulationPlan

    /// A simulation by a plan.
    package init(_ lottery: Lottery, _ plan: SimulationPlan) {
        self.lottery = lottery
        self.plan = plan
    }

    /// Plays once from the first day to the last.
    ///
    /// On each day the members play one after another, spread over the day, as long as they have
    /// free chances, and then as often as the plan has them pay.
    ///
    /// - Parameters:
    ///   - source: What all draws are drawn from, one after another.
    ///   - afterDay: Called with the number of each day when it is over, from 1 on.
    /// - Returns: What came of it.
    package func run<Source: DrawSource>(
        from source: inout Source,
        afterDay: (Int64) -> Void = { _ in }
    ) -> SimulationRun {
        var game = Game(lottery: lottery, plan: plan, source: source)
        let zone = lottery.rules.terms.zone
        var day = zone.day(of: plan.start)
        for number in 0..<plan.days {
            let from = zone.start(of: day).milliseconds
            let length = Int128(zone.start(of: day.following).milliseconds) - Int128(from)
            for member in game.players.indices {
                let passed = length * Int128(member) / Int128(max(1, plan.members))
                let now = Instant(milliseconds: from.clampedSum(Int64(clamping: passed)))
                game.play(member, at: now, on: number + 1)
            }
            day = day.following
            afterDay(number + 1)
        }
        source = game.source
        return game.run
    }
}

/// One run under way.
private struct Game<Source: DrawSource> {
    let lottery: Lottery
    let plan: SimulationPlan
    var source: Source
    var run = SimulationRun()
    var state = GameState()
    var players: [Player]
    private let limited: Set<PrizeID>

    init(lottery: Lottery, plan: SimulationPlan, source: Source) {
        self.lottery = lottery
        self.plan = plan
        self.source = source
        let player = Player(newTo: lottery.rules.terms)
        players = Array(repeating: player, count: Int(plan.members))
        limited = Set(lottery.table.prizes.filter { $0.stock.total != nil }.map(\.id))
    }

    /// Plays for one member all that it plays on a day.
    mutating func play(_ member: Int, at now: Instant, on day: Int64) {
        let request = PlayRequest(epoch: day, at: now, traits: plan.traits)
        var paid: Int64 = 0
        for _ in 0..<SimulationPlan.mostPerDay {
            let reservation: PlayReservation
            do throws(PlayRefusal) {
                reservation = try lottery.begin(request, &state, &players[member])
            } catch {
                return
            }
            if case .charge(let costs) = reservation.payment {
                guard paid < plan.paidPerDay, let cost = costs.first else {
                    lottery.giveBack(reservation, &state, &players[member])
                    return
                }
                run.pay(cost)
                paid += 1
            }
            settle(reservation, of: member, at: now, on: day)
        }
    }

    private mutating func settle(
        _ reservation: PlayReservation,
        of member: Int,
        at now: Instant,
        on day: Int64
    ) {
        var sources = [source]
        let outcomes =
            lottery.settle(reservation, at: now, from: &sources, &state, &players[member])
        source = sources[0]
        for outcome in outcomes {
            run.note(outcome.giving)
            let given = outcome.giving.given
            guard limited.contains(given), run.ranOut[given] == nil,
                let stock = lottery.table.prize(given)?.stock,
                state.stock[given]?.left(of: stock) == 0
            else { continue }
            run.ranOut[given] = day
        }
    }
}
