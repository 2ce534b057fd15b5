import Chance
import GamesDomain
import Primitives
import TestSupport
import Testing

@Suite("Plays at random, by several members")
struct RandomPlayTests {
    @Test("stock is never below zero, and what is given is what a naive model gives")
    func plays() throws {
        let seed = SeededGenerator.seed(for: "plays at random")
        var names: Set<String> = []
        for run in 0..<60 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed &+ run)
            let lottery = try RandomRules.lottery(largestWeight: 5, &generator)
            var log = PlayLog(lottery, seed: seed &+ run)
            var naive = NaiveStock(lottery.rules)
            for _ in 0..<120 {
                log.step(&generator)
                naive.follow(log)
                names.formUnion(naive.hindrances)
            }
        }
        #expect(names.count >= 7)
    }
}

/// Stock, limits and pity as a person with a pencil would keep them: from the whole history.
struct NaiveStock {
    private let rules: LotteryRules
    private var given: [(prize: PrizeID, player: Int, day: CalendarDay)] = []
    private var restocked: [PrizeID: Int64] = [:]
    private var seen = 0
    private(set) var hindrances: Set<String> = []

    init(_ rules: LotteryRules) { self.rules = rules }

    /// Goes through what was added to the log.
    mutating func follow(_ log: PlayLog) {
        for entry in log.entries[seen...] {
            switch entry {
            case .restock(let prize, let change): restocked[prize, default: 0] += change
            case .play(let play):
                guard case .drawn(let outcomes) = play.result else { continue }
                for outcome in outcomes { judge(outcome, of: play) }
            }
        }
        seen = log.entries.count
    }

    private mutating func judge(_ outcome: DrawOutcome, of play: RecordedPlay<Int>) {
        var id = outcome.giving.rolled
        for substitution in outcome.giving.substitutions {
            #expect(substitution.prize == id)
            #expect(hindrance(of: id, play) == substitution.hindrance.name)
            hindrances.insert(substitution.hindrance.name)
            id = prize(id).substitute ?? "nowhere"
        }
        #expect(outcome.giving.given == id)
        #expect(hindrance(of: id, play) == nil)
        for rule in rules.pity {
            #expect(outcome.pityBefore[rule.pool] == pity(rule, of: play.player))
        }
        given.append((id, play.player, PlayPeriod(at: play.settledAt, in: .utc).day))
    }

    private func prize(_ id: PrizeID) -> Prize {
        rules.prizes.first { $0.id == id } ?? .none()
    }

    private func hindrance(of id: PrizeID, _ play: RecordedPlay<Int>) -> String? {
        let prize = prize(id)
        let day = PlayPeriod(at: play.settledAt, in: .utc).day
        let all = given.filter { $0.prize == id }
        let won = Int64(all.count { $0.player == play.player })
        let today = Int64(all.count { $0.day == day })
        let own = given.count { $0.player == play.player }
        if let from = prize.window.from, play.settledAt < from { return "not-yet-open" }
        if let until = prize.window.until, play.settledAt >= until { return "closed" }
        if play.reservation.level < prize.levelAtLeast ?? 0 { return "level" }
        if own < Int(prize.unlockAfter) { return "locked" }
        if let most = prize.perMember, won >= most { return "member-limit" }
        let total = prize.stock.total.map { $0 + (restocked[id] ?? 0) }
        if let total, Int64(all.count) >= total { return "out-of-stock" }
        if let most = prize.stock.perDay, today >= most { return "day-stock-gone" }
        guard prize.stock.isPaced, let total else { return nil }
        return isReleased(total, after: all.count, prize, play.settledAt) ? nil : "not-released"
    }

    /// Whether one more piece is released than were given, told slice by slice.
    private func isReleased(
        _ total: Int64,
        after count: Int,
        _ prize: Prize,
        _ now: Instant
    ) -> Bool {
        let window = prize.window == .always ? rules.terms.window : prize.window
        guard let from = window.from, let until = window.until else { return true }
        let length = until.milliseconds - from.milliseconds
        // Piece number `count`, from 0 on, comes when that many of `total` slices have passed.
        return (now.milliseconds - from.milliseconds) * total >= length * Int64(count)
    }

    private func pity(_ rule: PityRule, of player: Int) -> Int64 {
        let own = given.filter { $0.player == player }
        let since = own.reversed().prefix { (prize($0.prize).tier ?? .max) > rule.tier }
        return Int64(since.count)
    }
}
