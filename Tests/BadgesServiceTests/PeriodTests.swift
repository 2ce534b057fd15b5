import Primitives
import TestSupport
import Testing
import Wire

@Suite("Periods by the days of zones", .timeLimit(.minutes(2)))
struct PeriodTests {
    /// Boards of which each closes right behind its periods, but that of months a day later.
    private static func boards(on day: String) -> [JSON.Member] {
        let spans: [JSON.Member] = [
            .init("each", "day"), .init("each", "week"), .init("each", "month"),
            .init("between", ["from": .string(day), "to": .string(day)]),
        ]
        let ids = ["day", "week", "month", "once"]
        let boards = zip(ids, spans).map { id, span -> JSON in
            .object([
                .init("id", .string(id)), .init("count", "checkin.done"), span,
                .init("settlingDays", id == "month" ? 1 : 0),
            ])
        }
        return [.init("boards", .array(boards))]
    }

    /// The period of a board that has a day, and when it closes.
    struct Period: Sendable, CustomStringConvertible {
        let board: String
        let day: String
        let from: String
        let to: String
        let closes: String

        init(_ board: String, _ day: String, _ from: String, _ to: String, _ closes: String) {
            (self.board, self.day, self.from, self.to) = (board, day, from, to)
            self.closes = closes
        }

        var description: String { "\(board) of \(day)" }
    }

    private static let zones: [(zone: String, campaign: String, periods: [Period])] = [
        (
            "America/New_York", "2026-03-08",
            [
                .init("day", "2026-03-07", "2026-03-07", "2026-03-07", "2026-03-08T05:00:00Z"),
                .init("day", "2026-03-08", "2026-03-08", "2026-03-08", "2026-03-09T04:00:00Z"),
                .init("once", "2026-03-08", "2026-03-08", "2026-03-08", "2026-03-09T04:00:00Z"),
                .init("week", "2026-03-02", "2026-03-02", "2026-03-08", "2026-03-09T04:00:00Z"),
                .init("week", "2026-11-01", "2026-10-26", "2026-11-01", "2026-11-02T05:00:00Z"),
                .init("day", "2026-10-31", "2026-10-31", "2026-10-31", "2026-11-01T04:00:00Z"),
                .init("day", "2026-11-01", "2026-11-01", "2026-11-01", "2026-11-02T05:00:00Z"),
                .init("month", "2026-03-08", "2026-03-01", "2026-03-31", "2026-04-02T04:00:00Z"),
                .init("month", "2026-10-31", "2026-10-01", "2026-10-31", "2026-11-02T05:00:00Z"),
            ]
        ),
        (
            // Half an hour in spring and in autumn.
            "Australia/Lord_Howe", "2026-10-04",
            [
                .init("day", "2026-04-04", "2026-04-04", "2026-04-04", "2026-04-04T13:00:00Z"),
                .init("day", "2026-04-05", "2026-04-05", "2026-04-05", "2026-04-05T13:30:00Z"),
                .init("week", "2026-03-30", "2026-03-30", "2026-04-05", "2026-04-05T13:30:00Z"),
                .init("day", "2026-10-03", "2026-10-03", "2026-10-03", "2026-10-03T13:30:00Z"),
                .init("once", "2026-10-04", "2026-10-04", "2026-10-04", "2026-10-04T13:00:00Z"),
                .init("month", "2026-04-05", "2026-04-01", "2026-04-30", "2026-05-01T13:30:00Z"),
                .init("month", "2026-10-03", "2026-10-01", "2026-10-31", "2026-11-01T13:00:00Z"),
            ]
        ),
        (
            // Nobody there had a 30 December.
            "Pacific/Apia", "2011-12-30",
            [
                .init("day", "2011-12-28", "2011-12-28", "2011-12-28", "2011-12-29T10:00:00Z"),
                .init("day", "2011-12-29", "2011-12-29", "2011-12-29", "2011-12-30T10:00:00Z"),
                .init("day", "2011-12-30", "2011-12-30", "2011-12-30", "2011-12-30T10:00:00Z"),
                .init("once", "2011-12-30", "2011-12-30", "2011-12-30", "2011-12-30T10:00:00Z"),
                .init("day", "2011-12-31", "2011-12-31", "2011-12-31", "2011-12-31T10:00:00Z"),
                .init("week", "2011-12-29", "2011-12-26", "2012-01-01", "2012-01-01T10:00:00Z"),
                .init("week", "2012-01-01", "2011-12-26", "2012-01-01", "2012-01-01T10:00:00Z"),
                .init("month", "2011-12-30", "2011-12-01", "2011-12-31", "2012-01-01T10:00:00Z"),
            ]
        ),
        (
            "Asia/Shanghai", "2028-02-29",
            [
                .init("week", "2026-03-01", "2026-02-23", "2026-03-01", "2026-03-01T16:00:00Z"),
                .init("week", "2026-03-02", "2026-03-02", "2026-03-08", "2026-03-08T16:00:00Z"),
                .init("week", "2026-12-31", "2026-12-28", "2027-01-03", "2027-01-03T16:00:00Z"),
                .init("week", "2024-02-29", "2024-02-26", "2024-03-03", "2024-03-03T16:00:00Z"),
                .init("month", "2026-02-01", "2026-02-01", "2026-02-28", "2026-03-01T16:00:00Z"),
                .init("month", "2024-02-01", "2024-02-01", "2024-02-29", "2024-03-01T16:00:00Z"),
                .init("month", "2000-02-15", "2000-02-01", "2000-02-29", "2000-03-01T16:00:00Z"),
                .init("month", "2100-02-28", "2100-02-01", "2100-02-28", "2100-03-01T16:00:00Z"),
                .init("month", "2026-12-31", "2026-12-01", "2026-12-31", "2027-01-01T16:00:00Z"),
                .init("once", "2028-02-29", "2028-02-29", "2028-02-29", "2028-02-29T16:00:00Z"),
            ]
        ),
    ]

