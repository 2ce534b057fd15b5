import Chance
import GamesDomain
import Primitives
import TestSupport
import Testing

@Suite("The largest and the smallest numbers")
struct OverflowTests {
    private static let numbers: [Int64] = [
        .min, -1, 0, 1, 2, 1_000_000_000, 1_000_000_000_000, .max,
    ]

    @Test("make no rules trap when they are judged, compared or, without faults, played")
    func rules() throws {
        var generator = SeededGenerator(for: "largest numbers")
        for _ in 0..<2000 {
            let rules = Self.rules(&generator)
            _ = (rules.faults, rules.prizes.cautions, rules.worsenings(since: .of()))
            _ = LotteryRules.of().worsenings(since: rules)
            if rules.faults.isEmpty { try play(rules, &generator) }
            let flip = Self.cardFlip(rules, &generator)
            _ = (flip.faults, flip.worsenings(since: .of()))
        }
    }

    @Test("make no stored state trap when it is played from")
    func states() throws {
        let rules = LotteryRules.of([.single("p"), .points("q", Int64(1_000_000_000_000))]) {
            $0.prizes.append(.none())
            $0.terms.free = FreeChances(perDay: 1000, atStart: 1000)
            $0.terms.limits = PlayLimits(perHour: 9, perDay: 9, perCampaign: 9, total: 9)
            $0.pity = [
                PityRule(pool: "a", tier: 1, hard: 9, soft: .init(from: 1, rise: 1, step: 1))
            ]
            $0.prizes[1].tier = 1
        }
        let lottery = try Lottery(rules)
        for number in Self.numbers {
            var (state, player) = Self.extreme(number)
            let request = PlayRequest(epoch: number, at: Instant(milliseconds: number))
            do throws(PlayRefusal) {
                let reservation = try lottery.begin(request, &state, &player)
                lottery.giveBack(reservation, &state, &player)
            } catch {
                #expect("\(error)" != "")
            }
            let reservation = Self.reservation(number)
            lottery.giveBack(reservation, &state, &player)
            var sources = [Scripted([0]), Scripted([1])]
            let outcomes = lottery.settle(
                reservation,
                at: Instant(milliseconds: number),
                from: &sources,
                &state,
                &player
            )
            #expect(outcomes.count == 2)
        }
    }

    private func play(_ rules: LotteryRules, _ generator: inout SeededGenerator) throws {
        let lottery = try Lottery(rules)
        var state = GameState()
        var player = Player(newTo: rules.terms)
        var source = SeededSource(seed: generator.next())
        for number in Self.numbers {
            let occasion = Instant(milliseconds: number)
            var sources = [source, source]
            let reservation = Self.reservation(number)
            _ = lottery.settle(reservation, at: occasion, from: &sources, &state, &player)
            source = sources[1]
            _ = lottery.odds(for: player)
        }
    }

    private static func reservation(_ number: Int64) -> PlayReservation {
        PlayReservation(
            count: number,
            epoch: number,
            firstNonce: number,
            begun: Instant(milliseconds: number),
            period: PlayPeriod(at: Instant(milliseconds: number), in: .shanghai),
            level: number,
            payment: .chances(daily: number, kept: number)
        )
    }

    private static func extreme(_ number: Int64) -> (GameState, Player) {
        let count = PeriodCount(period: number, count: number)
        let stock = StockCount(given: number, restocked: number, today: count)
        let player = Player(
            draws: number,
            reserved: number,
            onDay: count,
            inHour: count,
            freeUsed: count,
            chances: number,
            pity: ["a": number],
            prizes: ["p": number],
            nonces: count
        )
        return (GameState(stock: ["p": stock], reserved: number), player)
    }

    private static func rules(_ generator: inout SeededGenerator) -> LotteryRules {
        func number(_ usual: Int64) -> Int64 {
            guard Int.random(in: 0..<6, using: &generator) == 0 else { return usual }
            return numbers.randomElement(using: &generator) ?? 0
        }
        var prize = Prize.of(
            "p",
            .asset(.points, AmountRange(from: number(1), to: number(9), step: number(2))),
            weight: number(5)
        )
        prize.tier = number(1)
        prize.stock = Stock(total: number(9), perDay: number(9), isPaced: true)
        prize.perMember = number(9)
        prize.unlockAfter = number(0)
        prize.levelAtLeast = number(0)
        prize.valueMinor = number(1)
        prize.substitute = "none"
        return .of([prize, .none(weight: number(5))]) { rules in
            rules.terms.window = TimeWindow(
                from: Instant(milliseconds: number(0)),
                until: Instant(milliseconds: number(10))
            )
            rules.terms.costs = [.points(number(5))]
            rules.terms.free = FreeChances(perDay: number(1), atStart: number(1))
            rules.terms.limits = PlayLimits(perHour: number(9), perDay: number(9))
            let soft = PityRule.Soft(from: number(1), rise: number(1), step: number(1))
            rules.pity = [PityRule(pool: "a", tier: number(1), hard: number(9), soft: soft)]
            rules.ten = TenDraws(atLeastOneOf: number(1))
        }
    }

    private static func cardFlip(
        _ rules: LotteryRules,
        _ generator: inout SeededGenerator
    ) -> CardFlipRules {
        var flip = CardFlipRules(
            rules.terms,
            prizes: rules.prizes,
            mode: .pairs,
            cards: numbers.randomElement(using: &generator) ?? 0,
            flips: numbers.randomElement(using: &generator) ?? 0
        )
        let most = numbers.randomElement(using: &generator) ?? 0
        flip.extraFlips = ExtraFlips(costs: rules.terms.costs, most: most)
        return flip
    }
}
