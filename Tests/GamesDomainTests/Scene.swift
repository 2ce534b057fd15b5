import Chance
import GamesDomain
import Primitives

/// One member at a lottery, whom a test leads from draw to draw.
struct Scene {
    var lottery: Lottery
    var state = GameState()
    var player: Player
    var traits = Traits()
    var epoch: Int64 = 1

    init(_ rules: LotteryRules) throws {
        lottery = try Lottery(rules)
        player = Player(newTo: rules.terms)
    }

    /// The first step of a play.
    mutating func begin(
        _ count: Int64 = 1,
        at now: Instant = "2026-03-01T08:00"
    ) throws(PlayRefusal) -> PlayReservation {
        let request = PlayRequest(count: count, epoch: epoch, at: now, traits: traits)
        return try lottery.begin(request, &state, &player)
    }

    /// The third step of a play, with what is to be rolled in each draw.
    mutating func settle(
        _ reservation: PlayReservation,
        rolling ids: [PrizeID],
        at now: Instant = "2026-03-01T08:00"
    ) -> [DrawOutcome] {
        var outcomes: [DrawOutcome] = []
        for (place, id) in ids.enumerated() {
            let weighting = lottery.weighting(player.pity)
            var sources = [Scripted([lottery.table.integer(rolling: id, in: weighting)])]
            let one = PlayReservation(
                count: 1,
                epoch: reservation.epoch,
                firstNonce: reservation.firstNonce + Int64(place),
                begun: reservation.begun,
                period: reservation.period,
                level: reservation.level,
                payment: reservation.payment
            )
            outcomes += lottery.settle(one, at: now, from: &sources, &state, &player)
        }
        return outcomes
    }

    /// A whole play of one draw in which a prize is rolled.
    @discardableResult
    mutating func draw(
        rolling id: PrizeID,
        at now: Instant = "2026-03-01T08:00"
    ) throws -> Giving {
        let reservation = try begin(at: now)
        return settle(reservation, rolling: [id], at: now)[0].giving
    }

    func refusal(_ count: Int64 = 1, at now: Instant = "2026-03-01T08:00") -> PlayRefusal? {
        var copy = self
        do throws(PlayRefusal) {
            _ = try copy.begin(count, at: now)
            return nil
        } catch {
            return error
        }
    }
}
