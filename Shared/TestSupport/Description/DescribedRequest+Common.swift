import Access
import Wire

/// What services have in common.
extension DescribedRequest {
    /// What every service offers for its operation.
    package static let common = [
        DescribedRequest("GET /v1/audit", by: .operator),
        DescribedRequest("GET /v1/audit?limit=1", by: .operator),
        DescribedRequest("GET /v1/store/check", by: .operator),
        DescribedRequest("PUT /v1/clock", [:], by: .operator, status: 400),
        DescribedRequest(
            "PUT /v1/clock",
            ["now": "2020-03-01T00:00:00Z"],
            by: .operator,
            status: 409
        ), DescribedRequest("GET /v1/clock", by: .operator),
        DescribedRequest("GET /health/live"), DescribedRequest("GET /health/ready"),
        DescribedRequest("GET /metrics"), DescribedRequest("GET /openapi.yaml"),
        DescribedRequest("GET /problems/idempotency-key-reused"),
        DescribedRequest("GET /problems/none", status: 404),
    ]

    /// The numbers of days.
    package static let stats = [
        DescribedRequest("GET /v1/stats", by: .viewer),
        DescribedRequest("GET /v1/stats?from=2026-02-26&to=2026-03-05"),
        DescribedRequest("GET /v1/stats?from=2026-03", status: 400),
        DescribedRequest("GET /v1/stats?from=2026-03-02&to=2026-03-01", status: 400),
        DescribedRequest("GET /v1/stats?day=2026-03-01", status: 400),
        DescribedRequest("GET /v1/stats", by: .member, status: 403),
    ]

    /// What is answered of the versions of a programme, and of one that is none.
    package static let versions = [
        DescribedRequest("PUT /v1/programme", [:], by: .operator, status: 422),
        DescribedRequest("GET /v1/programme/versions?limit=1"),
        DescribedRequest("POST /v1/programme/rollback", ["version": 1], key: "v1", by: .operator),
        DescribedRequest(
            "POST /v1/programme/rollback",
            ["version": 9],
            key: "v2",
            by: .operator,
            status: 404
        ),
    ]

    /// What an operator does with two messages that are parked, kept as `RETRIED` and `SETTLED`.
    package static let parkedMessages = [
        DescribedRequest("GET /v1/outbox", by: .viewer),
        DescribedRequest("GET /v1/outbox?state=owed&limit=1", by: .viewer),
        DescribedRequest("GET /v1/outbox", status: 403),
        message("RETRIED", "retry", [:], key: "o1"), message("RETRIED", "retry", [:], key: "o1"),
        message("SETTLED", "settle", ["reason": "r"], key: "o2"),
        message("SETTLED", "settle", ["reason": "r"], key: "o3", status: 409),
        message("17", "retry", nil, key: "o4", status: 404),
        DescribedRequest("GET /v1/outbox?limit=1", by: .viewer),
    ]

    private static func message(
        _ id: String,
        _ action: String,
        _ body: JSON?,
        key: String,
        status: Int = 200
    ) -> DescribedRequest {
        let line = "POST /v1/outbox/\(id)/\(action)"
        return DescribedRequest(line, body, key: key, by: .operator, status: status)
    }
}
