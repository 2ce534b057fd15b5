import Chance
import GamesDomain
import Primitives
import Testing

@Suite("The replay of rounds that were open when the epoch opened")
struct RoundReplayTests {
    private static let now = CardFlipTests.now
    private static let name = RoundName(epoch: 1, nonce: 1)

    private static func replay(of round: Round?) -> EpochReplay<Int> {
        EpochReplay(
            epoch: 2,
            opened: now,
            state: GameState(),
            players: [0: Player(newTo: .of())],
            rounds: round.map { [0: [name: $0]] } ?? [:]
        )
    }

    /// What is found in the end of a round that is opened as one and ends as another.
    private static func findings(
        opening: Round,
        end: (inout Round) throws -> Void,
        paid: Int64? = nil,
        chosen: [Int64]? = nil
    ) throws -> [ReplayFault] {
        var round = opening
        try end(&round)
        round.close()
        let turned = round.turned
        var state = GameState()
        var player = Player(newTo: .of())
        let settlement = try #require(CardFlip.settle(&round, at: now, &state, &player))
        let record = RecordedEnd(
            player: 0,
            name: name,
            endedAt: now,
            chosen: chosen ?? turned,
            extrasPaid: paid ?? round.extrasPaid,
            settlement: settlement
        )
        var replay = replay(of: opening)
        return replay.replay(record).map(\.what)
    }

    /// A round of three flips and one that was paid besides, of which one is used.
    private static func begun() throws -> Round {
        var round = CardFlipTests.round("ab.a.b")
        _ = try round.flip(2, at: now)
        _ = try round.reserveExtraFlip(at: now)
        round.takeExtraFlip()
        return round
    }

    @Test("does not count an extra flip twice that was paid before")
    func paidBefore() throws {
        #expect(try Self.findings(opening: Self.begun()) { _ in } == [])
        let further = try Self.findings(opening: Self.begun()) { round in
            _ = try round.reserveExtraFlip(at: Self.now)
            round.takeExtraFlip()
            _ = try round.flip(6, at: Self.now)
        }
        #expect(further == [])
    }

    @Test("settles one for which an extra flip was being paid")
    func pending() throws {
        var round = try Self.begun()
        _ = try round.reserveExtraFlip(at: Self.now)
        #expect(try Self.findings(opening: round) { $0.takeExtraFlip() } == [])
        #expect(try Self.findings(opening: round) { $0.dropExtraFlip() } == [])
    }

    @Test("finds extra flips that cannot be, and cards that are others than before")
    func impossible() throws {
        for paid in [0, 3, .min, .max] as [Int64] {
            let found = try Self.findings(opening: Self.begun(), end: { _ in }, paid: paid)
            #expect(found.contains(.extraFlips(paid)))
        }
        // Of four cards, three are included in the price; so only one flip can be bought.
        let small = CardFlipTests.round("ab.a")
        let more = try Self.findings(opening: small, end: { _ in }, paid: 2)
        #expect(more.contains(.extraFlips(2)))
        let other = try Self.findings(opening: Self.begun(), end: { _ in }, chosen: [1])
        #expect(other == [.chosen([1])])
    }

    @Test("finds the end of one that had ended, or whose player is not known")
    func ended() throws {
        var round = try Self.begun()
        round.close()
        var state = GameState()
        var player = Player(newTo: .of())
        let settlement = try #require(CardFlip.settle(&round, at: Self.now, &state, &player))
        let record = RecordedEnd(
            player: 0,
            name: Self.name,
            endedAt: Self.now,
            chosen: round.turned,
            extrasPaid: 1,
            settlement: settlement
        )
        var replay = Self.replay(of: round)
        #expect(replay.replay(record).map(\.what) == [.noSuchRound])
        var unknown = EpochReplay(
            epoch: 2,
            opened: Self.now,
            state: GameState(),
            players: [:],
            rounds: [0: [Self.name: try Self.begun()]]
        )
        #expect(unknown.replay(record).map(\.what) == [.noSuchRound])
    }
}
