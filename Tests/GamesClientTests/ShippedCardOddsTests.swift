import Chance
import GamesClient
import GamesDomain
import Primitives
import Testing

@Suite("The odds of the starter programme's card flip, every outcome enumerated")
struct ShippedCardOddsTests {
    private static func cards() throws -> CardFlip {
        let id = GameID(validated: "nine-cards")
        let entry = try #require(try StarterProgrammeTests.section().entry(id))
        guard case .cardFlip(let game) = entry.game else { throw NoCards() }
        return game
    }

    private struct NoCards: Error {}

    /// Deals a round where so much of each prize is left for the day.
    private static func deal(
        _ game: CardFlip,
        left: [PrizeID: Int64],
        from source: inout some DrawSource
    ) -> [PrizeID] {
        let zone = game.rules.terms.zone
        let today = zone.day(of: Scarcity.now).daysSinceEpoch
        var stock: [PrizeID: StockCount] = [:]
        for prize in game.rules.prizes {
            guard let perDay = prize.stock.perDay, let left = left[prize.id] else { continue }
            let given = PeriodCount(period: today, count: perDay - left)
            stock[prize.id] = StockCount(given: perDay - left, today: given)
        }
        var (state, player) = (GameState(stock: stock), Player(newTo: game.rules.terms))
        let reservation = PlayReservation(
            count: 1,
            epoch: 1,
            firstNonce: 1,
            begun: Scarcity.now,
            period: PlayPeriod(at: Scarcity.now, in: zone),
            level: 0,
            payment: .charge([])
        )
        return game.deal(reservation, at: Scarcity.now, from: &source, &state, &player)
            .givings.map(\.given)
    }

    @Test("over every integer each of the nine cards has the weights, with and without stock")
    func everyCard() throws {
        let game = try Self.cards()
        let weights = Dictionary(
            uniqueKeysWithValues: game.rules.prizes.map { ($0.id, UInt128($0.weight)) }
        )
        #expect(game.rules.cards == 9)
        // The substitute of both is the ten.
        for (aces, kings) in [(9, 9), (0, 9), (9, 0), (0, 0)] as [(Int64, Int64)] {
            let left = [ace: aces, king: kings]
            var expected: [PrizeID: UInt128] = [:]
            for (prize, weight) in weights {
                expected[left[prize] == 0 ? ten : prize, default: 0] += weight
            }
            for place in 0..<9 {
                var counts: [PrizeID: UInt128] = [:]
                for integer in 0..<game.table.sum {
                    // A two, which is always there, lies before and behind it.
                    var numbers = [UInt128](repeating: 99, count: 9)
                    numbers[place] = integer
                    var source = Listed(numbers)
                    let given = Self.deal(game, left: left, from: &source)[place]
                    counts[given, default: 0] += 1
                }
                #expect(counts == expected, "card \(place), \(aces) aces, \(kings) kings")
            }
        }
    }

    @Test("of all deals, one ace and two kings being left, each has the product of its weights")
    func everyDeal() throws {
        let game = try Self.cards()
        let prizes = game.rules.prizes
        // The last integer that rolls each prize.
        let ends = prizes.indices.map { place in
            prizes[...place].reduce(UInt128(0)) { $0 + UInt128($1.weight) } - 1
        }
        let left: [PrizeID: Int64] = [ace: 1, king: 2]
        var sum: UInt128 = 0
        var wrong = 0
        for number in 0..<(1 << 18) {
            let rolled = (0..<9).map { number >> (2 * $0) & 3 }
            var source = Listed(rolled.map { ends[$0] })
            let given = Self.deal(game, left: left, from: &source)
            var rest = left
            let expected = rolled.map { place -> PrizeID in
                let prize = prizes[place].id
                guard let count = rest[prize] else { return prize }
                rest[prize] = max(0, count - 1)
                return count > 0 ? prize : ten
            }
            if given != expected { wrong += 1 }
            sum += rolled.reduce(1) { $0 * UInt128(prizes[$1].weight) }
        }
        #expect(wrong == 0)
        // The weights of all deals are all there are: 100 to the ninth.
        #expect(sum == (0..<9).reduce(UInt128(1)) { product, _ in product * game.table.sum })
    }

    @Test("nine cards come into each of their 362,880 orders by just one row of integers")
    func everyOrder() {
        var path = FollowedPath()
        var seen: Set<[UInt8]> = []
        var rows = 0
        repeat {
            seen.insert(path.shuffled([0, 1, 2, 3, 4, 5, 6, 7, 8]))
            rows += 1
        } while path.goOn(keeping: 0)
        #expect(rows == 362_880)
        #expect(seen.count == rows)
    }

    private let ace = PrizeID(validated: "ace")
    private let king = PrizeID(validated: "king")
    private let ten = PrizeID(validated: "ten")
}

/// A source that gives the integers of a list, and 0 from its end on.
private struct Listed: DrawSource {
    private var integers: ArraySlice<UInt128>

    init(_ integers: [UInt128]) { self.integers = integers[...] }

    mutating func integer(below bound: UInt128) -> UInt128 { integers.popFirst() ?? 0 }
}
