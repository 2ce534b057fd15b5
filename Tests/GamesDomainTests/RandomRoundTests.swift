import Chance
import GamesDomain
import Primitives
import TestSupport
import Testing

@Suite("Rounds at random, played and replayed")
struct RandomRoundTests {
    @Test("come to what a naive model says, lose no stock, and replay without a finding")
    func rounds() throws {
        let seed = SeededGenerator.seed(for: "rounds at random")
        for run in 0..<60 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed &+ run)
            var hall = try Hall(seed: seed &+ run, &generator)
            for _ in 0..<15 { try hall.play(&generator) }
            let closing = EpochClosing(state: hall.state, players: [0: hall.player])
            #expect(hall.replay.finish(closing) == [])
            #expect(hall.replay.state.stock == hall.state.stock)
        }
    }
}

/// A card flip that one member plays round by round, with its replay beside it.
private struct Hall {
    let game: CardFlip
    let seed: UInt64
    var state = GameState()
    var player: Player
    var replay: EpochReplay<Int>
    var won: [PrizeID: Int64] = [:]
    var now: Instant = "2026-03-01T00:00"

    init(seed: UInt64, _ generator: inout SeededGenerator) throws {
        let prizes = RandomRules.prizes(largestWeight: 5, &generator)
        let rules = CardFlipRules.of(prizes) { rules in
            rules.terms.window = .campaign
            rules.mode = CardFlipMode.allCases.randomElement(using: &generator) ?? .pick
            rules.cards = 2 * Int64.random(in: 2...6, using: &generator)
            rules.flips = .random(in: 2...4, using: &generator)
            rules.extraFlips = ExtraFlips(costs: [.points(1)], most: 3)
        }
        game = try CardFlip(rules)
        self.seed = seed
        player = Player(newTo: rules.terms)
        replay = EpochReplay(
            epoch: 1,
            opened: now,
            state: state,
            players: [0: player]
        )
    }

    mutating func play(_ generator: inout SeededGenerator) throws {
        now = now + Int64.random(in: 0...20_000_000, using: &generator)
        let reservation = try game.begin(PlayRequest(epoch: 1, at: now), &state, &player)
        if Int.random(in: 0..<5, using: &generator) == 0 { return refuse(reservation) }
        var source = SeededSource(seed: seed &+ UInt64(reservation.firstNonce))
        var copy = source
        let deal = game.deal(reservation, at: now, from: &source, &state, &player)
        let record = RecordedDeal(
            player: 0,
            reservation: reservation,
            settledAt: now,
            deal: deal
        )
        #expect(replay.replay(record, of: game, from: &copy) == [])
        var round = deal.round
        let chosen = turn(&round, &generator)
        // A round is ended by its player, or by its time-out.
        if Bool.random(using: &generator) { round.close() } else { now = round.deadline }
        let settlement = try #require(CardFlip.settle(&round, at: now, &state, &player))
        compare(settlement, round, chosen)
        let end = RecordedEnd(
            player: 0,
            name: RoundName(epoch: 1, nonce: reservation.firstNonce),
            endedAt: now,
            chosen: chosen,
            extrasPaid: round.extrasPaid,
            settlement: settlement
        )
        #expect(replay.replay(end) == [])
        #expect(replay.replay(end).map(\.what) == [.noSuchRound])
    }

    /// A round whose charge is refused.
    private mutating func refuse(_ reservation: PlayReservation) {
        game.giveBack(reservation, &state, &player)
        let record = RecordedDeal<Int>(
            player: 0,
            reservation: reservation,
            settledAt: now,
            deal: nil
        )
        var source = SeededSource(seed: seed)
        #expect(replay.replay(record, of: game, from: &source) == [])
    }

    private func turn(_ round: inout Round, _ generator: inout SeededGenerator) -> [Int64] {
        for _ in 0..<Int.random(in: 0...8, using: &generator) {
            let position = Int64.random(in: 0...(round.cards + 1), using: &generator)
            do throws(FlipRefusal) {
                if Int.random(in: 0..<4, using: &generator) == 0 {
                    _ = try round.reserveExtraFlip(at: now)
                    let isPaid = Bool.random(using: &generator)
                    if isPaid { round.takeExtraFlip() } else { round.dropExtraFlip() }
                }
                _ = try round.flip(position, at: now)
            } catch {
                continue
            }
        }
        #expect(round.turned.count <= Int(round.flips) && round.flips <= round.cards)
        return round.turned
    }

    private mutating func compare(
        _ settlement: RoundSettlement,
        _ round: Round,
        _ chosen: [Int64]
    ) {
        let down = (1...round.cards).filter { !chosen.contains($0) }
        let all = chosen + down.prefix(Int(round.flips) - chosen.count)
        #expect(round.turned == all)
        for id in Set(round.layout.map(\.prize)) {
            let turned = Int64(all.count { round.layout[Int($0) - 1].prize == id })
            let wins = turned / round.mode.cardsPerPrize
            #expect(Int64(settlement.wins.count { $0.prize == id }) == wins)
            won[id, default: 0] += wins
            #expect(state.stock[id]?.given == won[id])
            #expect(player.prizes[id] == won[id])
            let prize = game.table.prize(id)
            #expect(won[id] ?? 0 <= prize?.stock.total ?? .max)
            #expect(won[id] ?? 0 <= prize?.perMember ?? .max)
        }
    }
}
