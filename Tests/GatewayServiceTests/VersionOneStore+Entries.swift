import Wire

extension VersionOneStore {
    /// The rows: two members, one refusal.
    static let entries = [
        Entry(
            account: 1,
            entry: 1,
            kind: 1,
            asset: "points",
            amount: 120,
            available: 120,
            type: "credit",
            request: [
                "member": "m-1", "amount": 120, "reason": "order paid", "reference": "order-77",
            ]
        ),
        Entry(
            account: 1,
            entry: 2,
            kind: 2,
            asset: "points",
            amount: 50,
            available: 70,
            type: "debit",
            request: ["member": "m-1", "amount": 50, "reason": "draw"]
        ),
        Entry(
            account: 1,
            entry: nil,
            kind: 0,
            asset: "",
            amount: 0,
            available: 0,
            type: "debit",
            request: ["member": "m-1", "amount": 71, "reason": "draw"],
            refusal: """
                {"type":"/problems/insufficient-points","title":"There are too few points",\
                "status":409,"instance":"old","asset":"points","available":70,"missing":1,\
                "final":true}
                """
        ),
        Entry(
            account: 2,
            entry: 1,
            kind: 1,
            asset: "tickets",
            amount: 3,
            available: 3,
            type: "credit",
            request: ["member": "m-2", "amount": 3, "asset": "tickets", "reason": "gift"]
        ),
        Entry(
            account: 2,
            entry: 2,
            kind: 2,
            asset: "tickets",
            amount: 3,
            available: 0,
            type: "debit",
            request: ["member": "m-2", "amount": 3, "asset": "tickets", "reason": "draw"]
        ),
    ]
}
