import Chance
import GamesDomain
import Primitives
import Testing

@Suite("Canonical bytes of rules")
struct CanonicalTests {
    private static let rules: LotteryRules = {
        let gold = Prize.points("gold", weight: 5) {
            $0.tier = 1
            $0.stock = Stock(total: 10, perDay: 2, isPaced: true)
            $0.perMember = 2
            $0.unlockAfter = 1
            $0.levelAtLeast = 1
            $0.substitute = "none"
            $0.valueMinor = 100
        }
        return .of([gold, .none()]) { rules in
            rules.terms.window = .campaign
            rules.pity = [PityRule(pool: "a", tier: 1, hard: 9, soft: .init(from: 3, rise: 2))]
            rules.ten = TenDraws()
        }
    }()

    private static let changes: [@Sendable (inout LotteryRules) -> Void] = [
        { $0.terms.window = .always }, { $0.terms.eligibility = .tag("a") },
        { $0.terms.eligibility = .not(.tag("a")) }, { $0.terms.eligibility = .channel("a") },
        { $0.terms.eligibility = .any([]) }, { $0.terms.eligibility = .growthAtLeast(1) },
        { $0.terms.eligibility = .badge("a") }, { $0.terms.eligibility = .birthday },
        { $0.terms.eligibility = .birthdayMonth },
        { $0.terms.eligibility = .registeredDaysAtLeast(1) },
        { $0.terms.eligibility = .registeredDaysAtMost(1) },
        { $0.terms.eligibility = .levelAtLeast(1) }, { $0.terms.free.perDay = 1 },
        { $0.terms.free.atStart = 1 }, { $0.terms.costs = [] }, { $0.terms.limits.perHour = 1 },
        { $0.terms.limits.perDay = 1 }, { $0.terms.limits.perCampaign = 1 },
        { $0.terms.limits.total = 1 }, { $0.prizes[0].weight = 6 }, { $0.prizes[0].tier = 2 },
        { $0.prizes[0].kind = .freezes(1) }, { $0.prizes[0].kind = .chances(1) },
        { $0.prizes[0].kind = .asset(.points, AmountRange(from: 1, to: 3)) },
        { $0.prizes[0].kind = .asset(.points, AmountRange(from: 1, to: 3, step: 2)) },
        { $0.prizes[0].kind = .product(ProductID(validated: "mug"), quantity: 1) },
        { $0.prizes[0].kind = .nothing }, { $0.prizes[0].stock.total = 11 },
        { $0.prizes[0].stock.total = nil }, { $0.prizes[0].stock.perDay = nil },
        { $0.prizes[0].stock.isPaced = false }, { $0.prizes[0].perMember = nil },
        { $0.prizes[0].window = .campaign }, { $0.prizes[0].unlockAfter = 0 },
        { $0.prizes[0].levelAtLeast = nil }, { $0.prizes[0].substitute = nil },
        { $0.prizes[0].valueMinor = nil }, { $0.prizes.swapAt(0, 1) }, { $0.pity = [] },
        { $0.pity[0].hard = 10 }, { $0.pity[0].soft = nil },
        { $0.pity[0].soft = .init(from: 3, rise: 2, step: 1) }, { $0.ten = nil },
        { $0.ten = TenDraws(atLeastOneOf: 1) },
    ]

    @Test("are others after every change of a lottery")
    func lottery() {
        var seen = [CanonicalBytes(Self.rules.canonical).bytes]
        for change in Self.changes {
            var rules = Self.rules
            change(&rules)
            let bytes = CanonicalBytes(rules.canonical).bytes
            #expect(!seen.contains(bytes))
            seen.append(bytes)
        }
    }

    @Test("are others after every change of a card flip")
    func cardFlip() {
        let rules: [CardFlipRules] = [
            .of(), .of { $0.mode = .pairs }, .of { $0.cards = 8 }, .of { $0.flips = 2 },
            .of { $0.timeoutMs = 60_000 }, .of([.none()]),
            .of { $0.extraFlips = ExtraFlips(costs: [.points(1)], most: 1) },
            .of { $0.extraFlips = ExtraFlips(costs: [.points(1)], most: 2) },
        ]
        let bytes = Set(rules.map { CanonicalBytes($0.canonical).bytes })
        #expect(bytes.count == rules.count)
    }

    @Test("name a prize's members once and for all")
    func members() {
        guard case .record(let members) = Self.rules.canonical,
            case .list(let prizes) = members["prizes"], case .record(let gold) = prizes[0],
            case .record(let nothing) = prizes[1]
        else {
            Issue.record("not a record of lists of records")
            return
        }
        #expect(
            gold.keys.sorted() == [
                "id", "kind", "levelAtLeast", "perMember", "stock", "substitute", "tier",
                "unlockAfter", "value", "weight",
            ]
        )
        #expect(nothing == ["id": .text("none"), "kind": .nothing, "weight": .integer(1)])
    }

    @Test("of faces name what lies there, and how much of it")
    func faces() {
        let rewards: [(Reward, CanonicalValue)] = [
            (
                .asset(.points, Points(5)),
                .record(["asset": .text("points"), "amount": .integer(5)])
            ),
            (.freezes(1), .record(["freezes": .integer(1)])),
            (
                .product(ProductID(validated: "mug"), quantity: 2),
                .record(["product": .text("mug"), "quantity": .integer(2)])
            ),
            (.chances(3), .record(["chances": .integer(3)])), (.nothing, .nothing),
        ]
        for (reward, value) in rewards {
            #expect(
                Face(prize: "p", reward: reward).canonical
                    == .record(["prize": .text("p"), "reward": value])
            )
        }
    }

    @Test("of two faces are others, whatever characters their names have")
    func ambiguity() {
        let one = Reward.asset(AssetID(validated: "b:asset:c"), Points(5))
        let other = Reward.asset(AssetID(validated: "c"), Points(5))
        let layouts = [
            [Face(prize: "a", reward: one)], [Face(prize: "a:asset:b", reward: other)],
        ]
        let bytes = layouts.map { CanonicalBytes(layout: $0.map(\.canonical)) }
        #expect(bytes[0] != bytes[1])
    }
}
