import GamesDomain
import Primitives
import Testing

@Suite("Substitutes")
struct SubstituteTests {
    @Test("are tried one after another, each with its reason and what was left")
    func chain() throws {
        let prizes: [Prize] = [
            .points("gold") {
                $0.stock.total = 5
                $0.levelAtLeast = 3
                $0.substitute = "silver"
            },
            .points("silver", weight: 0) {
                $0.stock.total = 1
                $0.substitute = "bronze"
            },
            .points("bronze", weight: 0) {
                $0.perMember = 1
                $0.substitute = "none"
            },
            .none(),
        ]
        var scene = try Scene(.of(prizes))
        #expect(try scene.draw(rolling: "gold").given == "silver")
        #expect(try scene.draw(rolling: "gold").given == "bronze")
        let giving = try scene.draw(rolling: "gold")
        #expect(giving.given == "none" && giving.rolled == "gold" && giving.reward == .nothing)
        #expect(
            giving.substitutions == [
                Substitution(prize: "gold", hindrance: .level(atLeast: 3), left: 5),
                Substitution(prize: "silver", hindrance: .outOfStock, left: 0),
                Substitution(prize: "bronze", hindrance: .memberLimit(most: 1), left: nil),
            ]
        )
        scene.traits.level = 3
        #expect(try scene.draw(rolling: "gold").given == "gold")
    }

    @Test(
        "come where a prize's window is not open",
        arguments: [
            ("2026-03-01T23:59", .notYetOpen(opens: "2026-03-02T00:00")),
            ("2026-03-02T00:00", nil), ("2026-03-02T23:59", nil),
            ("2026-03-03T00:00", .closed(since: "2026-03-03T00:00")),
        ] as [(Instant, Hindrance?)]
    )
    func windows(now: Instant, hindrance: Hindrance?) throws {
        let prize = Prize.points("p") {
            $0.window = TimeWindow(from: "2026-03-02T00:00", until: "2026-03-03T00:00")
            $0.substitute = "none"
        }
        var scene = try Scene(.of([prize, .none()]))
        let giving = try scene.draw(rolling: "p", at: now)
        #expect(giving.substitutions.first?.hindrance == hindrance)
        #expect(giving.given == (hindrance == nil ? "p" : "none"))
    }

    @Test("come until a prize is unlocked by enough draws")
    func locked() throws {
        let prize = Prize.points("p") {
            $0.unlockAfter = 2
            $0.substitute = "none"
        }
        var scene = try Scene(.of([prize, .none()]))
        for missing in [2, 1] as [Int64] {
            let giving = try scene.draw(rolling: "p")
            let expected = Substitution(
                prize: "p",
                hindrance: .locked(drawsMissing: missing),
                left: nil
            )
            #expect(giving.substitutions == [expected])
        }
        #expect(try scene.draw(rolling: "p").given == "p")
    }

    @Test("do not change the odds of the other prizes")
    func odds() throws {
        var scene = try Scene(.of([.single("p", weight: 3), .points("q", weight: 5), .none()]))
        let before = scene.lottery.odds(for: scene.player)
        try scene.draw(rolling: "p")
        #expect(scene.lottery.odds(for: scene.player) == before)
    }

    @Test("every kind of prize is handed out as what it is, and won chances are there at once")
    func rewards() throws {
        let product = ProductID(validated: "mug")
        let kinds: [(PrizeKind, Reward)] = [
            (.asset(.tickets, AmountRange(2)), .asset(.tickets, Points(2))),
            (.freezes(1), .freezes(1)),
            (.product(product, quantity: 2), .product(product, quantity: 2)),
            (.chances(3), .chances(3)), (.nothing, .nothing),
        ]
        for (kind, reward) in kinds {
            let prize = Prize.of("p", kind) {
                guard case .product = kind else { return }
                $0.stock.total = 1
                $0.substitute = "none"
            }
            var scene = try Scene(.of([prize, .none()]))
            #expect(try scene.draw(rolling: "p").reward == reward)
            #expect(scene.player.chances == (kind == .chances(3) ? 3 : 0))
        }
    }
}
