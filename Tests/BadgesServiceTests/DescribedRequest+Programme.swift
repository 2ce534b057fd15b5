import TestSupport
import Wire

extension DescribedRequest {
    /// Every kind of badge and level that a page can show.
    static let programme: [JSON.Member] = [
        .init(
            "boards",
            [
                [
                    "id": "month", "title": "Month", "count": "checkin.done", "each": "month",
                    "prizes": [["to": 1, "reward": 1]], "settlingDays": 0,
                ], ["id": "ever", "sum": "a", "of": "order.paid"],
            ]
        ),
        .init(
            "growth",
            ["over": ["months": 1], "rules": [["count": "checkin.done", "growth": 2]]]
        ),
        .init(
            "levels",
            [
                "review": ["months": 1, "graceDays": 10],
                "steps": [
                    ["id": "bronze", "name": "青铜", "at": 1],
                    [
                        "id": "silver", "at": 5, "reward": [5, ["asset": "tickets", "amount": 1]],
                        "benefits": ["earning": .number("1.5"), "perks": ["A lounge"]],
                    ], ["id": "gold", "at": 1000, "badges": ["secret"]],
                ],
            ]
        ),
        .init(
            "tasks",
            [
                [
                    "id": "start", "kind": "newcomer", "claim": true, "reward": 2,
                    "goal": ["count": "checkin.done", "atLeast": 1],
                ],
                [
                    "id": "never", "kind": "newcomer", "takeUp": true, "after": ["start"],
                    "steps": [["goal": ["count": "x", "atLeast": 1]]],
                ],
                [
                    "id": "late", "kind": "campaign", "claim": true,
                    "days": ["from": "2026-03-02", "to": "2026-03-31"],
                    "goal": ["count": "x", "atLeast": 1],
                ],
            ]
        ),
        .init(
            "badges",
            [
                [
                    "id": "first", "title": "First",
                    "tiers": [
                        [
                            "id": "one", "title": "One", "image": "one.png", "reward": 1,
                            "goal": ["count": "checkin.done", "atLeast": 1],
                        ],
                        [
                            "id": "all",
                            "goal": [
                                "all": [
                                    ["streak": "checkin.done", "atLeast": 7],
                                    ["any": [["sum": "a", "of": "order.paid", "atLeast": 9]]],
                                ]
                            ],
                        ],
                    ],
                ],
                [
                    "id": "spring", "days": ["from": "2026-03-01", "to": "2026-05-31"],
                    "tiers": [["id": "one", "goal": ["count": "order.paid", "atLeast": 1]]],
                ],
                [
                    "id": "secret", "hidden": true,
                    "tiers": [["id": "one", "goal": ["count": "order.paid", "atLeast": 2]]],
                ],
            ]
        ),
    ]
}
