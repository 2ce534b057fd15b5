import Access
import Calls
import Wire

/// A request that is refused, and how.
struct CheckinRefusal: Sendable, CustomStringConvertible {
    let method: Call.Method
    let path: String
    let body: JSON?
    let status: Int
    let slug: String
    let role: Role
    /// The key of a write; each case has one of its own, unless it tells that one is missing.
    let key: String?
    let isFinal: Bool
    /// Members of the refusal.
    let members: [JSON.Member]

    var description: String { "\(method) \(path) \(body ?? .null) by \(role)" }

    init(
        _ method: Call.Method,
        _ path: String,
        _ body: JSON?,
        _ status: Int,
        _ slug: String,
        by role: Role = .member,
        key: String? = "",
        isFinal: Bool = false,
        _ members: [JSON.Member] = []
    ) {
        self.method = method
        self.path = path
        self.body = body
        self.status = status
        self.slug = slug
        self.role = role
        let usual = "\(path)-\((body.map { "\(JSONWriter.bytes(of: $0).hashValue)" }) ?? "")"
        self.key = key == "" ? usual : key
        self.isFinal = isFinal
        self.members = members
    }
}

extension CheckinRefusal {
    /// The refusals that a member meets on 4 March 2026 who has checked in on 20 February and on
    /// 2 March, where one make-up of the last seven days and three days of pause are to be had.
    static let all = checkIns + makeUps + pauses + others

    private static let checkIns: [CheckinRefusal] = [
        .init(
            .post,
            "/v1/checkins",
            ["day": "2026-03-03"],
            409,
            "not-open",
            [.init("today", "2026-03-04"), .init("closedAt", "2026-03-03T16:00:00.000Z")]
        ),
        .init(
            .post,
            "/v1/checkins",
            ["day": "2026-03-05"],
            409,
            "not-open",
            [.init("today", "2026-03-04"), .init("opensAt", "2026-03-04T16:00:00.000Z")]
        ),
        .init(.post, "/v1/checkins", ["day": "2026-02-30"], 400, "invalid-request"),
        .init(.post, "/v1/checkins", ["days": 1], 400, "invalid-request"),
        .init(.post, "/v1/checkins", ["member": "m-2"], 403, "forbidden"),
        .init(.post, "/v1/checkins", [:], 400, "invalid-request", by: .service),
        .init(.post, "/v1/checkins", ["member": "m-1"], 403, "forbidden", by: .viewer),
    ]

    private static func makeUp(
        _ day: JSON,
        _ slug: String,
        _ members: [JSON.Member]
    ) -> CheckinRefusal {
        .init(
            .post,
            "/v1/members/me/makeups",
            ["day": day],
            409,
            slug,
            isFinal: true,
            members
        )
    }

    private static let makeUps: [CheckinRefusal] = [
        makeUp("2026-03-04", "not-open", [.init("opensAt", "2026-03-04T16:00:00.000Z")]),
        makeUp("2026-03-09", "not-open", [.init("opensAt", "2026-03-09T16:00:00.000Z")]),
        makeUp("2026-02-19", "nothing-to-repair", [.init("first", "2026-02-20")]),
        makeUp("2026-02-22", "not-open", [.init("first", "2026-02-25")]),
        makeUp("2026-03-02", "nothing-to-repair", [.init("state", "checked")]),
        .init(
            .post,
            "/v1/members/me/makeups",
            ["day": "2026-03-03"],
            400,
            "idempotency-key-missing",
            key: nil
        ),
        .init(.post, "/v1/members/me/makeups", [:], 400, "invalid-request"),
        .init(.post, "/v1/members/m-2/makeups", ["day": "2026-03-03"], 403, "forbidden"),
        .init(
            .post,
            "/v1/members/m-1/makeups",
            ["day": "2026-03-03"],
            403,
            "forbidden",
            by: .service
        ),
        .init(.get, "/v1/makeups/01a206c4-7a3c-7b08-a08f-17be18bc4335", nil, 404, "not-found"),
        .init(
            .post,
            "/v1/makeups/01a206c4-7a3c-7b08-a08f-17be18bc4335/reversal",
            ["reason": "test"],
            404,
            "not-found",
            by: .operator
        ),
        .init(
            .post,
            "/v1/makeups/01a206c4-7a3c-7b08-a08f-17be18bc4335/reversal",
            ["reason": "test"],
            403,
            "forbidden"
        ),
    ]

    private static func pause(
        _ from: JSON,
        _ to: JSON,
        _ slug: String,
        _ members: [JSON.Member]
    ) -> CheckinRefusal {
        .init(
            .post,
            "/v1/members/me/pauses",
            ["from": from, "to": to],
            409,
            slug,
            isFinal: true,
            members
        )
    }

    private static let pauses: [CheckinRefusal] = [
        pause("2026-03-03", "2026-03-04", "not-open", [.init("first", "2026-03-04")]),
        pause("2027-03-05", "2027-03-06", "not-open", [.init("last", "2027-03-05")]),
        pause(
            "2026-03-05",
            "2026-03-08",
            "limit-reached",
            [
                .init("limit", "pauses.daysPerYear"), .init("year", 2026), .init("most", 3),
                .init("left", 3),
            ]
        ),
        .init(
            .post,
            "/v1/members/me/pauses",
            ["from": "2026-03-06", "to": "2026-03-05"],
            400,
            "invalid-request"
        ),
        .init(.post, "/v1/members/me/pauses", ["from": "2026-03-06"], 400, "invalid-request"),
    ]

    private static let others: [CheckinRefusal] = [
        .init(.post, "/v1/members/me/freezes", [:], 503, "neighbour-unavailable"),
        .init(.post, "/v1/members/me/freezes", ["count": 1], 400, "invalid-request"),
        .init(
            .post,
            "/v1/grants",
            ["key": "g-1", "member": "m-1", "kind": "freeze", "count": 3, "source": "test"],
            409,
            "limit-reached",
            by: .service,
            isFinal: true,
            [.init("limit", "freezes.most"), .init("most", 2), .init("held", 0)]
        ),
        .init(
            .post,
            "/v1/grants",
            ["key": "g-2", "member": "m-1", "kind": "level", "count": 1, "source": "test"],
            400,
            "invalid-request",
            by: .service
        ),
        .init(
            .post,
            "/v1/grants",
            ["key": "g-3", "member": "m-1", "kind": "freeze", "count": 1, "source": "test"],
            403,
            "forbidden"
        ),
        .init(.get, "/v1/members/me/streak?month=2026-13", nil, 400, "invalid-request"),
        .init(.get, "/v1/members/m-2/streak", nil, 403, "forbidden"),
        .init(
            .put,
            "/v1/members/m-1/traits",
            ["level": ["value": -1, "version": 1]],
            400,
            "invalid-request",
            by: .service
        ),
        .init(.get, "/v1/outbox", nil, 403, "forbidden"),
        .init(.get, "/v1/intents", nil, 403, "forbidden", by: .service),
    ]
}
