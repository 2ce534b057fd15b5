import Testing
import Wire

@Suite("Faulty tasks")
struct FaultyTaskTests {
    private static let goal: JSON = ["count": "a", "atLeast": 1]

    private static func task(_ members: [JSON.Member]) -> JSON {
        .object([.init("id", "t"), .init("kind", "daily"), .init("goal", goal)] + members)
    }

    static let taskCases: [(JSON, [String])] = [
        ([[:]], ["id", "kind", "goal"].map { "[0].\($0): is missing" }),
        (
            [["id": "t", "kind": "monthly", "goal": goal]],
            ["[0].kind: must be newcomer or daily or weekly or campaign"]
        ), ([["id": "t", "kind": "campaign", "goal": goal]], ["[0].days: are missing"]),
        (
            [task([.init("days", ["from": "2026-03-01", "to": "2026-03-02"])])],
            ["[0].days: are for the kind campaign"]
        ),
        (
            [task([.init("since", "2026-03-01")])],
            ["[0].since: is for newcomers' tasks"]
        ),
        (
            [task([.init("claimDays", 61)])],
            ["[0].claimDays: must be a whole number from 0 to 60"]
        ),
        ([task([.init("steps", [["goal": goal]])])], ["[0].goal: cannot stand beside steps"]),
        (
            [
                [
                    "id": "t", "kind": "daily",
                    "goal": ["count": "a", "each": "day", "atLeast": 1],
                ]
            ],
            ["[0].steps: are counted over the task's own days"]
        ),
        (
            [
                [
                    "id": .string(String(repeating: "x", count: 52)), "kind": "daily",
                    "goal": goal,
                ]
            ],
            ["[0].id: is longer than 51 characters"]
        ),
        // One that is at fault is known to those behind it, and shifts none of their places.
        (
            [["id": "a", "kind": "daily"], task([.init("after", ["a", "t"])]), task([])],
            [
                "[0].goal: is missing", "[1].after[1]: must be a task that stands before it",
                "[2].id: stands twice",
            ]
        ),
    ]

    static let stepCases: [(JSON, [String])] = [
        ([["id": "t", "kind": "daily", "steps": []]], ["[0].steps: must have at least one"]),
        (
            [
                [
                    "id": "t", "kind": "daily",
                    "goal": ["count": "a", "rewards": true, "atLeast": 1],
                ]
            ],
            ["[0].steps: cannot count rewards"]
        ),
        (
            [["id": "t", "kind": "daily", "steps": [[:], ["goal": goal, "each": "day"]]]],
            ["[0].steps[0].goal: is missing", "[0].steps[1].each: is not known here"]
        ),
        (
            [["id": "t", "kind": "campaign", "goal": goal, "days": ["from": "2026-03-01"]]],
            ["[0].days.to: is missing"]
        ),
    ]

    @Test("steps are checked", arguments: stepCases)
    func steps(tasks: JSON, faults: [String]) {
        let found = FaultySectionTests.faults(of: [.init("tasks", tasks)])
        #expect(found == faults.map { "tasks\($0)" })
    }

    @Test("are told with the path and the reason of each fault", arguments: taskCases)
    func tasks(tasks: JSON, faults: [String]) {
        let found = FaultySectionTests.faults(of: [.init("tasks", tasks)])
        #expect(found == faults.map { "tasks\($0)" })
    }
}
