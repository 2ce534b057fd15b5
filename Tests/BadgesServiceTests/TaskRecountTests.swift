import Calls
import Primitives
import TestSupport
import Testing
import Wire

@Suite("Tasks of a programme that is published anew", .timeLimit(.minutes(2)))
struct TaskRecountTests {
    private static let badges = JSON.Member(
        "badges",
        [["id": "buyer", "tiers": [["id": "t", "goal": ["count": "order.paid", "atLeast": 1]]]]]
    )

    /// A task that counts what the badge counts.
    private static func tasks(_ least: Int64, _ more: [JSON.Member] = []) -> JSON.Member {
        let task: [JSON.Member] = [
            .init("id", "orders"), .init("kind", "newcomer"),
            .init("goal", ["count": "order.paid", "atLeast": .integer(least)]),
        ]
        return JSON.Member("tasks", .array([.object(task + more)]))
    }

    @Test(
        "one that is new, or takes less, is rewarded once to whom nothing happens any more",
        arguments: [[3], [5, 3], [3, 1]] as [[Int64]]
    )
    func rewarded(_ thresholds: [Int64]) async throws {
        let job = ["job-pause-ms": "10"]
        try await BadgesScene.serving([Self.badges], settings: job) { scene in
            try await scene.tell((1...3).map { BadgesScene.event("o-\($0)", "order.paid") })
            for least in thresholds {
                try await scene.publish([Self.badges, Self.tasks(least, [.init("reward", 7)])])
                try await Patience.wait {
                    try await scene.metric("jifen_members_to_recount") == 0
                }
            }
            // Before any page is asked for, which would bring the member up to date itself.
            let balance = try await scene.balance()
            #expect(balance == 7)
            let task = try await scene.profile()["tasks"]?[0]
            #expect(task?["state"] == "rewarded" && task?["rewardedAt"] != nil, "\(task ?? .null)")
            let after = try await scene.balance()
            #expect(after == 7)
        }
    }

    @Test("nobody is counted anew by what gives nothing by itself")
    func unchanged() async throws {
        let reward = JSON.Member("reward", 7)
        try await BadgesScene.serving([Self.badges, Self.tasks(3, [reward])]) { scene in
            try await scene.tell([BadgesScene.event("o-1", "order.paid")])
            let versions: [(tasks: JSON.Member, behind: Int)] = [
                (Self.tasks(3, [reward]), 0), (Self.tasks(3, [.init("title", "Orders")]), 0),
                (Self.tasks(2, [reward]), 1), (Self.tasks(3, [reward]), 0),
                (Self.tasks(3, [reward, .init("takeUp", true)]), 1),
                (Self.tasks(3, [reward, .init("claimDays", 9)]), 1),
                (Self.tasks(3, [reward, .init("claim", true)]), 1),
            ]
            for (tasks, behind) in versions {
                try await scene.publish([Self.badges, tasks])
                let found = try await scene.metric("jifen_members_to_recount")
                #expect(found == behind, "\(tasks.value)")
            }
            _ = try await scene.profile()
            // Of one that must be claimed nothing is given by itself.
            for least: Int64 in [2, 1] {
                let claimed = Self.tasks(least, [reward, .init("claim", true)])
                try await scene.publish([Self.badges, claimed])
                let found = try await scene.metric("jifen_members_to_recount")
                #expect(found == 0)
            }
        }
    }
}
