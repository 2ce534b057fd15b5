import Chance
import GamesDomain
import Primitives
import TestSupport
import Testing

@Suite("The replay of an epoch")
struct ReplayTests {
    /// An epoch of a lottery, with plays of the epoch before that are settled in it.
    private static func epoch(
        seed: UInt64
    ) throws -> (log: PlayLog, opening: EpochReplay<Int>, first: Int) {
        var generator = SeededGenerator(seed: seed)
        let lottery = try RandomRules.lottery(largestWeight: 5, &generator)
        var log = PlayLog(lottery, seed: seed)
        for _ in 0..<60 { log.step(&generator) }
        log.turn()
        let opening = EpochReplay(
            epoch: 2,
            opened: log.now,
            state: log.state,
            players: log.players
        )
        let first = log.entries.count
        for _ in 0..<80 { log.step(&generator) }
        log.settleAll(&generator)
        return (log, opening, first)
    }

    private static func findings(
        _ log: PlayLog,
        _ opening: EpochReplay<Int>,
        _ entries: [PlayLog.Entry]
    ) -> (findings: [ReplayFinding<Int>], after: EpochReplay<Int>) {
        var replay = opening
        var findings: [ReplayFinding<Int>] = []
        for entry in entries {
            switch entry {
            case .restock(let prize, let change):
                findings += replay.restock(prize, by: change, in: log.lottery.table)
            case .play(let play):
                var sources = log.sources(of: play.player, play.reservation)
                findings += replay.replay(play, of: log.lottery, from: &sources)
            }
        }
        let closing = EpochClosing(state: log.state, players: log.players)
        return (findings + replay.finish(closing), replay)
    }

    @Test("finds nothing in what was played, and ends in the state that it ended in")
    func sound() throws {
        let seed = SeededGenerator.seed(for: "replay")
        for run in 0..<40 as Range<UInt64> {
            let (log, opening, first) = try Self.epoch(seed: seed &+ run)
            let (findings, after) = Self.findings(log, opening, Array(log.entries[first...]))
            #expect(findings == [])
            #expect(after.state.stock == log.state.stock)
            for (name, player) in log.players {
                // Who has only reserved plays, or had them refused, has not been replayed.
                let replayed = after.players[name] ?? Player(newTo: log.lottery.rules.terms)
                #expect(replayed.pity == player.pity)
                #expect(replayed.prizes == player.prizes)
                #expect(replayed.draws == player.draws)
            }
        }
    }

    @Test("finds each draw that was changed, and names it")
    func changed() throws {
        let seed = SeededGenerator.seed(for: "changed replays")
        for run in 0..<10 as Range<UInt64> {
            let (log, opening, first) = try Self.epoch(seed: seed &+ run)
            let entries = Array(log.entries[first...])
            for index in entries.indices {
                guard case .play(let play) = entries[index], case .drawn(let draws) = play.result,
                    let last = draws.last
                else { continue }
                for (outcome, fault) in last.changes {
                    var changed = entries
                    let result = RecordedPlay<Int>.Result.drawn(draws.dropLast() + [outcome])
                    changed[index] = .play(play.with(result))
                    let (findings, _) = Self.findings(log, opening, changed)
                    #expect(findings.map(\.player) == [play.player])
                    #expect(findings.map(\.nonce) == [last.nonce])
                    #expect(findings.map { $0.what.word } == [fault])
                }
            }
        }
    }

    @Test("finds a play that was left out, or stands twice")
    func gaps() throws {
        let rules = LotteryRules.of { $0.ten = TenDraws() }
        var generator = SeededGenerator(seed: 1)
        var log = PlayLog(try Lottery(rules), seed: 1)
        for _ in 0..<100 { log.step(&generator) }
        log.settleAll(&generator)
        let opening = EpochReplay<Int>(
            epoch: 1,
            opened: "2026-01-01T00:00",
            state: GameState(),
            players: [:]
        )
        #expect(Self.findings(log, opening, log.entries).findings == [])
        guard case .play(let play) = log.entries[0] else { return }
        let left = Self.findings(log, opening, Array(log.entries.dropFirst())).findings
        #expect(left.contains(ReplayFindingSketch(play.player, "missing")))
        guard case .play(let newest) = log.entries.last else { return }
        let cut = Self.findings(log, opening, log.entries.dropLast()).findings
        #expect(cut.contains(ReplayFindingSketch(newest.player, "missing")))
        let twice = Self.findings(log, opening, log.entries + [log.entries[0]]).findings
        #expect(twice.contains(ReplayFindingSketch(play.player, "repeated")))
    }
}
