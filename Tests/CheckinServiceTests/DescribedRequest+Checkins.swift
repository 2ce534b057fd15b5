import Access
import TestSupport
import Wire

extension DescribedRequest {
    /// On the first day, then four days later, a freeze used and two days missed.
    static let all =
        checkIns + traits + nextDays + makeUps + freezes + pauses + grants + programmes + versions
        + operations + parkedMessages + stats + common

    private static let checkIns = [
        streak(), checkIn("?dryRun=true", ["day": "2026-03-01"], status: 200),
        checkIn("", ["day": "2026-03-01"]), checkIn("", [:]), checkIn("", nil),
        checkIn("?dryRun=true", [:], status: 409),
        checkIn("", ["day": "2026-02-28"], status: 409),
        checkIn("", ["day": "2026-03-02"], status: 409), checkIn("", ["dey": 1], status: 400),
        checkIn("", ["member": "n"], status: 403),
        DescribedRequest("POST /v1/checkins", ["member": "n"], status: 201), streak(),
        streak("?month=2026-02"), streak("?month=2026", status: 400),
    ]

    private static let traits = [
        DescribedRequest(
            "PUT /v1/members/m/traits",
            [
                "level": ["value": 3, "version": 1], "growth": ["value": 70, "version": 1],
                "tags": ["value": ["vip"], "version": 1],
                "birthday": ["value": "1990-03-08", "version": 1],
                "registeredOn": ["value": "2026-02-28", "version": 1],
                "badges": ["value": [], "version": 1],
            ]
        ),
        DescribedRequest(
            "POST /v1/traits",
            ["members": [["member": "m", "birthday": ["value": .null, "version": 2]]]]
        ), DescribedRequest("POST /v1/traits", ["members": []], status: 400),
    ]

    private static let nextDays = [
        DescribedRequest("GET /v1/clock", by: .operator),
        DescribedRequest("PUT /v1/clock", ["now": "2026-03-05T08:00:00Z"], by: .operator),
        streak(), checkIn("", ["day": "2026-03-05"]), streak(),
    ]

    private static let makeUps = [
        makeUp("2026-03-03", "?dryRun=true", key: nil, status: 200),
        makeUp("2026-03-03", key: "k1", naming: "MAKEUP"), makeUp("2026-03-03", key: "k1"),
        makeUp("2026-03-04", key: "k1", status: 422), makeUp("2026-03-04", key: nil, status: 400),
        makeUp("2026-03-03", key: "k2", status: 409),
        makeUp("2026-03-05", key: "k3", status: 409),
        makeUp("2026-01-01", key: "k4", status: 409),
        DescribedRequest(
            "POST /v1/members/n/makeups",
            ["day": "2026-03-04"],
            key: "k5",
            by: .operator,
            status: 409
        ), DescribedRequest("GET /v1/makeups/MAKEUP", by: .member),
        DescribedRequest("GET /v1/makeups/17", status: 404), streak(),
        reversal("r1", status: 201), reversal("r1", status: 201), reversal("r2", status: 409),
        makeUp("2026-03-04", key: "k6"), streak(),
    ]

    private static func streak(_ query: String = "", status: Int = 200) -> DescribedRequest {
        DescribedRequest("GET /v1/members/me/streak\(query)", by: .member, status: status)
    }

    private static func checkIn(
        _ query: String,
        _ body: JSON?,
        status: Int = 201
    ) -> DescribedRequest {
        DescribedRequest("POST /v1/checkins\(query)", body, by: .member, status: status)
    }

    /// A make-up of the member's own.
    static func makeUp(
        _ day: String,
        _ query: String = "",
        key: String?,
        status: Int = 201,
        naming: String? = nil
    ) -> DescribedRequest {
        DescribedRequest(
            "POST /v1/members/me/makeups\(query)",
            ["day": .string(day)],
            key: key,
            by: .member,
            status: status,
            naming: naming
        )
    }

    private static func reversal(_ key: String, status: Int) -> DescribedRequest {
        DescribedRequest(
            "POST /v1/makeups/MAKEUP/reversal",
            ["reason": "r"],
            key: key,
            by: .operator,
            status: status
        )
    }
}
