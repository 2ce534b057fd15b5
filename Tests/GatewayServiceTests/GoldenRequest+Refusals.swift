import Wire

extension GoldenRequest {
    static let refusals = [
        GoldenRequest(
            "/v1/transfers/ID-1/reversals",
            ["amount": 110, "reason": "r"],
            refused: "insufficient-points",
            "There are too few points",
            #""asset":"points","available":7,"missing":103,"#
        ),
        GoldenRequest(
            "/v1/transfers/ID-8/reversals",
            ["amount": 19, "reason": "r"],
            refused: "limit-reached",
            "A limit is reached",
            #""limit":"reversible","most":18,"#
        ),
        GoldenRequest(
            "/v1/transfers/ID-4/reversals",
            ["reason": "r"],
            refused: "not-reversible",
            "A transfer of this kind is never undone",
            #""kind":"hold","#
        ),
        GoldenRequest(
            "/v1/credits",
            ["member": "m-1", "amount": 1, "reason": "r", "expiresOn": "2026-02-28"],
            refused: "already-expired",
            "The points would have expired already",
            #""lastDay":"2026-02-28","#
        ),
        GoldenRequest(
            "/v1/holds/ID-6/capture",
            [:],
            refused: "hold-ended",
            "The hold holds nothing any more",
            ""
        ),
        GoldenRequest(
            "/v1/holds/ID-4/capture",
            ["amount": 41],
            refused: "limit-reached",
            "A limit is reached",
            #""limit":"held","most":40,"#
        ),
        GoldenRequest(
            "/v1/holds",
            [
                "member": "m-1", "amount": 1, "reason": "r",
                "expiresAt": "2026-03-01T08:00:00Z",
            ],
            refused: "hold-lapsed",
            "The hold's time is over",
            #""lapsedAt":"2026-03-01T08:00:00.000Z","#
        ),
        GoldenRequest(
            "/v1/debits",
            [
                "member": "m-1", "amount": 1, "reason": "r",
                "notAfter": "2026-03-01T07:59:59.999Z",
            ],
            refused: "charge-lapsed",
            "The charge came after its time",
            #""notAfter":"2026-03-01T07:59:59.999Z","#
        ),
    ]
}
