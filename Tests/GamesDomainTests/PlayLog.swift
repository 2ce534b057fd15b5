import Chance
import GamesDomain
import Primitives
import TestSupport

/// A lottery that some members play, with a log of what was settled, as an export has it.
struct PlayLog {
    enum Entry {
        case play(RecordedPlay<Int>)
        case restock(PrizeID, Int64)
    }

    let lottery: Lottery
    let seed: UInt64
    private(set) var entries: [Entry] = []
    private(set) var state = GameState()
    private(set) var players: [Int: Player] = [:]
    /// Reserved plays that are not settled yet.
    private(set) var pending: [(player: Int, reservation: PlayReservation)] = []
    private(set) var now: Instant = "2026-02-28T23:00"
    private(set) var epoch: Int64 = 1

    init(_ lottery: Lottery, seed: UInt64) {
        self.lottery = lottery
        self.seed = seed
    }

    /// What is done next: time goes on, and a play begins, or is settled, or stock changes.
    mutating func step(_ generator: inout SeededGenerator) {
        now = now + Int64.random(in: 0...10_000_000, using: &generator)
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: restock(&generator)
        case 1...4: begin(&generator)
        default: settle(&generator)
        }
    }

    /// Begins another epoch.
    mutating func turn() { epoch += 1 }

    /// Settles all that is pending.
    mutating func settleAll(_ generator: inout SeededGenerator) {
        while !pending.isEmpty { settle(&generator) }
    }

    private mutating func restock(_ generator: inout SeededGenerator) {
        guard let prize = lottery.rules.prizes.randomElement(using: &generator)?.id else { return }
        let change = Int64.random(in: -3...3, using: &generator)
        do throws(RestockRefusal) {
            let left = try lottery.table.restock(prize, by: change, &state)
            precondition(left >= 0)
            entries.append(.restock(prize, change))
        } catch {
            return
        }
    }

    private mutating func begin(_ generator: inout SeededGenerator) {
        let name = Int.random(in: 0..<4, using: &generator)
        var player = players[name] ?? Player(newTo: lottery.rules.terms)
        let request = PlayRequest(
            count: Bool.random(using: &generator) ? 1 : 10,
            epoch: epoch,
            at: now,
            traits: Traits(level: .random(in: 0...3, using: &generator))
        )
        do throws(PlayRefusal) {
            pending.append((name, try lottery.begin(request, &state, &player)))
            players[name] = player
        } catch {
            return
        }
    }

    private mutating func settle(_ generator: inout SeededGenerator) {
        guard let index = pending.indices.randomElement(using: &generator) else { return }
        let (name, reservation) = pending.remove(at: index)
        guard var player = players[name] else { return }
        let isRefused = Int.random(in: 0..<5, using: &generator) == 0
        let result: RecordedPlay<Int>.Result
        if isRefused {
            lottery.giveBack(reservation, &state, &player)
            result = .refused
        } else {
            var sources = sources(of: name, reservation)
            result = .drawn(
                lottery.settle(reservation, at: now, from: &sources, &state, &player)
            )
        }
        players[name] = player
        entries.append(
            .play(
                RecordedPlay(
                    player: name,
                    reservation: reservation,
                    settledAt: now,
                    result: result
                )
            )
        )
    }

    /// The streams of a play, of which each is a function of player, epoch and nonce.
    func sources(of player: Int, _ reservation: PlayReservation) -> [SeededSource] {
        reservation.nonces.map { nonce in
            let place = UInt64(player) << 40 | UInt64(reservation.epoch) << 32 | UInt64(nonce)
            return SeededSource(seed: seed ^ place)
        }
    }
}
