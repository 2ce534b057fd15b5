import Access
import Calls
import Storage
import TestSupport
import Testing
import Wire

@Suite("A member that cannot be brought up to date", .timeLimit(.minutes(2)))
struct StuckMemberTests {
    private static let job = ["job-pause-ms": "10"]

    private static func badge(_ least: Int64) -> [JSON.Member] {
        let goal: JSON = ["count": "visit", "atLeast": .integer(least)]
        return [.init("badges", [["id": "b", "tiers": [["id": "t", "goal": goal]]]])]
    }

    @Test("holds up nobody: more of them than a commit has room for are passed over and counted")
    func recount() async throws {
        let (place, clock) = (try TemporaryFolder(), TestClock(BadgesScene.midnight))
        let bad = (100..<170).map { "bad-\($0)" }
        try await BadgesScene.serving(Self.badge(2), in: place, clock: clock) { scene in
            try await scene.tell((bad + ["good"]).map { BadgesScene.event($0, "visit", of: $0) })
        }
        try await BadgesScene.changeStore(in: place) { store in
            try store.execute("UPDATE event SET attributes = '{' WHERE member < 'c'")
        }
        try await BadgesScene.serving(nil, in: place, clock: clock, settings: Self.job) { scene in
            try await scene.publish(Self.badge(1))
            try await Patience.wait {
                try await scene.metric("jifen_due_stuck", #"kind="recount""#) == 70
            }
            #expect(try await scene.metric("jifen_members_to_recount") == 70)
            #expect(try await scene.metric("jifen_badge_holders", #"tier="t""#) == 1)
            #expect(try await scene.tiers("good") == ["b:t"])
            // Its page is shown as it was.
            #expect(try await scene.tiers("bad-100") == [])
        }
        try await BadgesScene.changeStore(in: place) { store in
            try store.execute("UPDATE event SET attributes = ''")
        }
        try await BadgesScene.serving(nil, in: place, clock: clock, settings: Self.job) { scene in
            try await Patience.wait {
                try await scene.metric("jifen_members_to_recount") == 0
            }
            #expect(try await scene.metric("jifen_due_stuck", #"kind="recount""#) == 0)
            #expect(try await scene.metric("jifen_badge_holders", #"tier="t""#) == 71)
        }
    }

    @Test("holds up nobody, nor lets a board close without them, where one commit cannot pass all")
    func many() async throws {
        let (place, clock) = (try TemporaryFolder(), TestClock(BadgesScene.midnight))
        let members = (1_000..<1_560).map { "bad-\($0)" } + ["good", "zoe"]
        try await BadgesScene.serving(Self.badge(2), in: place, clock: clock) { scene in
            for few in [members.prefix(400), members.dropFirst(400)] {
                let events = few.map { BadgesScene.event($0, "visit", of: $0) }
                let answer = try await scene.tell(events)
                try #require(answer.status == 200, "\(answer.text)")
            }
        }
        try await BadgesScene.changeStore(in: place) { store in
            try store.execute("UPDATE event SET attributes = '{' WHERE member < 'c'")
        }
        let board: JSON = ["id": "week", "count": "visit", "each": "week"]
        try await BadgesScene.serving(nil, in: place, clock: clock) { scene in
            try await scene.publish(Self.badge(1) + [.init("boards", [board])])
            #expect(try await scene.tiers("zoe") == ["b:t"])
        }
        clock.advance(milliseconds: 2 * 86_400_000)
        try await BadgesScene.serving(nil, in: place, clock: clock, settings: Self.job) { scene in
            let period = try await scene.settled()
            #expect(period["members"] == 2, "\(period)")
            try await Patience.wait {
                try await scene.metric("jifen_due_stuck", #"kind="recount""#) == 560
            }
            #expect(try await scene.metric("jifen_badge_holders", #"tier="t""#) == 2)
        }
    }

    @Test("holds up no review of others")
    func review() async throws {
        let programme: [JSON.Member] = [
            .init("growth", ["over": ["months": 2], "rules": [["count": "visit", "growth": 10]]]),
            .init("levels", ["review": ["months": 3], "steps": [["id": "one", "at": 10]]]),
        ]
        let (place, clock) = (try TemporaryFolder(), TestClock(BadgesScene.midnight))
        try await BadgesScene.serving(programme, in: place, clock: clock) { scene in
            try await scene.tell([
                BadgesScene.event("1", "visit", of: "bad", on: "2026-02-27"),
                BadgesScene.event("2", "visit", of: "bad", on: "2026-02-28"),
                BadgesScene.event("3", "visit", of: "good", on: "2026-02-28"),
            ])
            scene.pass(days: 91)
            // Growth of that kind cannot be added up.
            #expect(try await scene.metric("jifen_level_members", #"level="1""#) == 2)
        }
        try await BadgesScene.changeStore(in: place) { store in
            try store.execute(
                "UPDATE growth_day SET growth = ?, day = day + 90 WHERE member = 'bad'",
                .int(.max)
            )
        }
        clock.advance(milliseconds: 3 * 86_400_000)
        try await BadgesScene.serving(nil, in: place, clock: clock, settings: Self.job) { scene in
            try await Patience.wait {
                try await scene.metric("jifen_due_stuck", #"kind="day""#) == 1
            }
            #expect(try await scene.metric("jifen_level_members", #"level="0""#) == 1)
            #expect(try await scene.metric("jifen_level_members", #"level="1""#) == 1)
        }
    }
}
