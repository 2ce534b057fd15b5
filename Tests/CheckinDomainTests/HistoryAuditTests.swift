import CheckinDomain
import Primitives
import Testing

@Suite("The audit of a member's days")
struct HistoryAuditTests {
    /// A history in which one thing is changed, and what is found of it.
    struct Change: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let found: [String]
        let change: @Sendable (inout [DayRecord], inout CheckinMember) -> Void

        init(
            _ description: String,
            _ found: [String],
            change: @escaping @Sendable (inout [DayRecord], inout CheckinMember) -> Void
        ) {
            testDescription = description
            self.found = found
            self.change = change
        }
    }

    @Test("finds nothing in what was played", arguments: ["", "x", "xx.x", "xxx..xxxx", "x.x.x.."])
    func sound(played: String) {
        for loss in [LossPolicy.reset, .decay(by: 2, floor: 1)] {
            var scene = Scene(.of { $0.loss = loss })
            scene.play(played)
            #expect(Self.found(scene.member.days, scene.member, loss) == [])
            #expect(Self.found(scene.member.days, scene.member, nil) == [])
        }
    }

    @Test("takes any numbers that stand in a store", arguments: [Int64.max, .min, 0, -1])
    func anyNumbers(number: Int64) {
        var scene = Scene()
        scene.play("xxxx")
        var days = scene.member.days
        days[1] = days[1].with(Streak(value: number, longest: number, start: "2026-01-01"))
        for loss in [LossPolicy.reset, .decay(by: .max, floor: .max), nil] {
            #expect(Self.found(days, scene.member, loss).isEmpty == false)
        }
    }

    @Test(
        "names the day and what differs, that day alone",
        arguments: [
            Change("a streak", ["2026-01-02 streak 7 2", "2026-01-02 longest 7 2"]) { days, _ in
                days[1] = days[1].with(Streak(value: 7, longest: 7, start: "2026-01-01"))
                days[2] = days[2].with(Streak(value: 8, longest: 8, start: "2026-01-01"))
                days[3] = days[3].with(Streak(value: 1, longest: 8, start: "2026-01-05"))
                days[4] = days[4].with(Streak(value: 2, longest: 8, start: "2026-01-05"))
            },
            Change("a start", ["2026-01-05 streakStart 2026-01-01 2026-01-05"]) { days, _ in
                days[3] = days[3].with(Streak(value: 1, longest: 3, start: "2026-01-01"))
                days[4] = days[4].with(Streak(value: 2, longest: 3, start: "2026-01-01"))
            },
            Change("a longest", ["2026-01-06 longest 9 3"]) { days, _ in
                days[4] = days[4].with(Streak(value: 2, longest: 9, start: "2026-01-05"))
            },
            Change(
                "a day that is gone",
                [
                    "2026-01-03 streak 3 1", "2026-01-03 streakStart 2026-01-01 2026-01-03",
                    "2026-01-03 longest 3 1",
                ]
            ) { days, _ in days.remove(at: 1) },
            Change("a make-up that is not done", ["2026-01-03 makeUp none done"]) { days, _ in
                days[2] = DayRecord(day: days[2].day, state: .madeUp, streak: days[2].streak)
            },
        ]
    )
    func names(change: Change) {
        var scene = Scene(.of { $0.loss = .reset })
        scene.play("xxx.xx")
        var (days, member) = (scene.member.days, scene.member)
        change.change(&days, &member)
        let found = Self.found(days, member, .reset)
        // The member's own numbers agree no more either.
        #expect(found.filter { !$0.hasPrefix("-") } == change.found)
        #expect(found.count > change.found.count)
    }

    @Test(
        "where the policy has changed, a missed day may have taken what it likes, but adds nothing"
    )
    func anyPolicy() {
        var scene = Scene(.of { $0.loss = .decay(by: 1, floor: 0) })
        scene.play("xxx.x")
        let (days, member) = (scene.member.days, scene.member)
        #expect(Self.found(days, member, .decay(by: 1, floor: 0)) == [])
        #expect(Self.found(days, member, .reset).contains("2026-01-05 streak 3 1"))
        #expect(Self.found(days, member, nil) == [])
        let more =
            days.dropLast() + [days[3].with(Streak(value: 5, longest: 5, start: days[0].day))]
        #expect(Self.found(Array(more), member, nil).contains("2026-01-05 streak 5 4"))
    }

    private static func found(
        _ days: [DayRecord],
        _ member: CheckinMember,
        _ loss: LossPolicy?
    ) -> [String] {
        var audit = HistoryAudit(of: member, loss)
        for record in days { audit.add(record) }
        audit.end(repaired: [])
        return audit.differences.map {
            "\($0.day.map { "\($0)" } ?? "-") \($0.what) \($0.stored) \($0.computed)"
        }
    }
}

extension DayRecord {
    fileprivate func with(_ streak: Streak) -> DayRecord {
        DayRecord(day: day, state: state, streak: streak)
    }
}
