import Calls
import Primitives
import TestSupport
import Testing
import Wire

@Suite("Tasks over HTTP", .timeLimit(.minutes(2)))
struct TaskTests {
    private static let programme: [JSON.Member] = [
        .init(
            "tasks",
            [
                [
                    "id": "welcome", "kind": "newcomer", "reward": 100,
                    "goal": ["count": "registration", "atLeast": 1],
                ],
                [
                    "id": "second", "kind": "newcomer", "reward": 7, "after": ["welcome"],
                    "goal": ["count": "checkin.done", "atLeast": 1],
                ],
                [
                    "id": "daily", "kind": "daily", "claim": true, "claimDays": 1, "reward": 5,
                    "inOrder": true,
                    "steps": [
                        ["goal": ["count": "checkin.done", "atLeast": 1]],
                        ["goal": ["count": "lottery.drawn", "atLeast": 2]],
                    ],
                ],
                [
                    "id": "taken", "kind": "weekly", "takeUp": true, "reward": 3,
                    "goal": ["count": "checkin.done", "atLeast": 1],
                ],
            ]
        )
    ]

    private func states(_ scene: BadgesScene) async throws -> [String: String] {
        var states: [String: String] = [:]
        for task in try await scene.profile()["tasks"]?.elements ?? [] {
            states[task["id"]?.text ?? ""] = task["state"]?.text
        }
        return states
    }

    @Test("tasks are rewarded by themselves, those that ask for another one right after it")
    func automatic() async throws {
        try await BadgesScene.serving(Self.programme) { scene in
            try await scene.tell([BadgesScene.event("1")])
            let before = try await states(scene)
            #expect(before["second"] == "locked")
            #expect(before["taken"] == "toTakeUp")
            try await scene.tell([BadgesScene.event("2", "registration")])
            let after = try await states(scene)
            #expect(after["welcome"] == "rewarded")
            #expect(after["second"] == "rewarded")
            let balance = try await scene.balance()
            #expect(balance == 107)
            // It was done before it is taken up.
            let path = "/v1/members/me/tasks/taken/takeup"
            let answer = try await scene.send(.post, path, as: "anna", key: "t1")
            #expect(answer.status == 201, "\(answer.text)")
            #expect(answer.json["state"] == "rewarded")
            let again = try await scene.send(.post, path, as: "anna", key: "t1")
            #expect(again.text == answer.text)
            let richer = try await scene.balance()
            #expect(richer == 110)
        }
    }

    @Test("a task is not unlocked by another one whose id begins with that of the one before it")
    func colons() async throws {
        let tasks: JSON = [
            [
                "id": "a:b", "kind": "newcomer", "reward": 1,
                "goal": ["count": "checkin.done", "atLeast": 1],
            ],
            [
                "id": "a", "kind": "newcomer", "reward": 2,
                "goal": ["count": "registration", "atLeast": 1],
            ],
            [
                "id": "z", "kind": "newcomer", "reward": 4, "after": ["a"],
                "goal": ["count": "checkin.done", "atLeast": 1],
            ],
        ]
        try await BadgesScene.serving([.init("tasks", tasks)]) { scene in
            try await scene.tell([BadgesScene.event("1")])
            let locked = try await states(scene)
            #expect(locked == ["a:b": "rewarded", "a": "open", "z": "locked"])
            try await scene.tell([BadgesScene.event("2", "registration")])
            let done = try await states(scene)
            #expect(done == ["a:b": "rewarded", "a": "rewarded", "z": "rewarded"])
        }
    }

    @Test("a task that need not be taken up says so")
    func notTakenUp() async throws {
        try await BadgesScene.serving(Self.programme) { scene in
            let path = "/v1/members/me/tasks/welcome/takeup"
            let answer = try await scene.send(.post, path, as: "anna", key: "t1")
            #expect(answer.status == 409)
            #expect(answer.json["type"] == "/problems/take-up-not-needed")
            #expect(try await states(scene)["welcome"] == "open")
        }
    }

    @Test("a reward is claimed once for each day, in its time, when all steps are done")
    func claimed() async throws {
        try await BadgesScene.serving(Self.programme) { scene in
            let path = "/v1/members/me/tasks/daily/claim"
            try await scene.tell([
                BadgesScene.event("1"), BadgesScene.event("2", "lottery.drawn"),
            ])
            let early = try await scene.send(.post, path, as: "anna", key: "c1")
            #expect(early.status == 409)
            #expect(early.json["type"] == "/problems/not-eligible")
            #expect(early.json["stepsDone"] == 1)
            try await scene.tell([BadgesScene.event("3", "lottery.drawn")])
            // The next day it can still be claimed, as that of the day before.
            scene.pass(days: 1)
            let states = try await scene.profile()["tasks"]?.elements ?? []
            let daily = states.filter { $0["id"] == "daily" }.map { $0["state"]?.text }
            #expect(daily == ["open", "done"])
            let other = try await scene.send(.post, path, as: "anna", key: "c2")
            #expect(other.status == 409)
            let body: JSON = ["period": "2026-03-01"]
            for key in ["c3", "c3"] {
                let answer = try await scene.send(.post, path, body, as: "anna", key: key)
                #expect(answer.status == 201, "\(answer.text)")
            }
            let left = try await scene.profile()["tasks"]?.elements ?? []
            let begun = left.filter { $0["id"] == "daily" }.map { $0["from"]?.text }
            #expect(begun == ["2026-03-02"])
            let twice = try await scene.send(.post, path, body, as: "anna", key: "c4")
            #expect(twice.json["type"] == "/problems/limit-reached")
            let balance = try await scene.balance()
            #expect(balance == 5)
            scene.pass(days: 1)
            try await scene.tell([
                BadgesScene.event("4"), BadgesScene.event("5", "lottery.drawn", on: "2026-03-02"),
            ])
            scene.pass(days: 1)
            let late = try await scene.send(
                .post,
                path,
                ["period": "2026-03-02"],
                as: "anna",
                key: "c5"
            )
            #expect(late.json["type"] == "/problems/not-open")
            #expect(late.json["lastDay"] == "2026-03-03")
        }
    }

    @Test("of a task that is claimed from two devices at once, one reward is paid")
    func raced() async throws {
        try await BadgesScene.serving(Self.programme) { scene in
            try await scene.tell([
                BadgesScene.event("1"), BadgesScene.event("2", "lottery.drawn"),
                BadgesScene.event("3", "lottery.drawn"),
            ])
            let path = "/v1/members/me/tasks/daily/claim"
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        try await scene.send(.post, path, as: "anna", key: "k\(number)").status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [201] + Array(repeating: 409, count: 7))
            let balance = try await scene.balance()
            #expect(balance == 5)
        }
    }
}
