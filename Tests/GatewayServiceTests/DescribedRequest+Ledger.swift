import Access
import TestSupport
import Wire

extension DescribedRequest {
    static let all =
        credits + debits + holds + reversals + batches + traits + events + lookups + accounts
        + programmes + clock + outbox + common

    private static let credits = [
        credit(.movement(of: "m", 90), "k1", naming: "CREDIT"),
        credit(
            .movement(of: "m", 9, .init("reference", "r"), .init("cause", "reward")),
            "k2"
        ), credit(.movement(of: "m", 9, .init("expiresOn", "2026-03-01")), "k3"),
        credit(
            .movement(of: "m", 9, .init("availableAt", "2026-03-02T08:00:00Z")),
            "k4",
            naming: "PENDING"
        ), credit(.movement(of: "m", 9, .init("expiresOn", "2026-02-28")), "k5", status: 409),
        DescribedRequest("POST /v1/credits?dryRun=true", .movement(of: "m", 9)),
        DescribedRequest(
            "POST /v1/credits?dryRun=true",
            .movement(of: "m", 9, .init("availableAt", "2026-03-02T08:00:00Z"))
        ), credit(.movement(of: "m", 8), "k1", status: 422),
    ]

    private static let debits = [
        debit(.movement(of: "m", 9), "d1", status: 201),
        debit(.movement(of: "m", 999), "d2", status: 409),
        debit(.movement(of: "m", 9, .init("notAfter", "2020-01-01T00:00:00Z")), "d3", status: 409),
        debit(.movement(of: "m", 0), "d4", status: 400),
    ]

    private static let holds = [
        post("/v1/holds", .movement(of: "m", 30), "h1", naming: "HOLD"),
        post("/v1/holds", .movement(of: "m", 999), "h2", status: 409),
        DescribedRequest("POST /v1/holds?dryRun=true", .movement(of: "m", 1)),
        of("holds", "HOLD", "capture", ["amount": 10], "h3"),
        of("holds", "HOLD", "capture", ["amount": 21], "h4", status: 409),
        DescribedRequest("GET /v1/holds/HOLD"),
        of("holds", "HOLD", "release", [:], "h5"),
        of("holds", "HOLD", "release", [:], "h6", status: 409),
        of("holds", "HOLD", "capture", nil, "h7", status: 409),
        DescribedRequest("GET /v1/holds/HOLD"),
        DescribedRequest("GET /v1/holds/17", status: 404),
        // This one lapses when the clock is set.
        post("/v1/holds", .movement(of: "m", 5, .init("reference", "b-1")), "h8", naming: "LAPSE"),
    ]

    private static let reversals = [
        of("transfers", "CREDIT", "reversals", ["amount": 5, "reason": "r"], "r1"),
        of("transfers", "CREDIT", "reversals", ["amount": 99, "reason": "r"], "r2", status: 409),
        of("transfers", "HOLD", "reversals", ["reason": "r"], "r3", status: 409),
        of("transfers", "CREDIT", "reversals", ["reason": "r"], "r4", status: 409),
        of("transfers", "17", "reversals", ["reason": "r"], "r5", status: 404),
    ]

    private static let batches = [
        DescribedRequest(
            "POST /v1/batches",
            .batch([
                JSON.movement(of: "m", 90).keyed("k1"), JSON.movement(of: "n", 1).keyed("b1"),
                JSON.movement(of: "o", 1).keyed("b2", "debit"),
                ["key": "b3", "type": "reversal", "ofKey": "b1", "reason": "r"],
                ["key": "b4", "type": "reversal", "ofKey": "b2", "reason": "r"],
            ])
        )
    ]

    private static func credit(
        _ body: JSON,
        _ key: String,
        status: Int = 201,
        naming: String? = nil
    ) -> DescribedRequest {
        post("/v1/credits", body, key, status: status, naming: naming)
    }

    private static func debit(_ body: JSON, _ key: String, status: Int) -> DescribedRequest {
        post("/v1/debits", body, key, status: status)
    }

    private static func post(
        _ path: String,
        _ body: JSON,
        _ key: String,
        status: Int = 201,
        naming: String? = nil
    ) -> DescribedRequest {
        DescribedRequest("POST \(path)", body, key: key, status: status, naming: naming)
    }

    private static func of(
        _ things: String,
        _ name: String,
        _ action: String,
        _ body: JSON?,
        _ key: String,
        status: Int = 201
    ) -> DescribedRequest {
        DescribedRequest("POST /v1/\(things)/\(name)/\(action)", body, key: key, status: status)
    }
}
