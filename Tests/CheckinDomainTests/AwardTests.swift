import CheckinDomain
import Primitives
import Testing

@Suite("What a check-in earns")
struct AwardTests {
    /// What each check-in of a text earns of an asset, from 2026-01-01 on.
    private static func earned(
        _ played: String,
        _ rules: CheckinRules,
        of asset: AssetID = .points,
        from first: CalendarDay = "2026-01-01"
    ) -> [Int64] {
        var scene = Scene(rules, at: first.noon)
        return played.enumerated().compactMap { index, character in
            let now = first.adding(Int64(index)).noon
            return character == "x" ? scene.check(at: now)?.award.total(of: asset) : nil
        }
    }

    @Test(
        "base is one number, or a cycle that repeats with the streak",
        arguments: [
            ([], "xxx", [0, 0, 0]), ([5], "xx.x", [5, 5, 5]),
            ([1, 2, 3], "xxxxx", [1, 2, 3, 1, 2]), ([1, 2, 3], "xx.xx", [1, 2, 1, 2]),
            ([0, 9], "xxx", [0, 9, 0]),
        ] as [([Int64], String, [Int64])]
    )
    func base(amounts: [Int64], played: String, earned: [Int64]) {
        let rules = CheckinRules.of {
            $0.base = amounts.map { $0 == 0 ? .nothing : .points($0) }
        }

        #expect(Self.earned(played, rules) == earned)
    }

    @Test(
        "a milestone is paid once per streak, or for every multiple",
        arguments: [
            ([Milestone(.at(2), .points(20))], "xxx.xx", [0, 20, 0, 0, 20]),
            ([Milestone(.every(2), .points(5))], "xxxxx", [0, 5, 0, 5, 0]),
            (
                [Milestone(.at(2), .points(20)), Milestone(.every(2), .points(5))], "xxxx",
                [0, 25, 0, 5]
            ),
            ([Milestone(.at(1), .points(1))], "x.x", [1, 1]),
        ] as [([Milestone], String, [Int64])]
    )
    func milestones(milestones: [Milestone], played: String, earned: [Int64]) {
        #expect(Self.earned(played, .of { $0.milestones = milestones }) == earned)
    }

    @Test("so many days of a calendar month are paid once a month, in a row or not")
    func cumulative() {
        let rules = CheckinRules.of {
            $0.cumulative = [
                CumulativeAward(days: 2, .tickets(1)), CumulativeAward(days: 3, .tickets(5)),
            ]
        }

        #expect(
            Self.earned("x.xxxxxx", rules, of: .tickets, from: "2026-01-28")
                == [0, 1, 5, 0, 1, 5, 0]
        )
    }

    @Test("parts add up, are multiplied in all and rounded down once, and stand by name")
    func sum() {
        let rules = CheckinRules.of {
            $0.base = [.points(5)]
            $0.milestones = [Milestone(.at(1), .points(5)), Milestone(.every(1), .tickets(3))]
            $0.cumulative = [CumulativeAward(days: 1, .points(5))]
            $0.multipliers = [
                AwardMultiplier(id: "a", times: .of(3, per: 2)),
                AwardMultiplier(id: "b", times: .of(1, per: 2)),
            ]
        }
        var scene = Scene(rules)
        let award = scene.check(at: "2026-01-01T12:00")?.award

        #expect(award?.names == ["base", "milestone:1", "every:1", "cumulative:1"])
        #expect(award?.factor == .of(3, per: 4))
        #expect(award?.multipliers.map(\.id) == ["a", "b"])
        // 15 and 3, times 3/4, rounded down once.
        #expect(award?.total() == 11)
        #expect(award?.total(of: .tickets) == 2)
    }

    @Test("freezes and goods are not multiplied, and what comes to nothing is not owed")
    func kinds() {
        let mug = ProductID(validated: "mug")
        let rules = CheckinRules.of {
            $0.base = [Award([.freezes(2), .goods(mug, quantity: 2), .asset(.points, Points(1))])]
            $0.milestones = [Milestone(.at(1), Award([.goods(mug, quantity: 1)]))]
            $0.freezes = FreezeRules(most: 3)
            $0.multipliers = [AwardMultiplier(id: "half", times: .of(1, per: 2))]
        }
        var scene = Scene(rules)
        let totals = [1, 2, 3].map { day in
            scene.check(at: ("2025-12-31" as CalendarDay).adding(day).noon)?.award.total
        }

        #expect(
            totals == [
                [.freezes(2), .goods(mug, quantity: 3)], [.freezes(1), .goods(mug, quantity: 2)],
                [.goods(mug, quantity: 2)],
            ]
        )
        #expect(scene.member.freezes.held == 3)
    }

    @Test("every N check-ins a freeze is given, whatever the streak")
    func freezeEvery() {
        let rules = CheckinRules.of {
            $0.freezes = FreezeRules(most: 1)
            $0.freezes?.every = 3
        }
        var scene = Scene(rules)
        scene.play("x..xx.x.xx")

        #expect(scene.calendar == "x..xxfx.xx")
        #expect(scene.member.checkIns == 6)
        #expect(scene.member.freezes.held == 1)
    }

    @Test("at the largest amounts nothing overflows, and no movement passes 10^12")
    func largest() {
        let most = Points.largestMovement.value
        let rules = CheckinRules.of {
            $0.base = [.points(most)]
            $0.milestones = (1...100).map { Milestone(.every($0), .points(most)) }
            $0.multipliers = (1...6).map { AwardMultiplier(id: "\($0)", times: .of(1000)) }
        }

        #expect(Self.earned("x", rules) == [most])
    }

    @Test(
        "a source has a name, and is found by it",
        arguments: [
            .base, .makeUp, .milestone(at: 7), .every(7), .cumulative(days: 20), .freezeEvery(10),
        ] as [AwardSource]
    )
    func names(source: AwardSource) {
        #expect(AwardSource(name: source.name) == source)
        for name in ["", "base:1", "every", "every:x", "milestone:1:2", "other:1", "makeUp:"] {
            #expect(AwardSource(name: name) == nil)
        }
    }
}
