import Wire

/// A request with the bytes that answer it.
struct GoldenRequest: Sendable {
    /// The path, in which `ID-1` stands for the id of the first transfer that was answered.
    let path: String
    let body: JSON
    let answer: String

    init(_ path: String, _ body: JSON, _ answer: String) {
        self.path = path
        self.body = body
        self.answer = answer
    }

    /// A refusal, of which everything but the common members is given.
    init(_ path: String, _ body: JSON, refused slug: String, _ title: String, _ members: String) {
        self.init(
            path,
            body,
            """
            {"type":"/problems/\(slug)","title":"\(title)","status":409,"instance":"golden",\
            \(members)"final":true}
            """
        )
    }

    static let movements = credits + holds + reversals

    private static let credits = [
        GoldenRequest(
            "/v1/credits",
            ["member": "m-1", "amount": 120, "reason": "campaign", "expiresOn": "2026-03-31"],
            """
            {"transfer":{"id":"ID-1","kind":"credit","member":"m-1","asset":"points","amount":120,\
            "reason":"campaign","at":"2026-03-01T08:00:00.000Z","expiresOn":"2026-03-31",\
            "programme":1,"balanceAfter":120},\
            "balance":{"asset":"points","available":120,"pending":0,"held":0}}
            """
        ),
        GoldenRequest(
            "/v1/credits",
            ["member": "m-1", "amount": 30, "reason": "order paid", "cause": "reward"],
            """
            {"transfer":{"id":"ID-2","kind":"credit","member":"m-1","asset":"points","amount":30,\
            "reason":"order paid","cause":"reward","at":"2026-03-01T08:00:00.000Z",\
            "expiresOn":"2027-12-31","programme":1,"balanceAfter":150},\
            "balance":{"asset":"points","available":150,"pending":0,"held":0}}
            """
        ),
        GoldenRequest(
            "/v1/credits",
            [
                "member": "m-1", "amount": 40, "reason": "presale", "reference": "order-7",
                "availableAt": "2026-03-02T08:00:00Z",
            ],
            """
            {"transfer":{"id":"ID-3","kind":"pendingCredit","member":"m-1","asset":"points",\
            "amount":40,"reason":"presale","reference":"order-7","at":"2026-03-01T08:00:00.000Z",\
            "availableAt":"2026-03-02T08:00:00.000Z","change":0,"programme":1,"balanceAfter":150},\
            "balance":{"asset":"points","available":150,"pending":40,"held":0}}
            """
        ),
    ]

    private static let holds = [
        GoldenRequest(
            "/v1/holds",
            [
                "member": "m-1", "amount": 100, "reason": "table", "reference": "booking-5",
                "expiresAt": "2026-03-10T00:00:00Z",
            ],
            """
            {"transfer":{"id":"ID-4","kind":"hold","member":"m-1","asset":"points","amount":100,\
            "reason":"table","reference":"booking-5","at":"2026-03-01T08:00:00.000Z",\
            "expiresAt":"2026-03-10T00:00:00.000Z","change":-100,"programme":1,"balanceAfter":50},\
            "balance":{"asset":"points","available":50,"pending":40,"held":100}}
            """
        ),
        GoldenRequest(
            "/v1/holds/ID-4/capture",
            ["amount": 60],
            """
            {"transfer":{"id":"ID-5","kind":"capture","member":"m-1","asset":"points","amount":60,\
            "of":"ID-4","reason":"table","reference":"booking-5","at":"2026-03-01T08:00:00.000Z",\
            "change":0,"programme":1,"balanceAfter":50},\
            "balance":{"asset":"points","available":50,"pending":40,"held":40}}
            """
        ),
        GoldenRequest(
            "/v1/holds",
            ["member": "m-1", "amount": 10, "reason": "seat"],
            """
            {"transfer":{"id":"ID-6","kind":"hold","member":"m-1","asset":"points","amount":10,\
            "reason":"seat","at":"2026-03-01T08:00:00.000Z",\
            "expiresAt":"2026-03-08T08:00:00.000Z","change":-10,"programme":1,"balanceAfter":40},\
            "balance":{"asset":"points","available":40,"pending":40,"held":50}}
            """
        ),
        GoldenRequest(
            "/v1/holds/ID-6/release",
            ["reason": "no show"],
            """
            {"transfer":{"id":"ID-7","kind":"release","member":"m-1","asset":"points","amount":10,\
            "of":"ID-6","reason":"no show","at":"2026-03-01T08:00:00.000Z",\
            "change":10,"programme":1,"balanceAfter":50},\
            "balance":{"asset":"points","available":50,"pending":40,"held":40}}
            """
        ),
    ]

    private static let reversals = [
        GoldenRequest(
            "/v1/debits",
            ["member": "m-1", "amount": 30, "reason": "coupon"],
            """
            {"transfer":{"id":"ID-8","kind":"debit","member":"m-1","asset":"points","amount":30,\
            "reason":"coupon","at":"2026-03-01T08:00:00.000Z","programme":1,"balanceAfter":20},\
            "balance":{"asset":"points","available":20,"pending":40,"held":40}}
            """
        ),
        GoldenRequest(
            "/v1/transfers/ID-8/reversals",
            ["amount": 12, "reason": "returned", "reference": "return-1"],
            """
            {"transfer":{"id":"ID-9","kind":"reversal","member":"m-1","asset":"points",\
            "amount":12,"of":"ID-8","reason":"returned","reference":"return-1",\
            "at":"2026-03-01T08:00:00.000Z","change":12,"programme":1,"balanceAfter":32},\
            "balance":{"asset":"points","available":32,"pending":40,"held":40}}
            """
        ),
        GoldenRequest(
            "/v1/transfers/ID-2/reversals",
            ["amount": 25, "reason": "cancelled"],
            """
            {"transfer":{"id":"ID-10","kind":"reversal","member":"m-1","asset":"points",\
            "amount":25,"of":"ID-2","reason":"cancelled","cause":"reward",\
            "at":"2026-03-01T08:00:00.000Z","change":-25,"programme":1,"balanceAfter":7},\
            "balance":{"asset":"points","available":7,"pending":40,"held":40}}
            """
        ),
    ]
}
