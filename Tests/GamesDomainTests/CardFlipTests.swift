import Chance
import GamesDomain
import Primitives
import Testing

@Suite("Rounds of cards")
struct CardFlipTests {
    static let now: Instant = "2026-03-01T08:00"
    static let deadline: Instant = "2026-03-01T08:15"

    /// A round whose faces a text says: `a` and `b` are prizes of 1 and 2 points, a dot nothing.
    static func round(
        _ text: String,
        mode: CardFlipMode = .pick,
        flips: Int64 = 3,
        extras: ExtraFlips? = ExtraFlips(costs: [.points(5)], most: 2)
    ) -> Round {
        let layout = text.map { letter in
            switch letter {
            case "a": Face(prize: "a", reward: .asset(.points, Points(1)))
            case "b": Face(prize: "b", reward: .asset(.points, Points(2)))
            default: Face(prize: "none", reward: .nothing)
            }
        }
        return Round(
            mode: mode,
            layout: layout,
            extraFlips: extras,
            dealtOn: "2026-03-01",
            deadline: deadline,
            flips: flips
        )
    }

    static func refusal(_ act: () throws(FlipRefusal) -> Void) -> FlipRefusal? {
        do throws(FlipRefusal) {
            try act()
            return nil
        } catch {
            return error
        }
    }

    @Test("turn a card once; a repeat answers the same, to the end and after it")
    func repeats() throws {
        var round = Self.round("ab..")
        let card = try round.flip(2, at: Self.now)
        #expect(card == TurnedCard(position: 2, face: round.layout[1]))
        #expect(try round.flip(2, at: Self.now) == card)
        #expect(round.turned == [2] && round.flipsLeft == 2)
        round.close()
        #expect(try round.flip(2, at: Self.deadline) == card)
    }

    @Test(
        "refuse what cannot be turned",
        arguments: [
            (0, now, .noSuchCard(cards: 4)), (5, now, .noSuchCard(cards: 4)),
            (.min, now, .noSuchCard(cards: 4)), (.max, now, .noSuchCard(cards: 4)),
            (4, deadline, .finished), (4, now, .noFlipLeft(forSale: 1)),
        ] as [(Int64, Instant, FlipRefusal)]
    )
    func refused(position: Int64, at now: Instant, refusal: FlipRefusal) throws {
        var round = Self.round("ab..")
        for position in 1...3 as ClosedRange<Int64> { _ = try round.flip(position, at: Self.now) }
        let before = round
        #expect(
            Self.refusal { () throws(FlipRefusal) in _ = try round.flip(position, at: now) }
                == refusal
        )
        #expect(round == before)
    }

    @Test("sell extra flips, as many as there are cards for and the rules allow")
    func extras() throws {
        var round = Self.round("ab....", flips: 3)
        #expect(round.extrasForSale == 2)
        #expect(try round.reserveExtraFlip(at: Self.now) == [.points(5)])
        #expect(try round.reserveExtraFlip(at: Self.now) == [.points(5)])
        #expect(throws: FlipRefusal.limitReached(most: 2)) {
            try round.reserveExtraFlip(at: Self.now)
        }
        round.dropExtraFlip()
        round.takeExtraFlip()
        #expect(round.flips == 4 && round.extrasPaid == 1 && round.extrasPending == 0)
        #expect(round.extrasForSale == 1)
        var small = Self.round("ab..", flips: 4)
        #expect(throws: FlipRefusal.noCardLeft) { try small.reserveExtraFlip(at: Self.now) }
        var other = Self.round("ab..", extras: nil)
        #expect(throws: FlipRefusal.notOffered) { try other.reserveExtraFlip(at: Self.now) }
        #expect(throws: FlipRefusal.finished) { try round.reserveExtraFlip(at: Self.deadline) }
    }

    @Test("left alone are settled at the deadline, on the lowest cards that lie face down")
    func timeout() throws {
        var round = Self.round("a.b.b.")
        _ = try round.flip(3, at: Self.now)
        var state = GameState(stock: ["a": StockCount(given: 1), "b": StockCount(given: 2)])
        var player = Player(newTo: .of())
        #expect(CardFlip.settle(&round, at: Self.deadline + -1, &state, &player) == nil)
        let settlement = CardFlip.settle(&round, at: Self.deadline, &state, &player)
        #expect(settlement?.turned.map(\.position) == [1, 2])
        #expect(settlement?.wins.map(\.prize) == ["b", "a", "none"])
        #expect(settlement?.returned == ["b": 1, "none": 2])
        #expect(state.stock["a"]?.given == 1 && state.stock["b"]?.given == 1)
        #expect(CardFlip.settle(&round, at: Self.deadline, &state, &player) == nil)
    }

    @Test("are not settled before it is known whether an extra flip was paid")
    func pending() throws {
        var round = Self.round("ab....", flips: 1)
        _ = try round.reserveExtraFlip(at: Self.now)
        round.close()
        #expect(round.phase == .closing && !round.isDue(at: Self.deadline))
        #expect(throws: FlipRefusal.finished) { try round.flip(1, at: Self.now) }
        guard case .open(let view) = round.view(at: Self.deadline) else {
            Issue.record("shown before it is settled")
            return
        }
        #expect(view.isClosing && view.extrasForSale == 0)
        round.takeExtraFlip()
        guard case .open(let due) = round.view(at: Self.deadline) else {
            Issue.record("shown before it is settled")
            return
        }
        #expect(due.isClosing && due.turned.isEmpty)
        var state = GameState()
        var player = Player(newTo: .of())
        #expect(CardFlip.settle(&round, at: Self.now, &state, &player) != nil)
        guard case .finished(let end) = round.view(at: Self.now) else {
            Issue.record("not settled")
            return
        }
        #expect(end.turned.map(\.position) == [1, 2])
    }

    @Test(
        "of pairs win once for every two equal faces that are turned",
        arguments: [
            ("aabb", [1, 2], ["a"], ["b": 1]), ("aabb", [1, 3], [], ["a": 1, "b": 1]),
            ("aabb", [1, 3, 4, 2], ["b", "a"], [:]), ("aaaa", [1, 2, 3], ["a"], ["a": 1]),
            ("aaaa", [4, 3, 2, 1], ["a", "a"], [:]), ("..aa", [3, 1, 4], ["a"], ["none": 1]),
        ] as [(String, [Int64], [PrizeID], [PrizeID: Int64])]
    )
    func pairs(
        faces: String,
        turned: [Int64],
        wins: [PrizeID],
        returned: [PrizeID: Int64]
    ) throws {
        var round = Self.round(faces, mode: .pairs, flips: Int64(turned.count))
        for position in turned { _ = try round.flip(position, at: Self.now) }
        round.close()
        var state = GameState()
        var player = Player(newTo: .of())
        let settlement = CardFlip.settle(&round, at: Self.now, &state, &player)
        #expect(settlement?.wins.map(\.prize) == wins)
        #expect(settlement?.returned == returned)
        #expect(settlement?.turned == [])
    }

    @Test("say nothing of what lies face down, in no view, description or dump")
    func secrecy() throws {
        var round = Self.round("ab..")
        _ = try round.flip(1, at: Self.now)
        var dumped = ""
        dump(round, to: &dumped)
        dump(round.view(at: Self.now), to: &dumped)
        dump(round.view(at: Self.deadline), to: &dumped)
        dumped += "\(round) \(String(reflecting: round)) \(round.view(at: Self.now))"
        #expect(dumped.contains("\"a\"") && !dumped.contains("\"b\""))
        #expect(!dumped.contains("none"))
    }
}
