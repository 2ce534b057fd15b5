import Access
import TestSupport
import Wire

extension DescribedRequest {
    private static let order: JSON = .plainEvent(
        "o-1",
        .init("lines", [["category": "phones", "amountMinor": 900], ["amountMinor": 550_000]]),
        .init("attributes", ["channel": "app"])
    )

    static let traits = [
        DescribedRequest(
            "PUT /v1/members/m/traits",
            [
                "level": ["value": 2, "version": 1], "growth": ["value": 700, "version": 9],
                "tags": ["value": ["vip"], "version": 1],
                "birthday": ["value": "1990-08-31", "version": 1],
            ]
        ),
        DescribedRequest(
            "POST /v1/traits",
            ["members": [["member": "m", "birthday": ["value": .null, "version": 2]]]]
        ), DescribedRequest("POST /v1/traits", ["members": []], status: 400),
    ]

    static let events = [
        DescribedRequest("POST /v1/events", order, status: 201),
        DescribedRequest("POST /v1/events", order, status: 201),
        DescribedRequest("POST /v1/events", .plainEvent("o-1"), status: 422),
        DescribedRequest("POST /v1/events", .plainEvent("o-2"), status: 201),
        DescribedRequest(
            "POST /v1/events",
            .plainEvent(
                "r-1",
                of: "order.refunded",
                .init("refersTo", "o-1"),
                .init("lines", [["id": "2", "amountMinor": 10_000]])
            ),
            status: 201
        ),
        DescribedRequest(
            "POST /v1/events",
            [
                "events": [
                    order, .plainEvent("c-1", of: "order.received", .init("refersTo", "o-1")),
                    .plainEvent("c-2", of: "order.received", .init("refersTo", "o-9")),
                    .plainEvent(
                        "r-2",
                        of: "order.refunded",
                        .init("refersTo", "o-1"),
                        .init("lines", [["id": "2", "amountMinor": 900_000]])
                    ),
                ]
            ]
        ),
        DescribedRequest(
            "POST /v1/events",
            .plainEvent(
                "r-3",
                of: "order.refunded",
                .init("refersTo", "o-1"),
                .init("lines", [["id": "2", "amountMinor": 900_000]])
            ),
            status: 409
        ),
        DescribedRequest("POST /v1/events", .plainEvent("o 3"), status: 400),
        DescribedRequest("GET /v1/events/o-1"),
        DescribedRequest("GET /v1/events/r-2"),
        DescribedRequest("GET /v1/events/o-7", status: 404),
    ]

    static let lookups = [
        DescribedRequest("GET /v1/transfers?key=k1"),
        DescribedRequest("GET /v1/transfers?key=d2"),
        DescribedRequest("GET /v1/transfers?key=none", status: 404),
        DescribedRequest("GET /v1/transfers/CREDIT"),
        DescribedRequest("GET /v1/transfers/PENDING"),
        DescribedRequest("GET /v1/chain", by: .operator),
        DescribedRequest("GET /v1/chain/audit", by: .operator),
        DescribedRequest("GET /v1/chain/audit?after=x", status: 403),
        DescribedRequest("GET /v1/reconciliation", by: .operator),
        DescribedRequest("GET /v1/reconciliation?after=1", by: .operator),
        DescribedRequest("GET /v1/members/m/balance"),
        DescribedRequest("GET /v1/members/m/transfers?limit=1"),
    ]

    static let accounts = [
        DescribedRequest("POST /v1/members/m/freeze", ["reason": "r"], key: "f1", by: .operator),
        DescribedRequest("POST /v1/credits", .movement(of: "m", 9), key: "f2", status: 409),
        DescribedRequest("POST /v1/events", .plainEvent("o-4"), status: 201),
        DescribedRequest("POST /v1/members/m/unfreeze", ["reason": "r"], key: "f3", by: .operator),
    ]

    static let programmes = [
        DescribedRequest("GET /v1/programme"),
        DescribedRequest("PUT /v1/programme", Gateway.earningPoints, by: .operator),
        DescribedRequest(
            "PUT /v1/programme",
            [
                "zone": "Asia/Shanghai",
                "assets": [
                    ["id": "points", "name": "P", "returned": "forfeit"],
                    ["id": "tickets", "name": "T"],
                    [
                        "id": "gems", "name": "G",
                        "expiry": ["policy": "rolling", "months": 12, "exactDay": true],
                    ],
                ],
            ],
            by: .operator
        ), DescribedRequest("PUT /v1/programme", [:], by: .operator, status: 422),
        DescribedRequest("GET /v1/programme"),
        DescribedRequest("GET /v1/programme/versions?limit=1"),
        DescribedRequest("POST /v1/programme/rollback", ["version": 2], key: "p1", by: .operator),
    ]

    /// The year passes, so that whatever is due has become rows.
    static let clock = [
        DescribedRequest("GET /v1/clock", by: .operator),
        DescribedRequest(
            "PUT /v1/clock",
            ["now": "2026-03-03T00:00:00Z", "run": false],
            by: .operator
        ),
        DescribedRequest("PUT /v1/clock", ["now": "2029-01-01T00:00:00Z"], by: .operator),
        DescribedRequest("GET /v1/holds/LAPSE"),
        DescribedRequest("GET /v1/members/m/transfers?limit=200"),
        DescribedRequest("GET /v1/members/m/balance"),
        DescribedRequest("GET /v1/reconciliation", by: .operator),
        DescribedRequest("GET /v1/chain/audit", by: .operator),
    ]

    static let outbox = [
        DescribedRequest("GET /v1/outbox", by: .operator),
        DescribedRequest("GET /v1/outbox?state=parked&limit=1", by: .operator),
        DescribedRequest("GET /v1/outbox?state=lost", by: .operator, status: 400),
        DescribedRequest("POST /v1/outbox/17/retry", [:], key: "o1", by: .operator, status: 404),
        DescribedRequest(
            "POST /v1/outbox/17/settle",
            ["reason": "r"],
            key: "o2",
            by: .operator,
            status: 404
        ),
    ]
}
