import Access
import TestSupport
import Wire

extension DescribedRequest {
    /// Requests in an order in which each has what it needs.
    static let all =
        events + pages + tasks + facts + boards + stats + grants + backfills + nextMonth + boards
        + programmes + parkedMessages + reconciliation + common

    private static let events = [
        tell((0..<100).map { BadgesScene.event("x\($0)", of: "x\($0)") }),
        tell(["2026-02-26", "2026-02-27", "2026-02-28"].map { checkIn(on: $0) }),
        tell([checkIn(on: "2026-02-26")]),
        tell([BadgesScene.event("2026-02-26", of: "n")], status: 422),
        tell([["id": "1"]], status: 400), tell([], status: 400),
        tell([checkIn(on: "2026-02-26")], by: .member, status: 403),
    ]

    private static let pages = [
        page("profile"), page("badges"), page("level"),
        DescribedRequest("GET /v1/members/stranger/profile", by: .viewer),
        DescribedRequest("GET /v1/members/x1/level", by: .member, status: 403),
        DescribedRequest("GET /v1/levels"),
        DescribedRequest("GET /v1/levels?after=frozen-1&limit=1", by: .viewer),
        DescribedRequest("GET /v1/levels?after=!", status: 400),
    ]

    private static let tasks = [
        page("tasks"), task("start", "claim", key: "t1"), task("start", "claim", key: "t1"),
        task("start", "claim", key: "t2", status: 409),
        task("never", "takeup", key: "t3"), task("start", "takeup", key: "t4", status: 409),
        task("never", "claim", key: "t5", status: 409),
        task("late", "claim", key: "t6", status: 409),
        task("none", "claim", key: "t7", status: 404),
        task("start", "claim", key: nil, status: 400),
    ]

    private static let facts = [
        facts(["tags": ["vip"], "birthday": "08-31", "gender": "f", "region": "沪"]),
        facts(["tags": .null, "dates": ["wedding": "2020-02-29"]], by: .operator),
        facts(["birthday": "31.8."], status: 400), facts([:], status: 400),
        facts(["height": 1], status: 400), facts(["region": "x"], by: .member, status: 403),
    ]

    private static let grants = [
        grant("gold"), grant("gold"), grant("silver", status: 422), grant("none", status: 400),
        grant("gold", by: .operator, status: 403), page("level"), page("profile"),
        DescribedRequest("GET /v1/levels", by: .operator),
    ]

    private static let backfills = [
        fill(["badge": "first", "dryRun": true]), fill(["badge": "first", "limit": 3]),
        fill(["badge": "first", "after": "m", "limit": 1_000]),
        fill([
            "badge": "new", "dryRun": true,
            "section": .object(
                BadgesScene.frame + [
                    .init("badges", [["id": "new", "tiers": [["id": "one", "goal": one]]]])
                ]
            ),
        ]),
        fill(["badge": "none"], status: 400),
        fill(["badge": "first", "section": [:]], status: 400),
        fill(["badge": "first", "dryRun": true, "section": [:]], status: 422),
        fill(["badge": "first"], by: .service, status: 403),
    ]

    private static let one: JSON = ["count": "checkin.done", "atLeast": 1]

    private static let boards = [
        DescribedRequest("GET /v1/leaderboards", by: .member),
        DescribedRequest("GET /v1/leaderboards", by: .viewer),
        board("month?around=me&period=2026-03-01"),
        board("month?limit=1&period=2026-03-01"), board("ever?around=m", by: .service),
        board("month?around=n", status: 400), board("month?after=x", status: 400),
        board("month?period=1", status: 400), board("none", status: 404),
        DescribedRequest("GET /v1/leaderboards/month/periods?limit=1", by: .member),
        DescribedRequest("GET /v1/leaderboards/month/periods?after=x", status: 400),
        hide(["hidden": true]), hide(["hidden": false], by: .operator),
        hide(["hidden": 1], status: 400),
    ]

