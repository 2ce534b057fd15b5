import Chance
import GamesDomain
import Primitives
import Testing

@Suite("Dealing")
struct DealTests {
    private struct Table {
        let game: CardFlip
        var state = GameState()
        var player: Player

        init(_ rules: CardFlipRules) throws {
            game = try CardFlip(rules)
            player = Player(newTo: rules.terms)
        }

        mutating func deal(_ source: inout some DrawSource) throws -> Deal {
            let request = PlayRequest(epoch: 1, at: CardFlipTests.now)
            let reservation = try game.begin(request, &state, &player)
            return game.deal(reservation, at: request.now, from: &source, &state, &player)
        }
    }

    @Test("fixes every face before the first tap, and takes it from the stock")
    func stock() throws {
        var table = try Table(.of([.single("gold", weight: 1), .none()]))
        var source = Scripted(Array(repeating: 0, count: 9))
        let deal = try table.deal(&source)
        #expect(deal.givings.map(\.rolled) == Array(repeating: "gold", count: 9))
        #expect(deal.givings.map(\.given) == ["gold"] + Array(repeating: "none", count: 8))
        #expect(deal.givings[1].substitutions.map(\.hindrance) == [.outOfStock])
        #expect(table.state.stock["gold"]?.given == 1)
        #expect(table.player.prizes["gold"] == 1 && table.player.draws == 1)
        // Nine faces, then eight exchanges; the exchanges with place 0 move the first face on.
        #expect(source.bounds == Array(repeating: 2, count: 9) + [9, 8, 7, 6, 5, 4, 3, 2])
        #expect(deal.round.layout.map(\.prize).firstIndex(of: "gold") == 8)
        #expect(deal.round.deadline == CardFlipTests.deadline)
    }

    @Test("says nothing of what was dealt, in no description or dump")
    func secrecy() throws {
        var table = try Table(.of([.single("gold", weight: 1), .none()]))
        var source = SeededSource(seed: 3)
        let request = PlayRequest(epoch: 1, at: CardFlipTests.now)
        let reservation = try table.game.begin(request, &table.state, &table.player)
        let deal = try table.deal(&source)
        let record = RecordedDeal(
            player: 0,
            reservation: reservation,
            settledAt: CardFlipTests.now,
            deal: deal
        )
        var dumped = "\(deal) \(String(reflecting: deal)) \(record) \(String(reflecting: record))"
        dump(deal, to: &dumped)
        dump(record, to: &dumped)
        #expect(!dumped.contains("gold") && !dumped.contains("none"))
    }

    @Test("returns what was not won, so that it can be dealt again")
    func returned() throws {
        var table = try Table(.of([.single("gold", weight: 1), .none()]))
        var source = Scripted([])
        var round = try table.deal(&source).round
        round.close()
        let end = CardFlip.settle(&round, at: CardFlipTests.now, &table.state, &table.player)
        #expect(end?.wins.map(\.prize) == ["none", "none", "none"])
        #expect(table.state.stock["gold"]?.given == 0 && table.player.prizes["gold"] == 0)
        #expect(try table.deal(&source).givings[0].given == "gold")
    }

    @Test("of pairs lays two of each face and takes one piece for them")
    func pairs() throws {
        let gold = Prize.points("gold") {
            $0.stock.total = 2
            $0.substitute = "none"
        }
        var table = try Table(
            .of([gold, .none()]) {
                $0.mode = .pairs
                $0.cards = 8
            }
        )
        var source = SeededSource(seed: 7)
        for _ in 0..<20 {
            var round = try table.deal(&source).round
            let gold = Int64(round.layout.count { $0.prize == "gold" })
            #expect(round.layout.count == 8 && gold <= 4)
            #expect(table.state.stock["gold", default: StockCount()].given == gold / 2)
            round.turned(all: CardFlipTests.now)
            let end = CardFlip.settle(
                &round,
                at: CardFlipTests.deadline,
                &table.state,
                &table.player
            )
            let won = Int64(end?.wins.count { $0.prize == "gold" } ?? 0)
            #expect(table.state.stock["gold", default: StockCount()].given == won)
            #expect(try table.game.table.restock("gold", by: 1, &table.state) >= 0)
            table.state = GameState()
        }
    }

    @Test("favours no position where stock is scarce")
    func positions() throws {
        let rules = CardFlipRules.of([.single("gold", weight: 1), .none(weight: 8)])
        var source = SeededSource(seed: 11)
        var places: [Int: Int] = [:]
        for _ in 0..<3000 {
            var table = try Table(rules)
            let layout = try table.deal(&source).round.layout
            if let place = layout.firstIndex(where: { $0.prize == "gold" }) {
                places[place, default: 0] += 1
            }
        }
        let mean = Double(places.values.reduce(0, +)) / 9
        let chi = (0..<9).reduce(0.0) { sum, place in
            let difference = Double(places[place] ?? 0) - mean
            return sum + difference * difference / mean
        }
        // 8 degrees of freedom: above 26.12 in one of a thousand seeds.
        #expect(chi < 26.12)
    }

    @Test("is of one round, for which free chances and limits count as for a draw")
    func begin() throws {
        let rules = CardFlipRules.of {
            $0.terms.free.perDay = 1
            $0.terms.limits.perDay = 2
        }
        var table = try Table(rules)
        let ten = PlayRequest(count: 10, epoch: 1, at: CardFlipTests.now)
        #expect(throws: PlayRefusal.countNotOffered(10)) {
            try table.game.begin(ten, &table.state, &table.player)
        }
        let one = PlayRequest(epoch: 1, at: CardFlipTests.now)
        let free = try table.game.begin(one, &table.state, &table.player)
        #expect(free.payment == .chances(daily: 1, kept: 0))
        let paid = try table.game.begin(one, &table.state, &table.player)
        #expect(paid.payment == .charge([.points(20)]))
        #expect(throws: PlayRefusal.self) {
            try table.game.begin(one, &table.state, &table.player)
        }
        table.game.giveBack(paid, &table.state, &table.player)
        #expect(try table.game.begin(one, &table.state, &table.player).firstNonce == 3)
    }
}

extension Round {
    /// Turns as many cards as there are flips, from the last one on.
    fileprivate mutating func turned(all now: Instant) {
        for position in (1...cards).reversed() where flipsLeft > 0 {
            // A flip is left, and every position has a card.
            _ = try? flip(position, at: now)
        }
    }
}
