import Access
import TestSupport
import Wire

extension DescribedRequest {
    /// The first check-in's freeze is used; three can be held.
    static let freezes = [
        freeze("?dryRun=true", key: nil, status: 200), freeze(key: "f1", naming: "FREEZE"),
        freeze(key: "f1"), freeze(key: "f2"), freeze(key: "f3"),
        freeze(key: "f4", status: 409),
        DescribedRequest("GET /v1/freezes/FREEZE", by: .member),
        DescribedRequest("GET /v1/freezes/MAKEUP", status: 404),
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
        DescribedRequest("POST /v1/grants", ["key": "g3"], status: 400),
        DescribedRequest("GET /v1/members/n/streak?month=2026-03", by: .viewer),
    ]

    static let programmes = [
        DescribedRequest("GET /v1/programme"),
        DescribedRequest("PUT /v1/programme", Checkin.section, by: .operator),
        DescribedRequest(
            "PUT /v1/programme?dryRun=true",
            ["zone": "Asia/Shanghai", "assets": [["id": "points"]]],
            by: .operator
        ),
        DescribedRequest(
            "PUT /v1/programme",
            ["zone": "Asia/Shanghai", "assets": [["id": "points"]]],
            by: .operator
        ), DescribedRequest("POST /v1/checkins", ["member": "n"], status: 404),
        DescribedRequest("GET /v1/programme"),
    ]

    static let operations = [
        DescribedRequest("GET /v1/intents", by: .viewer),
        DescribedRequest("GET /v1/reconciliation", by: .viewer),
        DescribedRequest("GET /v1/reconciliation?after=m", by: .operator),
    ]

    /// With no gateway to be heard, so that a charge is neither made nor refused.
    static let withoutGateway = [
        makeUp("2026-03-03", "?dryRun=true", key: nil, status: 200),
        makeUp("2026-03-03", key: "k9", status: 202, naming: "PENDING"),
        makeUp("2026-03-03", key: "k9", status: 202),
        DescribedRequest("GET /v1/makeups/PENDING", status: 202),
        DescribedRequest("GET /v1/intents?state=pending", by: .viewer),
        DescribedRequest("GET /v1/intents?alarmed=true", by: .viewer),
        DescribedRequest("GET /v1/members/me/streak", by: .member),
    ]

    private static func freeze(
        _ query: String = "",
        key: String?,
        status: Int = 201,
        naming: String? = nil
    ) -> DescribedRequest {
        DescribedRequest(
            "POST /v1/members/me/freezes\(query)",
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
            "POST /v1/members/me/pauses",
            ["from": from, "to": to],
            key: key,
            by: .member,
            status: status
        )
    }

    private static func grant(_ key: JSON, to member: JSON, status: Int = 201) -> DescribedRequest {
        DescribedRequest(
            "POST /v1/grants",
            ["key": key, "member": member, "kind": "freeze", "count": 2, "source": "draw 7"],
            status: status
        )
    }
}
