import Access
import Calls
import Primitives
import TestSupport
import Testing
import Wire

@Suite("A level that is to be kept", .timeLimit(.minutes(2)))
struct DemotionTests {
    /// What is done to a member, or seen of it, when the clock stands at an instant.
    enum Step: Sendable {
        /// An order of an amount, on the day of the zone unless another one is named.
        case order(String, Int64, on: String? = nil)
        /// The refund of an order.
        case refund(String)
        /// A level that is given for some days.
        case grant(level: Int64, days: Int64)
        /// The level in force, the one that is earned, and the day on which its grace ends.
        case stands(Int64, earned: Int64, grace: String? = nil)
    }

    /// A member's life: instants of Shanghai, without seconds, and what happens at each.
    struct Life: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var fall = "oneStep"
        let steps: [(at: String, step: Step)]
    }

    /// Three levels by the growth of a year, with a review each year and ten days of grace.
    ///
    /// The third takes 200 and is kept with 150, the second takes 100 and is kept with 50.
    private static func programme(_ fall: String) -> [JSON.Member] {
        [
            .init(
                "growth",
                [
                    "over": ["months": 12],
                    "rules": [["sum": "amount", "of": "order", "growth": 1]],
                ]
            ),
            .init(
                "levels",
                [
                    "review": ["months": 12, "graceDays": 10, "fall": .string(fall)],
                    "steps": [
                        ["id": "one", "at": 0], ["id": "two", "at": 100, "keep": 50],
                        ["id": "three", "at": 200, "keep": 150],
                    ],
                ]
            ),
        ]
    }

    private static let grace = [
        Life(
            testDescription: "is lost as the day begins on which the grace ends",
            steps: [
                ("2026-03-01T00:00", .order("a", 200)),
                ("2027-02-28T23:59", .stands(3, earned: 3)),
                ("2027-03-01T00:00", .stands(3, earned: 3)),
                // The year before the review had the order; that before the next one has none.
                ("2028-03-01T00:00", .stands(3, earned: 3, grace: "2028-03-11")),
                ("2028-03-10T23:59", .stands(3, earned: 3, grace: "2028-03-11")),
                ("2028-03-11T00:00", .stands(2, earned: 2)),
            ]
        ),
        Life(
            testDescription: "is kept by what reaches the threshold on the last day of grace",
            steps: [
                ("2026-03-01T00:00", .order("a", 200)),
                ("2028-03-10T23:58", .order("b", 149)),
                ("2028-03-10T23:58", .stands(3, earned: 3, grace: "2028-03-11")),
                ("2028-03-10T23:59", .order("c", 1)), ("2028-03-10T23:59", .stands(3, earned: 3)),
                ("2028-03-11T00:00", .stands(3, earned: 3)),
                ("2029-02-28T23:59", .stands(3, earned: 3)),
                // Both lie in the year that the next review looks at.
                ("2029-03-01T00:00", .stands(3, earned: 3)),
                ("2030-03-01T00:00", .stands(3, earned: 3, grace: "2030-03-11")),
            ]
        ),
        Life(
            testDescription: "is not kept by what is told when the grace is over, of a day in it",
            steps: [
                ("2026-03-01T00:00", .order("a", 200)),
                ("2028-03-11T00:00", .order("b", 150, on: "2028-03-10")),
                ("2028-03-11T00:00", .stands(2, earned: 2)),
                // To come back takes as much as to come.
                ("2028-03-11T00:01", .order("c", 49)), ("2028-03-11T00:01", .stands(2, earned: 2)),
                ("2028-03-11T00:02", .order("d", 1)), ("2028-03-11T00:02", .stands(3, earned: 3)),
            ]
        ),
        Life(
            testDescription: "is lost at once as far as growth says, where the programme says so",
            fall: "toGrowth",
            steps: [
                ("2026-03-01T00:00", .order("a", 200)), ("2028-03-05T00:00", .order("b", 99)),
                ("2028-03-10T23:59", .stands(3, earned: 3, grace: "2028-03-11")),
                ("2028-03-11T00:00", .stands(1, earned: 1)),
            ]
        ),
    ]

    private static let refunds = [
        Life(
            testDescription: "stays until its review, though a refund takes all of its growth",
            steps: [
                ("2026-03-01T00:00", .order("a", 250)), ("2026-03-02T00:00", .refund("a")),
                ("2026-03-02T00:00", .stands(3, earned: 3)),
                ("2027-02-28T23:59", .stands(3, earned: 3)),
                ("2027-03-01T00:00", .stands(3, earned: 3, grace: "2027-03-11")),
                ("2027-03-11T00:00", .stands(2, earned: 2)),
                // The second one is reviewed a year after the fall.
                ("2028-03-11T00:00", .stands(2, earned: 2, grace: "2028-03-21")),
                ("2028-03-21T00:00", .stands(1, earned: 1)),
            ]
        ),
        Life(
            testDescription:
                "is kept with exactly its threshold at the review, and not with one point less",
            steps: [
                ("2026-03-01T00:00", .order("a", 150)), ("2026-03-01T00:00", .order("b", 99)),
                ("2026-03-01T00:00", .order("c", 1)), ("2026-06-01T00:00", .refund("b")),
                ("2026-06-02T00:00", .refund("c")),
                ("2027-03-01T00:00", .stands(3, earned: 3)),
                ("2027-06-01T00:00", .order("d", 150)), ("2027-06-02T00:00", .order("e", 1)),
                ("2027-06-03T00:00", .refund("d")), ("2027-06-04T00:00", .order("f", 148)),
                ("2028-03-01T00:00", .stands(3, earned: 3, grace: "2028-03-11")),
                ("2028-03-02T00:00", .order("g", 1)), ("2028-03-02T00:00", .stands(3, earned: 3)),
            ]
        ),
        Life(
            testDescription:
                "stays until the next review, though a refund takes what ended its grace",
            steps: [
                ("2026-03-01T00:00", .order("a", 200)), ("2028-03-02T00:00", .order("b", 160)),
                ("2028-03-02T00:00", .stands(3, earned: 3)),
                ("2028-03-03T00:00", .refund("b")), ("2028-03-03T00:00", .stands(3, earned: 3)),
                // What ended the grace is gone; the next review sees that, and none before it.
                ("2028-03-11T00:00", .stands(3, earned: 3)),
                ("2029-03-01T00:00", .stands(3, earned: 3, grace: "2029-03-11")),
            ]
        ),
    ]

    private static let grants = [
        Life(
            testDescription: "falls behind one that was given, which ends with its own last day",
            steps: [
                ("2026-03-01T00:00", .order("a", 200)),
                ("2028-03-10T12:00", .grant(level: 3, days: 5)),
                ("2028-03-10T23:59", .stands(3, earned: 3, grace: "2028-03-11")),
                ("2028-03-11T00:00", .stands(3, earned: 2)),
                ("2028-03-15T23:59", .stands(3, earned: 2)),
                ("2028-03-16T00:00", .stands(2, earned: 2)),
            ]
        ),
        Life(
            testDescription: "is not kept by a higher one that was given",
            steps: [
                ("2026-03-01T00:00", .order("a", 100)),
                ("2026-03-02T00:00", .grant(level: 3, days: 3660)),
                ("2028-03-01T00:00", .stands(3, earned: 2, grace: "2028-03-11")),
                ("2028-03-11T00:00", .stands(3, earned: 1)),
            ]
        ),
        Life(
            testDescription: "is in force again as the days of a higher one end within its grace",
            steps: [
                ("2026-03-01T00:00", .order("a", 100)),
                ("2028-03-01T00:00", .grant(level: 3, days: 4)),
                ("2028-03-05T23:59", .stands(3, earned: 2, grace: "2028-03-11")),
                ("2028-03-06T00:00", .stands(2, earned: 2, grace: "2028-03-11")),
                ("2028-03-11T00:00", .stands(1, earned: 1)),
            ]
        ),
    ]

    private static let all = grace + refunds + grants

    @Test("stands where its rules put it, at each instant of a life", arguments: all)
    func life(_ life: Life) async throws {
        try await BadgesScene.serving(Self.programme(life.fall)) { scene in
            for (at, step) in life.steps {
                let instant = try #require(Instant("\(at):00Z"))
                scene.pass(to: Instant(milliseconds: instant.milliseconds - 8 * 3_600_000))
                try await take(step, on: String(at.prefix(10)), scene, "\(at) \(step)")
            }
            #expect(try await scene.differences() == [])
        }
    }

    private func take(
        _ step: Step,
        on day: String,
        _ scene: BadgesScene,
        _ comment: Comment
    ) async throws {
        switch step {
        case .order(let id, let amount, let named):
            let attributes = [JSON.Member("amount", .integer(amount))]
            let event = BadgesScene.event(id, "order", on: named ?? day, attributes)
            #expect(try await scene.tell([event]).status == 200, comment)
        case .refund(let id):
            let event = BadgesScene.event("refund-\(id)", "refund", on: day, undoes: id)
            #expect(try await scene.tell([event]).status == 200, comment)
        case .grant(let level, let days):
            let grant: JSON = [
                "key": .string("g-\(day)"), "member": "anna", "kind": "level",
                "level": .integer(level), "days": .integer(days), "source": "mall",
            ]
            let answer = try await scene.send(.post, "/v1/grants", grant, by: .service)
            #expect(answer.status == 201, comment)
        case .stands(let level, let earned, let grace):
            let page = try await scene.profile()
            #expect(page["level"]?["number"]?.integer == level, comment)
            let own = page["earned"] ?? page["level"]
            #expect(own?["number"]?.integer == earned, comment)
            #expect(own?["graceEndsOn"]?.text == grace, comment)
            #expect((page["earned"] != nil) == (level != earned), comment)
        }
    }
}
