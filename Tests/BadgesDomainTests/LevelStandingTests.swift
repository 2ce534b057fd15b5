import BadgesDomain
import Primitives
import Testing

@Suite("Levels with grace and keep")
struct LevelStandingTests {
    /// What a member has grown to from a day on.
    typealias Growth = (day: String, growth: Int64)
    /// Where a member stands on a day.
    typealias Standing = (day: String, level: Int64, review: String?, grace: String?)

    struct Life: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var review: LevelRules.Review? = .init(months: 12, graceDays: 30)
        let growth: [Growth]
        let stands: [Standing]
    }

    /// Three levels: one takes nothing, two 100 and is kept with 50, three 200 and 150.
    private static func rules(_ review: LevelRules.Review?) -> LevelRules {
        let steps: [(id: String, at: Int64, keep: Int64)] = [
            ("one", 0, 0), ("two", 100, 50), ("three", 200, 150),
        ]
        return LevelRules(
            steps.map { .init(id: LevelID(validated: $0.id), entry: $0.at, keep: $0.keep) },
            review: review
        )
    }

    private static let all = falls + keeps + months

    private static let falls = [
        Life(
            testDescription: "who has stopped falls step by step, a year after each",
            growth: [("2026-03-01", 250), ("2027-02-28", 0)],
            stands: [
                ("2027-02-28", 3, "2027-03-01", nil), ("2027-03-01", 3, "2028-03-01", "2027-03-31"),
                ("2027-03-30", 3, "2028-03-01", "2027-03-31"), ("2027-03-31", 2, "2028-03-31", nil),
                ("2028-03-31", 2, "2029-03-31", "2028-04-30"), ("2028-04-30", 1, "2029-04-30", nil),
                ("2029-04-30", 1, "2030-04-30", nil),
            ]
        ),
        Life(
            testDescription: "or at once to where growth is enough",
            review: .init(months: 12, graceDays: 30, fall: .toGrowth),
            growth: [("2026-03-01", 250), ("2027-02-28", 0)],
            stands: [
                ("2027-03-30", 3, "2028-03-01", "2027-03-31"), ("2027-03-31", 1, "2028-03-31", nil),
            ]
        ),
        Life(
            testDescription: "which entering decides: 60 keeps two, and does not enter it",
            review: .init(months: 12, graceDays: 30, fall: .toGrowth),
            growth: [("2026-03-01", 250), ("2027-02-28", 60)],
            stands: [("2027-03-31", 1, "2028-03-31", nil)]
        ),
        Life(
            testDescription: "one step is to two, for which 60 is enough to stay",
            growth: [("2026-03-01", 250), ("2027-02-28", 60)],
            stands: [
                ("2027-03-31", 2, "2028-03-31", nil), ("2028-03-31", 2, "2029-03-31", nil),
            ]
        ),
        Life(
            testDescription: "without days of grace the review itself takes the level",
            review: .init(months: 1),
            growth: [("2026-03-01", 250), ("2026-03-31", 149)],
            stands: [("2026-03-31", 3, "2026-04-01", nil), ("2026-04-01", 2, "2026-05-01", nil)]
        ),
        Life(
            testDescription: "all that is due is done, also where nobody has looked for years",
            growth: [("2026-03-01", 250), ("2026-04-01", 0)],
            stands: [("2036-01-01", 1, "2036-04-30", nil)]
        ),
    ]

    private static let keeps = [
        Life(
            testDescription: "who has just enough to keep stays, and is looked at a year later",
            growth: [("2026-03-01", 250), ("2026-06-01", 150)],
            stands: [("2027-03-01", 3, "2028-03-01", nil), ("2028-03-01", 3, "2029-03-01", nil)]
        ),
        Life(
            testDescription: "one less begins the grace, which the last day of it can still end",
            growth: [("2026-03-01", 250), ("2026-06-01", 149), ("2027-03-30", 150)],
            stands: [
                ("2027-03-29", 3, "2028-03-01", "2027-03-31"), ("2027-03-30", 3, "2028-03-01", nil),
                ("2027-03-31", 3, "2028-03-01", nil),
            ]
        ),
        Life(
            testDescription: "behind the grace it is too late to keep, not to enter anew",
            growth: [
                ("2026-03-01", 250), ("2026-06-01", 149), ("2027-03-31", 199), ("2027-04-02", 200),
            ],
            stands: [
                ("2027-03-31", 2, "2028-03-31", nil), ("2027-04-01", 2, "2028-03-31", nil),
                ("2027-04-02", 3, "2028-04-02", nil),
            ]
        ),
        Life(
            testDescription:
                "growth that goes up and down around keep moves nobody before a review",
            growth: [
                ("2026-03-01", 250), ("2026-05-01", 140), ("2026-07-01", 160), ("2026-09-01", 10),
                ("2027-02-01", 155),
            ],
            stands: [
                ("2026-06-01", 3, "2027-03-01", nil), ("2026-08-01", 3, "2027-03-01", nil),
                ("2026-10-01", 3, "2027-03-01", nil), ("2027-03-01", 3, "2028-03-01", nil),
            ]
        ),
        Life(
            testDescription: "who climbs in the grace of a lower level has a year from then on",
            growth: [("2026-03-01", 120), ("2026-06-01", 10), ("2027-03-15", 220)],
            stands: [
                ("2027-03-01", 2, "2028-03-01", "2027-03-31"), ("2027-03-15", 3, "2028-03-15", nil),
            ]
        ),
        Life(
            testDescription: "levels without a review are for ever",
            review: nil,
            growth: [("2026-03-01", 250), ("2026-03-02", 0)],
            stands: [("2046-03-01", 3, nil, nil)]
        ),
    ]

    private static let months = [
        Life(
            testDescription: "a month after the 31st is the 28th, and so are those behind it",
            review: .init(months: 1),
            growth: [("2026-01-31", 250)],
            stands: [
                ("2026-01-31", 3, "2026-02-28", nil), ("2026-02-28", 3, "2026-03-28", nil),
                ("2026-12-28", 3, "2027-01-28", nil),
            ]
        ),
        Life(
            testDescription: "a year after 29 February is the 28th",
            growth: [("2024-02-29", 250)],
            stands: [("2024-02-29", 3, "2025-02-28", nil), ("2028-02-28", 3, "2029-02-28", nil)]
        ),
        Life(
            testDescription: "a grace of 366 days ends behind the next review, which waits",
            review: .init(months: 6, graceDays: 366),
            growth: [("2026-08-31", 250), ("2026-09-01", 0)],
            stands: [
                ("2027-02-28", 3, "2027-08-28", "2028-02-29"),
                ("2027-08-28", 3, "2027-08-28", "2028-02-29"),
                ("2028-02-28", 3, "2027-08-28", "2028-02-29"), ("2028-02-29", 2, "2028-08-29", nil),
            ]
        ),
        Life(
            testDescription: "who grows back passes the reviews that waited behind the grace",
            review: .init(months: 1, graceDays: 366),
            growth: [
                ("2026-01-15", 250), ("2026-02-01", 0), ("2026-05-20", 150), ("2026-05-21", 0),
            ],
            stands: [
                ("2026-02-15", 3, "2026-03-15", "2027-02-16"),
                ("2026-05-19", 3, "2026-03-15", "2027-02-16"), ("2026-05-20", 3, "2026-06-15", nil),
                ("2026-06-14", 3, "2026-06-15", nil), ("2026-06-15", 3, "2026-07-15", "2027-06-16"),
            ]
        ),
    ]

    @Test("a life as a member has it", arguments: all)
    func live(_ life: Life) throws {
        let rules = Self.rules(life.review)
        let changes = try life.growth.map { (try #require(CalendarDay($0.day)), $0.growth) }
        func growth(on day: CalendarDay) -> Int64 { changes.last { $0.0 <= day }?.1 ?? 0 }
        let first = try #require(changes.first?.0)
        let stands = try life.stands.map { (try #require(CalendarDay($0.day)), $0) }
        let last = try #require(stands.map(\.0).max())
        var member = LevelStanding(newOn: first)
        var day = first
        while day <= last {
            // The service looks at a member with each event, and when something is due.
            while let due = member.dueOn, due <= day {
                member.settle(growth(on: due.preceding), holding: [], by: rules)
            }
            _ = member.climb(growth(on: day), holding: [], on: day, by: rules)
            for (_, expected) in stands.filter({ $0.0 == day }) {
                #expect(member.level == expected.level, "\(day)")
                #expect(member.reviewOn == expected.review.flatMap { CalendarDay($0) }, "\(day)")
                #expect(member.graceEndsOn == expected.grace.flatMap { CalendarDay($0) }, "\(day)")
            }
            day = day.following
        }
    }

    @Test("each level is rewarded at its first entry alone, those that were jumped over too")
    func rewards() throws {
        let rules = Self.rules(.init(months: 1))
        var day = try #require(CalendarDay("2026-03-01"))
        var member = LevelStanding(newOn: day)
        #expect(member.climb(0, holding: [], on: day, by: rules) == [1])
        #expect(member.climb(250, holding: [], on: day, by: rules) == [2, 3])
        for _ in 0..<3 {
            day = try #require(member.dueOn)
            member.settle(0, holding: [], by: rules)
        }
        #expect(member.level == 1)
        #expect(member.climb(250, holding: [], on: day, by: rules) == [] && member.level == 3)
    }

    @Test("a level that takes a badge is entered with it, and not lost with it before a review")
    func badges() throws {
        let badge = BadgeID(validated: "b")
        let rules = LevelRules(
            [.init(id: LevelID(validated: "one"), entry: 10, badges: [badge])],
            review: .init(months: 1)
        )
        let day = try #require(CalendarDay("2026-03-01"))
        var member = LevelStanding(newOn: day)
        #expect(member.climb(10, holding: [], on: day, by: rules) == [] && member.level == 0)
        #expect(member.climb(10, holding: [badge], on: day, by: rules) == [1])
        #expect(member.climb(10, holding: [], on: day, by: rules) == [] && member.level == 1)
        // Keeping asks for growth alone.
        member.settle(10, holding: [], by: rules)
        #expect(member.level == 1)
        member.settle(9, holding: [badge], by: rules)
        #expect(member.level == 0 && member.reviewOn == nil)
    }

    @Test("other rules place a member anew: fewer levels, a review that is new or gone")
    func published() throws {
        let day = try #require(CalendarDay("2026-03-01"))
        var member = LevelStanding(newOn: day)
        _ = member.climb(250, holding: [], on: day, by: Self.rules(nil))
        #expect(member.level == 3 && member.dueOn == nil)
        _ = member.climb(250, holding: [], on: day, by: Self.rules(.init(months: 2)))
        #expect(member.reviewOn == CalendarDay("2026-05-01"))
        for (months, on) in [(3, "2026-05-01"), (2, "2026-05-01"), (1, "2026-04-01")] {
            let review = LevelRules.Review(months: Int64(months))
            member.bringReviewForward(from: day, by: Self.rules(review))
            #expect(member.reviewOn == CalendarDay(on), "\(months)")
        }
        _ = member.climb(250, holding: [], on: day, by: Self.rules(nil))
        #expect(member.dueOn == nil)
        member.bringReviewForward(from: day, by: Self.rules(.init(months: 1)))
        #expect(member.dueOn == nil)
        let fewer = LevelRules(Array(Self.rules(nil).steps.prefix(2)))
        _ = member.climb(250, holding: [], on: day, by: fewer)
        #expect(member.level == 2)
    }
}
