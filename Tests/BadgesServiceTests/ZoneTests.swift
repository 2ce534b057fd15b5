import Calls
import Primitives
import TestSupport
import Testing
import Wire

@Suite("Days of the programme's zone", .timeLimit(.minutes(2)))
struct ZoneTests {
    /// A day of a zone, and the instants at which it begins and ends.
    struct ZonedDay: Sendable, CustomTestStringConvertible {
        let zone: String
        let day: String
        let start: String
        let end: String

        init(_ zone: String, _ day: String, _ start: String, _ end: String) {
            (self.zone, self.day, self.start, self.end) = (zone, day, start, end)
        }

        var testDescription: String { "\(day) in \(zone)" }
    }

    private static let days = [
        ZonedDay("Asia/Shanghai", "2026-02-28", "2026-02-27T16:00:00Z", "2026-02-28T16:00:00Z"),
        ZonedDay("Asia/Kathmandu", "2026-12-31", "2026-12-30T18:15:00Z", "2026-12-31T18:15:00Z"),
        // 23 hours in spring, 25 in autumn.
        ZonedDay("America/New_York", "2026-03-08", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"),
        ZonedDay("America/New_York", "2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"),
        ZonedDay("Europe/London", "2026-03-29", "2026-03-29T00:00:00Z", "2026-03-29T23:00:00Z"),
        ZonedDay("Europe/London", "2026-10-25", "2026-10-24T23:00:00Z", "2026-10-26T00:00:00Z"),
        ZonedDay("Pacific/Apia", "2026-12-31", "2026-12-30T11:00:00Z", "2026-12-31T11:00:00Z"),
        ZonedDay("Pacific/Chatham", "2026-04-05", "2026-04-04T10:15:00Z", "2026-04-05T11:15:00Z"),
        ZonedDay("Pacific/Chatham", "2026-09-27", "2026-09-26T11:15:00Z", "2026-09-27T10:15:00Z"),
        // The clocks of this day go from midnight to one at once.
        ZonedDay("Asia/Beirut", "2026-03-29", "2026-03-28T22:00:00Z", "2026-03-29T21:00:00Z"),
    ]

    private static func tasks(on day: String) -> [JSON.Member] {
        let goal: JSON = ["count": "checkin.done", "atLeast": 1]
        let days: JSON = ["from": .string(day), "to": .string(day)]
        return [
            .init(
                "tasks",
                [
                    ["id": "daily", "kind": "daily", "claim": true, "goal": goal],
                    [
                        "id": "campaign", "kind": "campaign", "claim": true, "claimDays": 0,
                        "goal": goal, "days": days,
                    ],
                ]
            )
        ]
    }

    private func firstDays(_ scene: BadgesScene) async throws -> [String: String] {
        var days: [String: String] = [:]
        for task in try await scene.profile("nobody")["tasks"]?.elements ?? [] {
            days[task["id"]?.text ?? ""] = task["from"]?.text
        }
        return days
    }

    @Test("tasks and campaigns begin and end with the day of the zone", arguments: days)
    func tasks(_ zoned: ZonedDay) async throws {
        let start = try #require(Instant(zoned.start))
        let end = try #require(Instant(zoned.end))
        let day = try #require(CalendarDay(zoned.day))
        let clock = TestClock(Instant(milliseconds: start.milliseconds - 1))
        let programme = Self.tasks(on: zoned.day)
        try await BadgesScene.serving(programme, zone: zoned.zone, clock: clock) { scene in
            #expect(try await firstDays(scene) == ["daily": day.preceding.description])
            scene.pass(to: start)
            #expect(try await firstDays(scene) == ["daily": zoned.day, "campaign": zoned.day])
            for member in ["anna", "ben"] {
                try await scene.tell([BadgesScene.event(member, of: member, on: zoned.day)])
            }
            scene.pass(to: Instant(milliseconds: end.milliseconds - 1))
            #expect(try await firstDays(scene) == ["daily": zoned.day, "campaign": zoned.day])
            let path = "/v1/members/me/tasks/campaign/claim"
            let last = try await scene.send(.post, path, as: "anna", key: "k")
            #expect(last.status == 201, "\(last.text)")
            scene.pass(to: end)
            #expect(try await firstDays(scene) == ["daily": day.following.description])
            let period: JSON = ["period": .string(zoned.day)]
            let late = try await scene.send(.post, path, period, as: "ben", key: "k")
            #expect(late.json["type"] == "/problems/not-open", "\(late.text)")
        }
    }

    /// A day of entry, and the instant at which the review a month later is due.
    private static let reviews = [
        ZonedDay("Asia/Shanghai", "2026-02-28", "2026-03-27T16:00:00Z", "2026-03-28"),
        ZonedDay("Asia/Kathmandu", "2026-01-31", "2026-02-27T18:15:00Z", "2026-02-28"),
        ZonedDay("America/New_York", "2026-02-08", "2026-03-08T05:00:00Z", "2026-03-08"),
        ZonedDay("America/New_York", "2026-02-09", "2026-03-09T04:00:00Z", "2026-03-09"),
        ZonedDay("America/New_York", "2026-10-02", "2026-11-02T05:00:00Z", "2026-11-02"),
        ZonedDay("Europe/London", "2026-03-30", "2026-04-29T23:00:00Z", "2026-04-30"),
        ZonedDay("Europe/London", "2026-09-26", "2026-10-26T00:00:00Z", "2026-10-26"),
        ZonedDay("Pacific/Apia", "2026-12-31", "2027-01-30T11:00:00Z", "2027-01-31"),
        ZonedDay("Pacific/Chatham", "2026-03-05", "2026-04-04T10:15:00Z", "2026-04-05"),
        ZonedDay("Pacific/Chatham", "2026-03-06", "2026-04-05T11:15:00Z", "2026-04-06"),
        ZonedDay("Europe/London", "2024-01-31", "2024-02-29T00:00:00Z", "2024-02-29"),
    ]

    private static let levels: [JSON.Member] = [
        .init("growth", ["rules": [["count": "order", "growth": 10]]]),
        .init("levels", ["review": ["months": 1], "steps": [["id": "one", "at": 10]]]),
    ]

    @Test("a level is reviewed with the first instant of the day of the zone", arguments: reviews)
    func reviewed(_ entry: ZonedDay) async throws {
        // It is that day everywhere at six o'clock in UTC, but for the far west.
        let clock = TestClock(try #require(Instant("\(entry.day)T06:00:00Z")))
        let due = try #require(Instant(entry.start))
        try await BadgesScene.serving(Self.levels, zone: entry.zone, clock: clock) { scene in
            try await scene.tell([
                BadgesScene.event("1", "order", on: entry.day),
                BadgesScene.event("2", "order.cancelled", on: entry.day, undoes: "1"),
            ])
            #expect(try await scene.profile()["level"]?["number"] == 0)
            // What is undone later leaves the level until it is reviewed.
            try await scene.tell([BadgesScene.event("3", "order", on: entry.day)])
            let undoing = BadgesScene.event("4", "order.cancelled", on: entry.day, undoes: "3")
            try await scene.tell([undoing])
            scene.pass(to: Instant(milliseconds: due.milliseconds - 1))
            let level = try await scene.profile()["level"]
            #expect(level?["number"] == 1)
            #expect(level?["since"] == .string(entry.day))
            #expect(level?["reviewOn"] == .string(entry.end))
            scene.pass(to: due)
            #expect(try await scene.profile()["level"]?["number"] == 0)
        }
    }

    @Test("growth that badges are worth counts at a review, whenever they were earned")
    func worth() async throws {
        let goal: JSON = ["count": "order", "atLeast": 1]
        let programme: [JSON.Member] = [
            .init("growth", ["over": ["months": 1], "rules": [["count": "order", "growth": 10]]]),
            .init(
                "levels",
                [
                    "review": ["months": 1],
                    "steps": [["id": "one", "at": 30, "keep": 20], ["id": "two", "at": 40]],
                ]
            ),
            .init("badges", [["id": "b", "growth": 20, "tiers": [["id": "t", "goal": goal]]]]),
        ]
        try await BadgesScene.serving(programme) { scene in
            try await scene.tell([
                BadgesScene.event("1", "order"), BadgesScene.event("2", "order"),
            ])
            #expect(try await scene.profile()["level"]?["number"] == 2)
            // The month before the first review has the day of the orders in it.
            scene.pass(days: 31)
            #expect(try await scene.profile()["level"]?["number"] == 2)
            // Then it is gone by, the badge is not: 20 is enough to keep one.
            scene.pass(days: 30)
            #expect(try await scene.profile()["level"]?["number"] == 1)
            scene.pass(days: 61)
            let page = try await scene.profile()
            #expect(page["level"]?["number"] == 1 && page["growth"] == 20)
        }
    }
}