    /// The days that made the member grow count no longer.
    private static let nextMonth = [
        DescribedRequest("GET /v1/clock", by: .operator),
        DescribedRequest(
            "PUT /v1/clock",
            ["now": "2026-04-03T00:00:00Z", "run": false],
            by: .operator
        ), page("profile"), page("level"),
    ]

    private static let programmes = [
        DescribedRequest("GET /v1/programme"),
        publish(programme, "?dryRun=true"), publish([], "?force=test"), publish(nil, status: 422),
        publish([]),
        page("profile"), DescribedRequest("GET /v1/programme"),
        DescribedRequest("GET /v1/programme/versions?limit=1"),
        rollBack(to: 2, key: "v1"), rollBack(to: 9, key: "v2", status: 404),
    ]

    private static let reconciliation = [
        DescribedRequest("GET /v1/reconciliation", by: .viewer),
        DescribedRequest("GET /v1/reconciliation?after=x1", by: .operator),
        DescribedRequest("GET /v1/reconciliation?after=!", by: .viewer, status: 400),
    ]
}

extension DescribedRequest {
    /// A check-in of the member whose token is used.
    private static func checkIn(on day: String) -> JSON {
        BadgesScene.event(day, of: "m", on: day)
    }

    private static func tell(
        _ events: [JSON],
        by role: Role = .service,
        status: Int = 200
    ) -> DescribedRequest {
        DescribedRequest("POST /v1/events", ["events": .array(events)], by: role, status: status)
    }

    private static func page(_ name: String) -> DescribedRequest {
        DescribedRequest("GET /v1/members/me/\(name)", by: .member)
    }

    private static func board(
        _ path: String,
        by role: Role = .member,
        status: Int = 200
    ) -> DescribedRequest {
        DescribedRequest("GET /v1/leaderboards/\(path)", by: role, status: status)
    }

    private static func hide(
        _ body: JSON,
        by role: Role = .member,
        status: Int = 200
    ) -> DescribedRequest {
        DescribedRequest("PUT /v1/members/m/leaderboards", body, by: role, status: status)
    }

    private static func task(
        _ id: String,
        _ action: String,
        key: String?,
        status: Int = 201
    ) -> DescribedRequest {
        DescribedRequest(
            "POST /v1/members/me/tasks/\(id)/\(action)",
            [:],
            key: key,
            by: .member,
            status: status
        )
    }

    private static func facts(
        _ facts: JSON,
        by role: Role = .service,
        status: Int = 200
    ) -> DescribedRequest {
        DescribedRequest("PUT /v1/members/m/facts", facts, by: role, status: status)
    }

    private static func grant(
        _ level: JSON,
        by role: Role = .service,
        status: Int = 201
    ) -> DescribedRequest {
        DescribedRequest(
            "POST /v1/grants",
            [
                "key": level == "none" ? "g2" : "g1", "member": "m", "kind": "level",
                "level": level, "days": 7, "source": "mall",
            ],
            by: role,
            status: status
        )
    }

    private static func fill(
        _ body: JSON,
        by role: Role = .operator,
        status: Int = 200
    ) -> DescribedRequest {
        DescribedRequest("POST /v1/backfill", body, by: role, status: status)
    }

    /// Publishes a programme, or with nil what is none.
    private static func publish(
        _ programme: [JSON.Member]?,
        _ query: String = "",
        status: Int = 200
    ) -> DescribedRequest {
        DescribedRequest(
            "PUT /v1/programme\(query)",
            programme.map { .object(BadgesScene.frame + $0) } ?? [:],
            by: .operator,
            status: status
        )
    }

    private static func rollBack(
        to version: JSON,
        key: String,
        status: Int = 200
    ) -> DescribedRequest {
        DescribedRequest(
            "POST /v1/programme/rollback",
            ["version": version],
            key: key,
            by: .operator,
            status: status
        )
    }
}
