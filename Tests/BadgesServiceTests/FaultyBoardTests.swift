import Testing
import Wire

@Suite("Faulty leaderboards")
struct FaultyBoardTests {
    private static func board(_ members: JSON.Member...) -> JSON {
        .object([.init("id", "b"), .init("count", "a")] + members)
    }

    private static let week = JSON.Member("each", "week")

    static let boardCases: [(JSON, [String])] = [
        (
            [[:]],
            ["id: is missing", "count: or one of sum, distinct, maximum, streak is missing"]
        ),
        (
            [board(.init("within", 7))],
            ["within: has no end at which a board could close"]
        ),
        ([board(.init("each", "year"))], ["each: must be day or week or month"]),
        (
            [board(week, .init("between", ["from": "2026-03-01", "to": "2026-03-02"]))],
            ["between: cannot stand beside each"]
        ),
        (
            [board(.init("prizes", [["to": 1, "reward": 1]]))],
            ["prizes: are handed out at the end of each or between"]
        ),
        (
            [board(week, .init("rewards", true), .init("prizes", [["to": 1, "reward": 1]]))],
            ["prizes: cannot stand beside rewards, which count rewards"]
        ),
        (
            [board(week, .init("prizes", [["reward": 1], ["to": 1], ["to": 1001]]))],
            [
                "prizes[0].to: is missing", "prizes[1].reward: is missing",
                "prizes[2].to: must be a whole number from 1 to 1000",
                "prizes[2].reward: is missing",
            ]
        ),
        (
            [board(week, .init("prizes", [["to": 3, "reward": 2], ["to": 3, "reward": 1]]))],
            ["prizes[1].to: must be behind the rank of the prize before"]
        ),
        (
            [board(week, .init("winners", 0), .init("settlingDays", 32))],
            [
                "winners: must be a whole number from 1 to 10000",
                "settlingDays: must be a whole number from 0 to 31",
            ]
        ),
        (
            [["id": .string(String(repeating: "x", count: 48)), "count": "a"]],
            ["id: is longer than 47 characters"]
        ),
    ]

    @Test("are told with the path and the reason of each fault", arguments: boardCases)
    func boards(boards: JSON, faults: [String]) {
        let found = FaultySectionTests.faults(of: [.init("boards", boards)])
        #expect(found == faults.map { "boards[0].\($0)" })
    }

    @Test("two of one name")
    func twice() {
        let boards: JSON = .array([Self.board(Self.week), Self.board()])
        let found = FaultySectionTests.faults(of: [.init("boards", boards)])
        #expect(found == ["boards[1].id: stands twice"])
    }
}