    @Test("have the calendar's days and close as the first day begins on which nothing counts")
    func calendar() async throws {
        for (zone, campaign, periods) in Self.zones {
            let programme = Self.boards(on: campaign)
            try await BadgesScene.serving(programme, zone: zone) { scene in
                for period in periods {
                    let query = "?period=\(period.day)"
                    let page = try await scene.board(query, of: period.board).json
                    #expect(page["from"]?.text == period.from, "\(period) \(page)")
                    #expect(page["to"]?.text == period.to, "\(period)")
                    let closes = page["closesAt"]?.text.flatMap { Instant($0) }
                    #expect(closes == Instant(period.closes), "\(period) in \(zone)")
                }
                let beside = try await scene.board("?period=2026-06-01", of: "once")
                #expect(beside.status == 404, "\(beside.text)")
            }
        }
    }

    @Test(
        "take what is told of them until the last millisecond, and count it for the member later",
        arguments: [
            ("America/New_York", "2026-03-08", "2026-03-09T04:00:00Z"),
            ("America/New_York", "2026-11-01", "2026-11-02T05:00:00Z"),
            ("Australia/Lord_Howe", "2026-04-05", "2026-04-05T13:30:00Z"),
            ("Australia/Lord_Howe", "2026-10-04", "2026-10-04T13:00:00Z"),
            ("Pacific/Apia", "2011-12-29", "2011-12-30T10:00:00Z"),
            ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),
            ("Pacific/Apia", "2011-12-31", "2011-12-31T10:00:00Z"),
        ]
    )
    func lastMillisecond(zone: String, day: String, closes: String) async throws {
        let end = try #require(Instant(closes))
        let clock = TestClock(Instant(milliseconds: end.milliseconds - 1))
        let goal: JSON = ["count": "checkin.done", "each": "day", "atLeast": 5]
        let badge: JSON = ["id": "b", "tiers": [["id": "t", "goal": goal]]]
        let programme = Self.boards(on: day) + [.init("badges", [badge])]
        try await BadgesScene.serving(programme, zone: zone, clock: clock) { scene in
            try await scene.checkIn("anna", on: day)
            scene.pass(to: end)
            try await scene.checkIn("anna", on: day, from: 1)
            for board in ["day", "once"] {
                let places = try await scene.places("?period=\(day)", of: board)
                #expect(places == [.init(1, "anna", 1)], "\(board)")
            }
            let month = try await scene.places("?period=\(day)", of: "month")
            #expect(month == [.init(1, "anna", 2)])
            let tier = try await scene.profile()["badges"]?[0]?["tiers"]?[0]
            #expect(tier?["parts"]?[0]?["value"] == 2, "\(tier ?? .null)")
            #expect(try await scene.differences() == [])
        }
    }

    /// A check-in as its member saw it: the instant, and the day that it was there.
    struct Seen: Sendable {
        let zone: String
        let at: String
        let day: String
    }

    @Test("are those of the days that members saw, in whatever zones, not those of the programme")
    func membersDays() async throws {
        // On 2026-03-08 the programme's week ends; by its own zone each lies on another day.
        let seen = [
            Seen(zone: "America/New_York", at: "2026-03-09T03:59:59Z", day: "2026-03-08"),
            Seen(zone: "Pacific/Pago_Pago", at: "2026-03-09T10:59:59Z", day: "2026-03-08"),
            Seen(zone: "Australia/Lord_Howe", at: "2026-03-08T13:00:00Z", day: "2026-03-09"),
            Seen(zone: "Pacific/Kiritimati", at: "2026-03-08T10:00:00Z", day: "2026-03-09"),
        ]
        let badge: JSON = [
            "id": "b",
            "tiers": [
                ["id": "d", "goal": ["count": "checkin.done", "each": "day", "atLeast": 4]],
                ["id": "w", "goal": ["count": "checkin.done", "each": "week", "atLeast": 4]],
                ["id": "s", "goal": ["streak": "checkin.done", "atLeast": 3]],
            ],
        ]
        let programme = Self.boards(on: "2026-03-08") + [.init("badges", [badge])]
        try await BadgesScene.serving(programme) { scene in
            for (number, seen) in seen.enumerated() {
                let answer = try await scene.tell([
                    [
                        "id": .string("c-\(number)"), "type": "checkin.done", "member": "anna",
                        "occurredAt": .string(seen.at), "day": .string(seen.day),
                    ]
                ])
                #expect(answer.status == 200, "\(seen): \(answer.text)")
            }
            let tiers = try await scene.profile()["badges"]?[0]?["tiers"]?.elements ?? []
            #expect(tiers.map { $0["parts"]?[0]?["value"]?.integer } == [2, 2, 2])
            for day in ["2026-03-08", "2026-03-09"] {
                for board in ["day", "week"] {
                    let places = try await scene.places("?period=\(day)", of: board)
                    #expect(places == [.init(1, "anna", 2)], "\(board) of \(day)")
                }
            }
            #expect(try await scene.places(of: "once") == [.init(1, "anna", 2)])
        }
    }
}
