import BadgesDomain
import Primitives
import Testing

@Suite("Periods of tasks")
struct MemberTaskTests {
    private static let goal = Goal.reach(
        Measure(.count, of: [EventType(validated: "a")]),
        atLeast: 1
    )

    private static func day(_ text: String) throws -> CalendarDay {
        try #require(CalendarDay(text))
    }

    private static func task(_ kind: MemberTask.Kind, claimDays: Int64) -> MemberTask {
        MemberTask(id: TaskID(validated: "t"), kind: kind, steps: [goal], claimDays: claimDays)
    }

    @Test(
        "of a day or a week the reward can be had from the first day until so many behind the last",
        arguments: [
            (MemberTask.Kind.daily, 0, "2026-03-08", "2026-03-08", "2026-03-08", "2026-03-08"),
            (.daily, 1, "2024-02-28", "2024-02-28", "2024-02-28", "2024-02-29"),
            (.daily, 60, "2026-12-31", "2026-12-31", "2026-12-31", "2027-03-01"),
            (.weekly, 0, "2026-12-31", "2026-12-28", "2027-01-03", "2027-01-03"),
            (.weekly, 7, "2027-01-03", "2026-12-28", "2027-01-03", "2027-01-10"),
            (.weekly, 2, "2024-02-26", "2024-02-26", "2024-03-03", "2024-03-05"),
        ]
    )
    func periods(
        kind: MemberTask.Kind,
        claimDays: Int64,
        day: String,
        first: String,
        last: String,
        until: String
    ) throws {
        let task = Self.task(kind, claimDays: claimDays)
        let period = try #require(task.period(on: try Self.day(day)))
        let (first, until) = (try Self.day(first), try Self.day(until))
        #expect(task.days(of: period) == first...(try Self.day(last)))
        #expect(!task.isRewarded(period, on: first.preceding))
        #expect(task.isRewarded(period, on: first) && task.isRewarded(period, on: until))
        #expect(!task.isRewarded(period, on: until.following))
    }

    @Test("a campaign is done on its own days alone, and rewarded some days longer")
    func campaign() throws {
        let days = try Self.day("2026-11-11")...Self.day("2026-11-12")
        let task = Self.task(.campaign(days), claimDays: 3)
        #expect(task.period(on: days.lowerBound.preceding) == nil)
        #expect(task.period(on: days.upperBound.following) == nil)
        let period = try #require(task.period(on: days.upperBound))
        #expect(task.days(of: period) == days)
        #expect(!task.isRewarded(period, on: days.lowerBound.preceding))
        #expect(task.isRewarded(period, on: try Self.day("2026-11-15")))
        #expect(!task.isRewarded(period, on: try Self.day("2026-11-16")))
    }

    @Test(
        "the earlier periods are those that are still rewarded, the latest first",
        arguments: [
            (MemberTask.Kind.daily, 2, "2026-03-01", ["2026-02-28", "2026-02-27"]),
            (.daily, 0, "2026-03-01", []),
            (.weekly, 7, "2026-12-31", ["2026-12-21"]),
            (.weekly, 8, "2027-01-04", ["2026-12-28", "2026-12-21"]),
            (.weekly, 1, "2026-12-31", []),
            (.newcomer, 7, "2026-03-01", []),
        ] as [(MemberTask.Kind, Int64, String, [String])]
    )
    func earlier(
        kind: MemberTask.Kind,
        claimDays: Int64,
        today: String,
        expected: [String]
    ) throws {
        let periods = Self.task(kind, claimDays: claimDays).earlierPeriods(on: try Self.day(today))
        #expect(periods.map { CalendarDay(daysSinceEpoch: $0).description } == expected)
    }

    @Test("a campaign is an earlier period from its end until it is no longer rewarded")
    func earlierCampaign() throws {
        let days = try Self.day("2026-11-11")...Self.day("2026-11-12")
        let task = Self.task(.campaign(days), claimDays: 3)
        for (today, count) in [
            ("11-10", 0), ("11-12", 0), ("11-13", 1), ("11-15", 1), ("11-16", 0),
        ] {
            let periods = task.earlierPeriods(on: try Self.day("2026-\(today)"))
            #expect(periods == Array(repeating: 0, count: count), "on \(today)")
        }
    }

    @Test("a newcomers' task has one period, which never ends")
    func newcomer() throws {
        let task = Self.task(.newcomer, claimDays: 0)
        #expect(task.period(on: try Self.day("2026-03-01")) == 0 && task.days(of: 0) == nil)
        #expect(task.isRewarded(0, on: try Self.day("9999-12-31")))
    }

    @Test(
        "steps in order count up to the first that is not done",
        arguments: [
            ([1, 1, 1], 3, 3), ([1, 0, 1], 1, 2), ([0, 1, 1], 0, 2), ([0, 0, 0], 0, 0),
        ] as [([Int64], Int, Int)]
    )
    func steps(values: [Int64], inOrder: Int, anyhow: Int) {
        let types = ["a", "b", "c"].map { EventType(validated: $0) }
        let measures = types.map { Measure(.count, of: [$0], over: .day) }
        for (isInOrder, done) in [(true, inOrder), (false, anyhow)] {
            let task = MemberTask(
                id: TaskID(validated: "t"),
                kind: .daily,
                steps: measures.map { .reach($0, atLeast: 1) },
                isInOrder: isInOrder
            )
            let value = { (measure: Measure) in
                measures.firstIndex(of: measure).map { values[$0] } ?? 0
            }
            #expect(task.stepsDone(value) == done)
            #expect(task.isDone(value) == (done == 3))
        }
    }
}
