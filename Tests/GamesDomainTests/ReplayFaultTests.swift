import Chance
import GamesDomain
import Primitives
import Testing

@Suite("The replay of an epoch finds")
struct ReplayFaultTests {
    private static let opened: Instant = "2026-03-01T00:00"

    /// One member's plays, with the replay of them beside it.
    private struct Table {
        var scene: Scene
        var replay: EpochReplay<Int>

        init(_ rules: LotteryRules = .of(), reserved: Int64 = 0) throws {
            scene = try Scene(rules)
            scene.state = GameState(reserved: reserved)
            replay = EpochReplay(
                epoch: 1,
                opened: opened,
                state: scene.state,
                players: [0: scene.player]
            )
        }

        /// Plays once, and replays it by a version and with its reservation forged.
        mutating func play(
            at now: Instant = "2026-03-01T08:00",
            settledAt: Instant? = nil,
            by version: LotteryRules? = nil,
            _ forge: (PlayReservation) -> PlayReservation = { $0 }
        ) throws -> [ReplayFault] {
            let reservation = try scene.begin(at: now)
            var sources = [Scripted([0])]
            var copy = sources
            let end = settledAt ?? now
            let outcomes = scene.lottery.settle(
                reservation,
                at: end,
                from: &sources,
                &scene.state,
                &scene.player
            )
            let play = RecordedPlay(
                player: 0,
                reservation: forge(reservation),
                settledAt: end,
                result: .drawn(outcomes)
            )
            let lottery = try version.map { try Lottery($0) } ?? scene.lottery
            return replay.replay(play, of: lottery, from: &copy).map(\.what)
        }

        /// What is found in the end.
        func finish() -> [ReplayFault] { finish(scene) }

        /// What is found in the end, where the closing state is another.
        func finish(_ closing: Scene) -> [ReplayFault] {
            replay.finish(EpochClosing(state: closing.state, players: [0: closing.player]))
                .map(\.what)
        }
    }

    @Test("more draws than a limit of their version allows, and no others")
    func limits() throws {
        let limited = LotteryRules.of { $0.terms.limits = PlayLimits(perDay: 3, total: 3) }
        var table = try Table()
        for _ in 0..<4 { #expect(try table.play(by: limited) == []) }
        #expect(
            table.finish() == [
                .overLimit(.day, most: 3, made: 4), .overLimit(.total, most: 3, made: 4),
            ]
        )
        var lowered = try Table()
        for _ in 0..<4 { #expect(try lowered.play() == []) }
        #expect(lowered.finish() == [])
        let full = try Table(limited, reserved: 9)
        #expect(full.finish() == [])
    }

    @Test("a restock that could not be")
    func restock() throws {
        var table = try Table()
        let lottery = table.scene.lottery
        #expect(
            table.replay.restock("p", by: 1, in: lottery.table).map(\.what)
                == [.restock("p", .unlimited)]
        )
    }

    @Test("plays that are left out at the end")
    func end() throws {
        var table = try Table()
        #expect(try table.play() == [])
        #expect(table.finish() == [])
        var closing = table.scene
        _ = try closing.begin()
        #expect(table.finish(closing) == [.missing])
        closing = table.scene
        try closing.draw(rolling: "none")
        #expect(
            Set(table.finish(closing))
                == [.closing(.stock("none")), .closing(.draws), .closing(.prizes), .missing]
        )
        closing.player = Player(newTo: .of())
        #expect(table.finish(closing).contains(.neverUsed))
    }

    @Test("instants that cannot be")
    func instants() throws {
        let campaign = LotteryRules.of { $0.terms.window = .campaign }
        let early: Instant = "2026-02-27T08:00"
        var table = try Table()
        #expect(try table.play(at: Self.opened) == [])
        let found = try table.play(at: early, by: campaign)
        #expect(found.contains(.begunOutside(early)))
        #expect(found.contains(.outOfOrder(early, after: Self.opened)))
        let now: Instant = "2026-03-01T08:00"
        #expect(try table.play(at: now, settledAt: now + -1) == [.settledBefore(begun: now)])
        #expect(
            try table.play(at: Self.opened, settledAt: now + -2) == [
                .outOfOrder(now + -2, after: now + -1)
            ]
        )
    }

    @Test("counts and epochs that cannot be")
    func counts() throws {
        var table = try Table()
        #expect(try table.play { $0.with(count: 2) }.contains(.count(2)))
        #expect(try table.play { $0.with(epoch: 2) } == [.epoch(expected: 1)])
    }

    @Test("periods that are not those of the beginning, unless the player was ahead")
    func periods() throws {
        let midnight: Instant = "2026-03-02T00:00"
        let before = PlayPeriod(at: midnight + -1, in: .utc)
        let after = PlayPeriod(at: midnight, in: .utc)
        var table = try Table()
        #expect(
            try table.play(at: midnight) { $0.with(period: before) }
                == [.period(expected: after, recorded: before)]
        )
        var late = try Table()
        #expect(try late.play(at: midnight) == [])
        #expect(try late.play(at: midnight + -1, settledAt: midnight) == [])
        #expect(late.finish() == [])
        var forged = try Table()
        #expect(try forged.play(at: midnight + -1) { $0.with(period: after) } == [])
        #expect(forged.finish() == [.unfoundedPeriod(after)])
    }
}

extension PlayReservation {
    fileprivate func with(
        count: Int64? = nil,
        epoch: Int64? = nil,
        period: PlayPeriod? = nil
    ) -> PlayReservation {
        PlayReservation(
            count: count ?? self.count,
            epoch: epoch ?? self.epoch,
            firstNonce: firstNonce,
            begun: begun,
            period: period ?? self.period,
            level: level,
            payment: payment
        )
    }
}
