import Primitives
import TestSupport
import Testing
import Wire

@Suite("Random events in any order", .timeLimit(.minutes(3)))
struct RandomEventTests {
    private static let programme: [JSON.Member] = [
        .init("badges", .array(ModelGoal.all.map(\.badge))),
        .init(
            "growth",
            [
                "rules": [
                    ["count": "a", "growth": 2, "capPerDay": 5],
                    ["sum": "amount", "of": "b", "per": 3, "growth": 1],
                ]
            ]
        ),
        .init("levels", ["steps": [["id": "low", "at": 0], ["id": "high", "at": 40]]]),
    ]

    /// The growth of a member by the plainest way of counting.
    private func growth(_ events: [ModelEvent]) -> Int64 {
        Dictionary(grouping: events, by: \.day).values.reduce(0) { sum, day in
            let counted = Int64(day.count { $0.type == "a" })
            let paid = day.filter { $0.type == "b" }.reduce(0) { $0 + $1.amount }
            return sum + min(5, 2 * counted) + paid / 3
        }
    }

    private func check(
        _ member: String,
        _ events: [ModelEvent],
        _ scene: BadgesScene
    ) async throws {
        let profile = try await scene.profile(member)
        for goal in ModelGoal.all {
            let badge = profile["badges"]?.elements?.first { $0["id"]?.text == goal.name }
            let tiers = badge?["tiers"]?.elements ?? []
            let value = goal.value(events)
            for (tier, least) in zip(tiers, [1, 3, 7] as [Int64]) {
                let part = tier["parts"]?[0]?["value"]?.integer
                #expect(part == min(value, least), "\(member) \(goal.name)")
                #expect((tier["earnedAt"] != nil) == (value >= least), "\(member) \(goal.name)")
            }
        }
        let grown = growth(events)
        #expect(profile["growth"]?.integer == grown)
    }

    @Test(
        "twice, late, undone before and after, over restarts: the same as by the plainest counting",
        arguments: 0..<4
    )
    func anyOrder(run: Int) async throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        let events = ModelEvents(120, undoing: run > 0, &random)
        let place = try TemporaryFolder()
        let clock = TestClock(BadgesScene.midnight)
        let batches = events.deliveries(&random)
        let cut = batches.count / 2
        try await BadgesScene.serving(Self.programme, in: place, clock: clock) { scene in
            for batch in batches[..<cut] { try await tell(batch, scene) }
        }
        try await BadgesScene.serving(nil, in: place, clock: clock) { scene in
            for batch in batches[cut...] { try await tell(batch, scene) }
            for member in ["ann", "ben"] {
                try await check(member, events.standing(of: member), scene)
            }
            let differences = try await scene.differences()
            #expect(differences == [], "seed \(seed)")
            guard run == 0 else { return }
            // Where nothing was undone, each tier that is held was paid for once.
            for member in ["ann", "ben"] {
                let tiers = try await scene.tiers(member)
                let balance = try await scene.balance(member)
                #expect(balance == Int64(tiers.count), "seed \(seed)")
            }
        }
    }

    @Test("what a publication counts otherwise is counted anew from all that was told")
    func recounted() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        let events = ModelEvents(60, undoing: true, &random)
        try await BadgesScene.serving([]) { scene in
            for batch in events.deliveries(&random) { try await tell(batch, scene) }
            try await scene.publish(Self.programme)
            for member in ["ann", "ben"] {
                try await check(member, events.standing(of: member), scene)
            }
            let differences = try await scene.differences()
            #expect(differences == [], "seed \(seed)")
        }
    }

    private func tell(_ batch: [ModelEvent], _ scene: BadgesScene) async throws {
        let source = batch.first?.source ?? "host"
        let answer = try await scene.tell(batch.map(\.json), as: source)
        #expect(answer.status == 200, "\(answer.text)")
    }
}
