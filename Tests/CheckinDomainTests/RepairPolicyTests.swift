import CheckinDomain
import Primitives
import TestSupport
import Testing

@Suite("Repairs of days that were decided by another loss policy")
struct RepairPolicyTests {
    private static let slow = LossPolicy.decay(by: 1, floor: 0)
    private static let fast = LossPolicy.decay(by: 2, floor: 0)

    @Test(
        "leave to later days what these took then, be it some of the streak or all",
        arguments: [
            // Played, under which policy, which is in force now, made up, streak then.
            ("xxxxx.xx.x", slow, .reset, 6, 8), ("xxx.x.", slow, .reset, 4, 4),
            ("xxxxxxxx...x", fast, .reset, 10, 6), ("xxxxx.xx.x", .reset, slow, 6, 1),
            ("xxx..xx", .reset, slow, 4, 2), ("xxx..xx", .reset, slow, 5, 3),
        ] as [(String, LossPolicy, LossPolicy, Int64, Int64)]
    )
    func table(
        played: String,
        before: LossPolicy,
        now: LossPolicy,
        day: Int64,
        value: Int64
    ) throws {
        var scene = Scene(.of { $0.makeUps = MakeUpRules(windowDays: 7, perMonth: 3) })
        scene.rules.loss = before
        scene.play(played)
        scene.rules.loss = now
        let repaired = ("2025-12-31" as CalendarDay).adding(day)
        try scene.makeUp(repaired, at: scene.member.today.noon)
        #expect(scene.member.streak.value == value)
    }

    @Test("never leave a lower streak, whatever decided the days, at random")
    func random() throws {
        var random = SeededGenerator(for: "loss policies at random")
        for _ in 0..<400 {
            var scene = Scene(.of { $0.makeUps = MakeUpRules(windowDays: 366, perMonth: 31) })
            scene.play("x")
            var missed: [CalendarDay] = []
            for number in Int64(1)..<30 {
                let day = ("2026-01-01" as CalendarDay).adding(number)
                scene.rules.loss = Self.loss(&random)
                let comes = Int.random(in: 0..<3, using: &random) > 0
                if !comes { missed.append(day) }
                scene.play(comes ? "x" : ".", from: day)
            }
            var repaired: [CalendarDay] = []
            for day in missed.shuffled(using: &random) {
                scene.rules.loss = Self.loss(&random)
                let before = scene.member.streak.value
                try scene.makeUp(day, at: scene.member.today.noon)
                repaired.append(day)
                #expect(scene.member.streak.value >= before, "\(scene.calendar)")
                var audit = HistoryAudit(of: scene.member, nil)
                for record in scene.member.days { audit.add(record) }
                audit.end(repaired: repaired.sorted())
                #expect(audit.differences == [], "\(scene.calendar)")
            }
            #expect(scene.member.streak.value == 30)
        }
    }

    private static func loss(_ random: inout SeededGenerator) -> LossPolicy {
        guard Bool.random(using: &random) else { return .reset }
        return .decay(
            by: .random(in: 1...3, using: &random),
            floor: .random(in: 0...3, using: &random)
        )
    }
}
