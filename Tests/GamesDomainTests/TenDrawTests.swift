import GamesDomain
import Primitives
import Testing

@Suite("Ten draws at once")
struct TenDrawTests {
    /// What keeps a prize back in the midst of ten draws that all roll it.
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// The places of the draws, from 0 on, that give the prize.
        let given: Range<Int>
        /// Why each of the others does not.
        let hindrances: [Hindrance]
        let left: Int64?
        let change: @Sendable (inout Prize) -> Void
    }

    private static let rows = [
        Row(
            testDescription: "stock for three",
            given: 0..<3,
            hindrances: [Hindrance](repeating: .outOfStock, count: 7),
            left: 0
        ) { $0.stock.total = 3 },
        Row(
            testDescription: "a day's stock for four",
            given: 0..<4,
            hindrances: [Hindrance](repeating: .dayStockGone(perDay: 4), count: 6),
            left: nil
        ) { $0.stock.perDay = 4 },
        Row(
            testDescription: "two for a member",
            given: 0..<2,
            hindrances: [Hindrance](repeating: .memberLimit(most: 2), count: 8),
            left: nil
        ) { $0.perMember = 2 },
        Row(
            testDescription: "unlocked after six draws",
            given: 6..<10,
            hindrances: [6, 5, 4, 3, 2, 1].map(Hindrance.locked),
            left: nil
        ) { $0.unlockAfter = 6 },
    ]

    @Test(
        "are drawn one after another: each finds what the one before it has left",
        arguments: rows
    )
    func oneByOne(_ row: Row) throws {
        let prize = Prize.points("p") {
            row.change(&$0)
            $0.substitute = "none"
        }
        var scene = try Scene(.of([prize, .none()]) { $0.ten = TenDraws() })
        let integer = scene.lottery.table.integer(rolling: "p")
        let outcomes = try Self.ten(&scene, integer)
        #expect(outcomes.map(\.nonce) == Array(1...10))
        for (place, outcome) in outcomes.enumerated() {
            #expect(outcome.giving.rolled == "p")
            #expect(outcome.giving.given == (row.given.contains(place) ? "p" : "none"))
        }
        let substitutions = outcomes.flatMap(\.giving.substitutions)
        #expect(
            substitutions
                == row.hindrances.map {
                    Substitution(prize: "p", hindrance: $0, left: row.left)
                }
        )
        #expect(scene.state.stock["p"]?.given == Int64(row.given.count))
        #expect(scene.player.draws == 10)
    }

    private static func rules(_ rule: PityRule) -> LotteryRules {
        let gold = Prize.points("gold") { $0.tier = 1 }
        return .of([gold, .none(weight: 99)]) { rules in
            rules.pity = [rule]
            rules.ten = TenDraws()
        }
    }

    @Test("are each given by the pity that the one before it has left, over new versions too")
    func hardPity() throws {
        var scene = try Scene(Self.rules(PityRule(pool: "gold", tier: 1, hard: 3)))
        let first = try Self.ten(&scene, .max)
        #expect(first.map { $0.pityBefore["gold"] } == [0, 1, 2, 3, 0, 1, 2, 3, 0, 1])
        let golden = first.indices.filter { first[$0].giving.given == "gold" }
        #expect(golden == [3, 7])
        #expect(
            first.map { $0.weighting == .only(tier: 1) }
                == first.indices.map { golden.contains($0) }
        )
        #expect(scene.player.pity == ["gold": 2])
        scene.lottery = try Lottery(Self.rules(PityRule(pool: "gold", tier: 1, hard: 9)))
        let second = try Self.ten(&scene, .max)
        #expect(second.map { $0.pityBefore["gold"] } == [2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
        #expect(second.indices.filter { second[$0].giving.given == "gold" } == [7])
    }

    @Test("raise the chance of a tier from one to the next, and on into the next ten")
    func softPity() throws {
        let soft = PityRule.Soft(from: 3, rise: 5, step: 2)
        var scene = try Scene(Self.rules(PityRule(pool: "gold", tier: 1, soft: soft)))
        let first = try Self.ten(&scene, .max).map(\.weighting)
        let rises = (0..<8).map { Weighting.raised([.init(tier: 1, by: 5 + 2 * Int64($0))]) }
        #expect(first == [.plain, .plain] + rises)
        let second = try Self.ten(&scene, .max).map(\.weighting)
        #expect(second.first == .raised([.init(tier: 1, by: 21)]))
        #expect(scene.player.pity == ["gold": 20])
    }

    @Test("are paid by free chances only where there are ten, and leave fewer as they were")
    func payment() throws {
        var rules = LotteryRules.of([.points("p")]) { $0.ten = TenDraws() }
        rules.terms.free = FreeChances(perDay: 6, atStart: 3)
        rules.terms.costs = [.tickets(1), .points(20)]
        var scene = try Scene(rules)
        let paid = try scene.begin(10)
        #expect(paid.payment == .charge([.tickets(10), .points(200)]))
        #expect(scene.player.chancesLeft(on: "2026-03-01", rules.terms.free) == 9)
        rules.terms.free.perDay = 7
        scene.lottery = try Lottery(rules)
        #expect(try scene.begin(10).payment == .chances(daily: 7, kept: 3))
        // What was kept is gone on the next day, and what each day brings is there again.
        let next: Instant = "2026-03-02T00:00"
        #expect(try scene.begin(10, at: next).payment == paid.payment)
        #expect(scene.player.chancesLeft(on: "2026-03-02", rules.terms.free) == 7)
    }

    @Test("are refused whole where a limit has room for nine, which then are drawn singly")
    func limits() throws {
        var rules = LotteryRules.of([.points("p")]) { $0.ten = TenDraws() }
        rules.terms.limits = PlayLimits(perHour: 9, perDay: 19, perCampaign: 29, total: 39)
        var scene = try Scene(rules)
        let untouched = scene.player
        let refusal = PlayRefusal.limitReached(
            .hour,
            most: 9,
            left: 9,
            resetsAt: "2026-03-01T09:00"
        )
        #expect(scene.refusal(10) == refusal)
        #expect(scene.player == untouched)
        for nonce in 1...9 as ClosedRange<Int64> {
            #expect(try scene.begin().firstNonce == nonce)
        }
        #expect(
            scene.refusal()
                == .limitReached(.hour, most: 9, left: 0, resetsAt: "2026-03-01T09:00")
        )
    }

    /// Ten draws, each of the same integer, or of the largest one that there is below.
    private static func ten(_ scene: inout Scene, _ integer: UInt128) throws -> [DrawOutcome] {
        let reservation = try scene.begin(10)
        var sources = (0..<10).map { _ in Scripted([integer]) }
        return scene.lottery.settle(
            reservation,
            at: reservation.begun,
            from: &sources,
            &scene.state,
            &scene.player
        )
    }
}
