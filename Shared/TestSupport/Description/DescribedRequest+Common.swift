import Access
import Wire

/// What services have in common.
extension DescribedRequest {
    /// What every service offers for its operation.
    package static let common = [
        DescribedRequest("GET /v1/audit", by: .operator),
        DescribedRequest("GET /v1/audit?limit=1", by: .operator),
        DescribedRequest("GET /v1/store/check", by: .operator),
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
