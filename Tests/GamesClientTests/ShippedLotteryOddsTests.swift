import Chance
import GamesClient
import GamesDomain
import Primitives
import Testing

@Suite("The odds of the starter programme's lottery, every outcome enumerated")
struct ShippedLotteryOddsTests {
    /// What one draw comes to.
    private struct Outcome: Hashable {
        let rolled: PrizeID
        let given: PrizeID
        let reward: Reward
        /// The pity counts after it.
        let pity: [PoolID: Int64]
    }

    /// The lottery, and how far its pity counts.
    private static func lottery() throws -> (lottery: Lottery, pity: PityRule, hard: Int64) {
        let entry = try #require(try StarterProgrammeTests.section().entry(lucky))
        guard case .lottery(let lottery) = entry.game else { throw NoLottery() }
        #expect(lottery.rules.pity.count == 1)
        let pity = try #require(lottery.rules.pity.first)
        return (lottery, pity, try #require(pity.hard))
    }

    private struct NoLottery: Error {}

    private static let lucky = GameID(validated: "lucky-nine")

    /// Makes one draw of a player with a pity count, where so much was given.
    private static func draw(
        _ lottery: Lottery,
        _ pity: [PoolID: Int64],
        _ scarcity: Scarcity,
        from path: inout FollowedPath
    ) -> Outcome {
        let reservation = PlayReservation(
            count: 1,
            epoch: 1,
            firstNonce: 1,
            begun: Scarcity.now,
            period: PlayPeriod(at: Scarcity.now, in: lottery.rules.terms.zone),
            level: 0,
            payment: .charge([])
        )
        var (state, player) = (scarcity.state, scarcity.player(pity))
        var sources = [path]
        let drawn = lottery.settle(
            reservation,
            at: Scarcity.now,
            from: &sources,
            &state,
            &player
        )
        path = sources[0]
        let giving = drawn[0].giving
        return Outcome(
            rolled: giving.rolled,
            given: giving.given,
            reward: giving.reward,
            pity: player.pity
        )
    }

    /// What the weights say: the chance of a prize is its weight over the sum of those that hold,
    /// that of an amount its share of the prize's; what is gone is replaced by its substitute.
    private static func expected(
        _ rules: LotteryRules,
        _ pity: PityRule,
        _ count: Int64,
        without gone: Set<PrizeID>
    ) throws -> [Outcome: Fraction] {
        let isDue = count >= pity.hard ?? .max
        let held = rules.prizes.filter { !isDue || $0.tier == pity.tier }
        let sum = held.reduce(UInt128(0)) { $0 + UInt128($1.weight) }
        let byName = Dictionary(uniqueKeysWithValues: rules.prizes.map { ($0.id, $0) })
        var chances: [Outcome: Fraction] = [:]
        for rolled in held where rolled.weight > 0 {
            var given = rolled
            while gone.contains(given.id) {
                given = try #require(given.substitute.flatMap { byName[$0] })
            }
            let rewards = given.kind.rewards
            for reward in rewards {
                let outcome = Outcome(
                    rolled: rolled.id,
                    given: given.id,
                    reward: reward,
                    pity: [pity.pool: given.tier ?? .max <= pity.tier ? 0 : count + 1]
                )
                chances[outcome] = Fraction(
                    UInt128(rolled.weight),
                    over: sum * UInt128(rewards.count)
                )
            }
        }
        return chances
    }

    @Test("over every integer the chances are the weights, at every count of pity")
    func everyInteger() throws {
        let (lottery, pity, hard) = try Self.lottery()
        let all = Scarcity.all(of: lottery)
        let most = try #require(all.max { $0.gone.count < $1.gone.count })
        let untouched = Scarcity()
        for count in 0...hard + 1 {
            for scarcity in [0, hard].contains(count) ? [untouched, most] : [untouched] {
                let found = try Enumeration { path in
                    Self.draw(lottery, [pity.pool: count], scarcity, from: &path)
                }
                let expected = try Self.expected(lottery.rules, pity, count, without: scarcity.gone)
                #expect(found.chances == expected, "\(count), without \(scarcity.gone)")
            }
        }
    }

    @Test("so they are in each state of the stock in which a substitute is given")
    func everyState() throws {
        let (lottery, pity, hard) = try Self.lottery()
        let all = Scarcity.all(of: lottery)
        // gold, silver-500, silver-200, bronze-50, ticket and freeze: there, or gone in each way.
        #expect(all.count == 4 * 3 * 2 * 2 * 2 * 3)
        for count in 0...hard + 1 {
            let counts = [pity.pool: count]
            let stretches = Self.stretches(lottery, counts)
            for scarcity in all {
                let found = try Enumeration(alongEndsOf: stretches) { path in
                    Self.draw(lottery, counts, scarcity, from: &path)
                }
                let expected = try Self.expected(lottery.rules, pity, count, without: scarcity.gone)
                #expect(found.chances == expected, "\(count), without \(scarcity.gone)")
            }
        }
    }

    /// The integers by the prize that they roll, found by trying each.
    private static func stretches(
        _ lottery: Lottery,
        _ pity: [PoolID: Int64]
    ) -> [Range<UInt128>] {
        var starts: [(integer: UInt128, rolled: PrizeID)] = []
        let sum = lottery.table.sum(in: lottery.weighting(pity))
        var integer: UInt128 = 0
        while integer < sum {
            var path = FollowedPath(beginningWith: integer)
            let rolled = draw(lottery, pity, Scarcity(), from: &path).rolled
            if starts.last?.rolled != rolled { starts.append((integer, rolled)) }
            integer += 1
        }
        let ends = starts.dropFirst().map(\.integer) + [sum]
        return zip(starts, ends).map { $0.integer..<$1 }
    }
}

extension PrizeKind {
    /// All that can be handed out for it, each as likely as any other.
    fileprivate var rewards: [Reward] {
        switch self {
        case .asset(let asset, let range):
            stride(from: range.lowest, through: range.highest, by: Int(range.step)).map {
                .asset(asset, Points($0))
            }
        case .freezes(let count): [.freezes(count)]
        case .product(let product, let quantity): [.product(product, quantity: quantity)]
        case .chances(let count): [.chances(count)]
        case .nothing: [.nothing]
        }
    }
}
