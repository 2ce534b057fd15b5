import Access
import Calls
import Storage
import TestSupport
import Testing
import Wire

@Suite("Reconciliation of badges with events", .timeLimit(.minutes(2)))
struct ReconciliationTests {
    private static let tampering = [
        StoreTampering("counts", finds: ["5:count", "6:streak"]) {
            try $0.execute("UPDATE counter SET value = value + 1 WHERE value = 2")
        },
        StoreTampering("a count of what no rule asks for", finds: ["measure 77"]) {
            try $0.execute(
                "INSERT INTO counter (member, measure, period, value) VALUES ('anna', 77, 0, 1)"
            )
        },
        StoreTampering("marks of days", finds: ["mark"]) {
            try $0.execute("UPDATE mark SET amount = amount + 1")
        },
        StoreTampering("marks that are gone", finds: ["mark"]) {
            try $0.execute("DELETE FROM mark")
        },
        StoreTampering("growth of days that cancels out", finds: ["growth of a day"]) {
            try $0.execute("UPDATE growth_day SET growth = growth + 1 WHERE day % 2 = 0")
            try $0.execute("UPDATE growth_day SET growth = growth - 1 WHERE day % 2 <> 0")
        },
        StoreTampering("growth in all", finds: ["growth"]) {
            try $0.execute("UPDATE standing SET life_growth = life_growth + 1")
        },
        StoreTampering("a level that is too low", finds: ["level", "members of level"]) {
            try $0.execute("UPDATE standing SET level = 0, in_force = 0")
        },
        StoreTampering("a tier that is gone", finds: ["badge regular:t", "members who"]) {
            try $0.execute("UPDATE badge SET taken_at = 0 WHERE badge = 'regular'")
        },
        StoreTampering("a tier that is not reached", finds: ["badge rare:t", "members who"]) {
            try $0.execute(
                "INSERT INTO badge (member, badge, tier, given_at) VALUES ('anna', 'rare', 't', 0)"
            )
        },
        StoreTampering("holders", finds: ["members who hold regular:t"]) {
            try $0.execute("UPDATE holder SET count = 9 WHERE badge = 'regular'")
        },
        StoreTampering("a tier of a badge that no rule knows", finds: ["members who hold old:t"]) {
            try $0.execute(
                "INSERT INTO badge (member, badge, tier, given_at) VALUES ('anna', 'old', 't', 0)"
            )
        },
        StoreTampering("members of a level", finds: ["members of level 1"]) {
            try $0.execute("UPDATE holder SET count = 9 WHERE badge = '' AND tier = '1'")
        },
        StoreTampering("a score", finds: ["score on board", "members on"]) {
            try $0.execute("UPDATE score SET deficit = deficit - 1")
        },
        StoreTampering("a score that is gone", finds: ["score", "members on board"]) {
            try $0.execute("DELETE FROM score")
        },
        StoreTampering("counts of scores", finds: ["members on board"]) {
            try $0.execute("UPDATE score_bucket SET members = 9")
        },
        StoreTampering("members", finds: ["members"]) {
            try $0.execute("UPDATE holder SET count = 9 WHERE badge = '' AND tier = ''")
        },
        StoreTampering(
            "an event",
            finds: ["5:count", "6:streak", "mark", "growth", "badge", "score"]
        ) {
            try $0.execute("UPDATE event SET state = 1 WHERE id = '1'")
        },
    ]

    private static let programme: [JSON.Member] = [
        .init("growth", ["rules": [["count": "checkin.done", "growth": 5]]]),
        .init("levels", ["steps": [["id": "one", "at": 10]]]),
        .init("boards", [["id": "week", "count": "checkin.done", "each": "week"]]),
        .init(
            "badges",
            [
                [
                    "id": "regular", "undone": "revoke",
                    "tiers": [["id": "t", "goal": ["streak": "checkin.done", "atLeast": 2]]],
                ],
                [
                    "id": "rare", "undone": "revoke",
                    "tiers": [
                        [
                            "id": "t",
                            "goal": ["count": "checkin.done", "each": "week", "atLeast": 5],
                        ]
                    ],
                ],
            ]
        ),
    ]

    @Test("what was changed behind the service's back is named", arguments: tampering)
    func names(_ tampering: StoreTampering) async throws {
        let folder = try TemporaryFolder()
        try await BadgesScene.serving(Self.programme, in: folder) { scene in
            // Two days of one week.
            try await scene.tell([
                BadgesScene.event("1", on: "2026-02-28"), BadgesScene.event("2"),
            ])
            #expect(try await scene.differences() == [])
        }
        try await BadgesScene.changeStore(in: folder, tampering.change)
        try await BadgesScene.serving(nil, in: folder) { scene in
            let found = try await scene.differences()
            #expect(!found.isEmpty && found.allSatisfy { $0["stored"] != $0["computed"] })
            let names = found.map { $0["measure"]?.text ?? "" }
            for name in names {
                #expect(tampering.found.contains { name.hasPrefix($0) }, "\(name)")
            }
            for expected in tampering.found where tampering.found.count < 3 {
                #expect(names.contains { $0.hasPrefix(expected) }, "\(names)")
            }
            for difference in found {
                let isOfAll = difference["measure"]?.text?.hasPrefix("members") == true
                #expect(difference["member"] == (isOfAll ? nil : "anna"))
            }
            // What is counted of all members is told with the first page alone.
            let next = try await scene.send(.get, "/v1/reconciliation?after=anna", by: .operator)
            #expect(next.json["differences"] == [])
        }
    }
}
