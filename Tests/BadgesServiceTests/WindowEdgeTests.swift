import Primitives
import TestSupport
import Testing
import Wire

@Suite("At the edges of what is counted together", .timeLimit(.minutes(2)))
struct WindowEdgeTests {
    /// A badge that is given for two check-ins within a span, and taken back with one of them.
    private static func pair(_ span: JSON.Member) -> [JSON.Member] {
        let goal = JSON.object([.init("count", "checkin.done"), .init("atLeast", 2), span])
        let tier: JSON = ["id": "t", "goal": goal, "reward": 1]
        return [.init("badges", [["id": "pair", "undone": "revoke", "tiers": [tier]]])]
    }

    /// Tells one event, in a request of its own.
    private func tell(
        _ id: String,
        of member: String,
        on day: CalendarDay,
        undoes: String? = nil,
        _ scene: BadgesScene
    ) async throws {
        let type = undoes == nil ? "checkin.done" : "undone"
        let event = BadgesScene.event(id, type, of: member, on: "\(day)", undoes: undoes)
        let answer = try await scene.tell([event])
        try #require(answer.status == 200, "\(answer.text)")
    }

    @Test(
        "N days hold the first day and the N-th, late or not, and not the one behind",
        arguments: [2, 7, 30, 366] as [Int64]
    )
    func rolling(days: Int64) async throws {
        let first = try #require(CalendarDay("2024-02-28"))
        let programme = Self.pair(.init("within", .integer(days)))
        try await BadgesScene.serving(programme) { scene in
            for distance in [days - 1, days, days + 1] {
                for isLate in [false, true] {
                    let member = "m-\(distance)-\(isLate)"
                    let ends = [("a", first), ("b", first.adding(distance))]
                    for (id, day) in isLate ? ends.reversed() : ends {
                        try await tell("\(member)-\(id)", of: member, on: day, scene)
                    }
                    let isGiven = distance == days - 1
                    #expect(try await scene.tiers(member) == (isGiven ? ["pair:t"] : []))
                }
            }
            #expect(try await scene.differences() == [])
        }
    }

    @Test("what is undone at an edge takes the window, a day inside it gives it back, paid once")
    func rollingUndone() async throws {
        let first = try #require(CalendarDay("2026-02-26"))
        try await BadgesScene.serving(Self.pair(.init("within", 7))) { scene in
            try await tell("a", of: "anna", on: first, scene)
            try await tell("b", of: "anna", on: first.adding(6), scene)
            #expect(try await scene.tiers() == ["pair:t"])
            try await tell("u", of: "anna", on: first, undoes: "a", scene)
            #expect(try await scene.tiers() == [])
            // One that is a day too far from what is left, late; then one at the other edge of it.
            try await tell("c", of: "anna", on: first.adding(-1), scene)
            #expect(try await scene.tiers() == [])
            try await tell("d", of: "anna", on: first.adding(12), scene)
            #expect(try await scene.tiers() == ["pair:t"])
            try await tell("v", of: "anna", on: first, undoes: "b", scene)
            #expect(try await scene.tiers() == [])
            // The undoing of the first one is undone: with the late one it makes two.
            try await tell("w", of: "anna", on: first, undoes: "u", scene)
            #expect(try await scene.tiers() == ["pair:t"])
            #expect(try await scene.balance() == 1)
            #expect(try await scene.differences() == [])
        }
    }

    /// Two days, and whether a span counts them together.
    typealias Days = (one: String, other: String, isTogether: Bool)

    @Test(
        "days, weeks and months part what lies on both sides of their ends",
        arguments: [
            (
                "day",
                [
                    ("2026-03-08", "2026-03-08", true), ("2026-03-08", "2026-03-09", false),
                    ("2011-12-29", "2011-12-31", false), ("2024-02-29", "2024-02-29", true),
                ]
            ),
            (
                "week",
                [
                    ("2026-02-23", "2026-03-01", true), ("2026-03-01", "2026-03-02", false),
                    ("2026-02-22", "2026-02-23", false), ("2024-02-26", "2024-03-03", true),
                    ("2026-12-28", "2027-01-03", true), ("2026-12-27", "2026-12-28", false),
                    ("2027-01-03", "2027-01-04", false), ("2011-12-26", "2012-01-01", true),
                ]
            ),
            (
                "month",
                [
                    ("2026-02-01", "2026-02-28", true), ("2026-02-28", "2026-03-01", false),
                    ("2024-02-01", "2024-02-29", true), ("2024-02-29", "2024-03-01", false),
                    ("2026-01-31", "2026-02-01", false), ("2026-03-01", "2026-03-31", true),
                    ("2026-12-31", "2027-01-01", false), ("2025-03-01", "2026-03-01", false),
                ]
            ),
        ] as [(String, [Days])]
    )
    func periods(each: String, cases: [Days]) async throws {
        try await BadgesScene.serving(Self.pair(.init("each", .string(each)))) { scene in
            for (number, days) in cases.enumerated() {
                let member = "m-\(number)"
                // The later day comes first.
                for (id, text) in [("b", days.other), ("a", days.one)] {
                    let day = try #require(CalendarDay(text))
                    try await tell("\(member)-\(id)", of: member, on: day, scene)
                }
                let tiers = try await scene.tiers(member)
                #expect(tiers == (days.isTogether ? ["pair:t"] : []), "\(each) \(days)")
            }
            #expect(try await scene.differences() == [])
        }
    }

    @Test(
        "a campaign has its first and its last day, also where it is told of long after its end",
        arguments: [
            ("2026-06-18", "2026-06-18"), ("2024-02-29", "2024-03-01"),
            ("2026-12-31", "2027-01-01"), ("2011-12-30", "2011-12-31"),
        ]
    )
    func campaign(from: String, to: String) async throws {
        let window: JSON = ["from": .string(from), "to": .string(to)]
        let clock = TestClock(try #require(Instant("2028-01-01T00:00:00Z")))
        let (first, last) = (try #require(CalendarDay(from)), try #require(CalendarDay(to)))
        let programme = Self.pair(.init("between", window))
        try await BadgesScene.serving(programme, clock: clock) { scene in
            try await tell("before", of: "anna", on: first.preceding, scene)
            try await tell("after", of: "anna", on: last.following, scene)
            try await tell("last", of: "anna", on: last, scene)
            #expect(try await scene.tiers() == [])
            try await tell("first", of: "anna", on: first, scene)
            #expect(try await scene.tiers() == ["pair:t"])
            try await tell("u", of: "anna", on: last.following, undoes: "last", scene)
            #expect(try await scene.tiers() == [])
            try await tell("again", of: "anna", on: last, scene)
            #expect(try await scene.tiers() == ["pair:t"])
            #expect(try await scene.balance() == 1)
            #expect(try await scene.differences() == [])
        }
    }
}
