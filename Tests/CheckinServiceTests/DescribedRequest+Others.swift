import Access
import TestSupport
import Wire

extension DescribedRequest {
    /// The first check-in's freeze is used; three can be held.
    static let freezes = [
        freeze("?dryRun=true", key: nil, status: 200), freeze(key: "f1", naming: "FREEZE"),
        freeze(key: "f1"), freeze(key: "f2"), freeze(key: "f3"),
        freeze(key: "f4", status: 409),
        DescribedRequest("GET /v1/freezes/{id}", "/v1/freezes/FREEZE", by: .member),
        DescribedRequest("GET /v1/freezes/{id}", "/v1/freezes/MAKEUP", status: 404),
    ]

    static let pauses = [
        pause("2026-03-06", "2026-03-08", key: "p1"), pause("2026-03-06", "2026-03-08", key: "p1"),
        pause("2026-03-01", "2026-03-08", key: "p2", status: 409),
        pause("2026-04-01", "2026-04-30", key: "p3", status: 409),
        pause("2026-04-02", "2026-04-01", key: "p4", status: 400),
    ]

    static let grants = [
        grant("g1", to: "n"), grant("g1", to: "n"), grant("g1", to: "m", status: 422),
        grant("g2", to: "m", status: 409),
        DescribedRequest("POST /v1/grants", nil, ["key": "g3"], status: 400),
        DescribedRequest(
            "GET /v1/members/{member}/streak",
            "/v1/members/n/streak?month=2026-03",
            by: .viewer
        ),
    ]

    static let programmes = [
        DescribedRequest("GET /v1/programme"),
        DescribedRequest("PUT /v1/programme", nil, Checkin.section, by: .operator),
        DescribedRequest(
            "PUT /v1/programme",
            "/v1/programme?dryRun=true",
            ["zone": "Asia/Shanghai", "assets": [["id": "points"]]],
            by: .operator
        ),
        DescribedRequest(
            "PUT /v1/programme",
            nil,
            ["zone": "Asia/Shanghai", "assets": [["id": "points"]]],
            by: .operator
        ), DescribedRequest("PUT /v1/programme", nil, [:], by: .operator, status: 422),
        DescribedRequest("POST /v1/checkins", nil, ["member": "n"], status: 404),
        DescribedRequest("GET /v1/programme"),
        DescribedRequest("GET /v1/programme/versions", "/v1/programme/versions?limit=1"),
        DescribedRequest(
            "POST /v1/programme/rollback",
            nil,
            ["version": 1],
            key: "v1",
            by: .operator
        ),
        DescribedRequest(
            "POST /v1/programme/rollback",
            nil,
            ["version": 9],
            key: "v2",
            by: .operator,
            status: 404
        ),
    ]

    static let clock = [
        DescribedRequest("PUT /v1/clock", nil, [:], by: .operator, status: 400),
        DescribedRequest(
            "PUT /v1/clock",
            nil,
            ["now": "2026-03-01T00:00:00Z"],
            by: .operator,
            status: 409
        ), DescribedRequest("GET /v1/clock", by: .viewer),
    ]

    static let operations = [
        DescribedRequest("GET /v1/outbox", by: .viewer),
        DescribedRequest("GET /v1/outbox", "/v1/outbox?state=owed&limit=1", by: .viewer),
        DescribedRequest("GET /v1/outbox", status: 403),
        DescribedRequest("GET /v1/intents", by: .viewer),
        message("RETRIED", "retry", [:], key: "o1"), message("RETRIED", "retry", [:], key: "o1"),
        message("SETTLED", "settle", ["reason": "r"], key: "o2"),
        message("SETTLED", "settle", ["reason": "r"], key: "o3", status: 409),
        message("17", "retry", nil, key: "o4", status: 404),
        DescribedRequest("GET /v1/outbox", by: .viewer),
        DescribedRequest("GET /v1/store/check", by: .operator),
        DescribedRequest("GET /v1/stats", by: .viewer),
        DescribedRequest("GET /v1/stats", "/v1/stats?from=2026-03-01&to=2026-03-05"),
        DescribedRequest("GET /v1/stats", "/v1/stats?from=2026-03", status: 400),
        DescribedRequest("GET /v1/reconciliation", by: .viewer),
        DescribedRequest("GET /v1/reconciliation", "/v1/reconciliation?after=m", by: .operator),
        DescribedRequest("GET /v1/audit", by: .viewer),
        DescribedRequest("GET /v1/audit", "/v1/audit?limit=2", by: .operator),
        DescribedRequest("GET /health/live"), DescribedRequest("GET /health/ready"),
        DescribedRequest("GET /metrics"), DescribedRequest("GET /openapi.yaml"),
        DescribedRequest("GET /problems/{slug}", "/problems/nothing-to-repair"),
    ]

    /// With no gateway to be heard, so that a charge is neither made nor refused.
    static let withoutGateway = [
        makeUp("2026-03-03", "?dryRun=true", key: nil, status: 200),
        makeUp("2026-03-03", key: "k9", status: 202, naming: "PENDING"),
        makeUp("2026-03-03", key: "k9", status: 202),
        DescribedRequest("GET /v1/makeups/{id}", "/v1/makeups/PENDING", status: 202),
        DescribedRequest("GET /v1/intents", "/v1/intents?state=pending", by: .viewer),
        DescribedRequest("GET /v1/intents", "/v1/intents?alarmed=true", by: .viewer),
        DescribedRequest(
            "GET /v1/members/{member}/streak",
            "/v1/members/me/streak",
            by: .member
        ),
    ]

    private static func freeze(
        _ query: String = "",
        key: String?,
        status: Int = 201,
        naming: String? = nil
    ) -> DescribedRequest {
        DescribedRequest(
            "POST /v1/members/{member}/freezes",
            "/v1/members/me/freezes\(query)",
            [:],
            key: key,
            by: .member,
            status: status,
            naming: naming
        )
    }

    private static func pause(
        _ from: JSON,
        _ to: JSON,
        key: String,
        status: Int = 201
    ) -> DescribedRequest {
        DescribedRequest(
            "POST /v1/members/{member}/pauses",
            "/v1/members/me/pauses",
            ["from": from, "to": to],
            key: key,
            by: .member,
            status: status
        )
    }

    private static func grant(_ key: JSON, to member: JSON, status: Int = 201) -> DescribedRequest {
        DescribedRequest(
            "POST /v1/grants",
            nil,
            ["key": key, "member": member, "kind": "freeze", "count": 2, "source": "draw 7"],
            status: status
        )
    }

    private static func message(
        _ name: String,
        _ action: String,
        _ body: JSON?,
        key: String,
        status: Int = 200
    ) -> DescribedRequest {
        DescribedRequest(
            "POST /v1/outbox/{id}/\(action)",
            "/v1/outbox/\(name)/\(action)",
            body,
            key: key,
            by: .operator,
            status: status
        )
    }
}
