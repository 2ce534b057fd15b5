import CheckinDomain
import Primitives
import TestSupport
import Testing

@Suite("Days that ended before the rules in force were published")
struct ReplacedRulesTests {
    /// Rules that were published, in hours since the beginning of 2026.
    private typealias Publication = (hour: Int64, loss: LossPolicy)

    @Test(
        "are decided by the rules of their end, those at the instant of a publication by the old",
        arguments: [
            (LossPolicy.reset, [], 97, 0),
            (.reset, [(95, .decay(by: 1, floor: 0))], 97, 2),
            (.reset, [(96, .decay(by: 1, floor: 0))], 97, 0),
            (.reset, [(97, .decay(by: 1, floor: 0))], 98, 0),
            (.decay(by: 1, floor: 0), [(97, .reset)], 98, 2),
            (.decay(by: 1, floor: 0), [(97, .reset)], 121, 0),
            (.decay(by: 1, floor: 2), [(97, .decay(by: 2, floor: 0))], 200, 0),
            (.decay(by: 1, floor: 0), [(90, .reset), (95, .decay(by: 2, floor: 0))], 97, 1),
            (.reset, [(90, .decay(by: 2, floor: 0)), (96, .reset), (97, .reset)], 98, 1),
        ] as [(LossPolicy, [(Int64, LossPolicy)], Int64, Int64)]
    )
    func table(
        first: LossPolicy,
        publications: [(Int64, LossPolicy)],
        hour: Int64,
        value: Int64
    ) {
        var scene = Scene(.of { $0.loss = first })
        // The fourth day, which is missed, is the hours 72 to 96.
        scene.play("xxx")
        let opened = scene.member.clock.openedAt
        let replaced = Self.replaced(first, publications.map { (hour: $0.0, loss: $0.1) })
            .filter { opened < $0.until }
        let now = Self.instant(hour)
        scene.member.settle(by: replaced, at: now)
        scene.rules.loss = publications.last?.1 ?? first
        scene.settle(at: now)
        #expect(scene.member.streak.value == value)
    }

    @Test("are not opened again by a later beginning of the day, whether or not a loss is stored")
    func laterDayStart() {
        let midnight = CheckinRules.of()
        // Came on the first day; the second was missed, and nothing is left to lose.
        var scene = Scene(midnight)
        scene.play("x")
        let replaced = [ReplacedRules(midnight, until: "2026-01-05T00:30")]
        for isStored in [false, true] {
            var member = scene.member
            if isStored { member.settle(to: "2026-01-03T12:00", midnight) }
            member.settle(by: replaced, at: "2026-01-05T01:30")
            member.settle(to: "2026-01-05T01:30", .of { $0.dayStartMs = 4 * 3_600_000 })
            #expect(member.streak.value == 0)
            #expect(member.clock.today == "2026-01-05")
        }
    }

    @Test("are decided by the old where the new are published after the instant that it is")
    func laterPublication() {
        var scene = Scene(.of { $0.loss = .reset })
        scene.play("xxx")
        let replaced = [ReplacedRules(scene.rules, until: Self.instant(130))]
        scene.member.settle(by: replaced, at: Self.instant(97))
        scene.rules.loss = .decay(by: 1, floor: 0)
        scene.settle(at: Self.instant(97))
        #expect(scene.member.streak.value == 0)
    }

    @Test("are decided so whenever that is done, at random")
    func random() {
        var random = SeededGenerator(for: "publications at random")
        for _ in 0..<300 {
            let publications = (0..<Int.random(in: 0...6, using: &random))
                .map { _ in Int64.random(in: 1...24 * 40, using: &random) }.sorted()
                .map { (hour: $0, loss: Self.loss(&random)) }
            let first = Self.loss(&random)
            let chance = Int.random(in: 20...95, using: &random)
            let visits = (0..<40).map { _ in Int.random(in: 0..<100, using: &random) < chance }
            compare(first, publications, visits)
        }
    }

    /// A member who is looked at only when it comes, beside a count that goes day by day.
    private func compare(
        _ first: LossPolicy,
        _ publications: [Publication],
        _ visits: [Bool]
    ) {
        let replaced = Self.replaced(first, publications)
        var scene = Scene(.of { $0.loss = first })
        var value: Int64 = 0
        for (day, comes) in zip(Int64(0)..., visits) {
            if comes {
                value += 1
                let now = Self.instant(24 * day + 12)
                let opened = scene.member.clock.openedAt
                let past = replaced.filter { opened < $0.until }
                scene.member.settle(by: past, at: now)
                scene.rules.loss = publications.last { $0.hour <= 24 * day + 12 }?.loss ?? first
                scene.check(at: now)
                #expect(scene.member.streak.value == value, "day \(day) of \(publications)")
            } else {
                let end = 24 * (day + 1)
                let loss = publications.last { $0.hour < end }?.loss ?? first
                value = loss.left(of: value, after: 1)
            }
        }
    }

    private static func loss(_ random: inout SeededGenerator) -> LossPolicy {
        guard Bool.random(using: &random) else { return .reset }
        return .decay(
            by: .random(in: 1...3, using: &random),
            floor: .random(in: 0...3, using: &random)
        )
    }

    private static func replaced(
        _ first: LossPolicy,
        _ publications: [Publication]
    ) -> [ReplacedRules] {
        let losses = [first] + publications.map(\.loss)
        return zip(losses, publications).map { loss, publication in
            ReplacedRules(.of { $0.loss = loss }, until: instant(publication.hour))
        }
    }

    private static func instant(_ hour: Int64) -> Instant { "2026-01-01T00:00" + hour }
}
