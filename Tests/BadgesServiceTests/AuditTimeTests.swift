import Access
import Calls
import Primitives
import Storage
import TestSupport
import Testing
import Wire

@Suite("Reconciliation with more than there is time for", .timeLimit(.minutes(2)))
struct AuditTimeTests {
    private static let programme: [JSON.Member] = [
        .init(
            "badges",
            [["id": "b", "tiers": [["id": "t", "goal": ["count": "visit", "atLeast": 1]]]]]
        )
    ]

    @Test("names what half of the request's time is over before, and goes on with members")
    func totals() async throws {
        let folder = try TemporaryFolder()
        try await BadgesScene.serving(Self.programme, in: folder) { scene in
            try await scene.tell([BadgesScene.event("1", "visit")])
        }
        try await BadgesScene.changeStore(in: folder) { store in
            try store.execute(
                """
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
                INSERT INTO board_period (board, period, name, winners, listed, listed_value,
                    listed_at, listed_member)
                SELECT 7, i, 'many', 0, 0, 0, 0, '' FROM n
                """
            )
        }
        let limit = ["request-limit-ms": "200"]
        try await BadgesScene.serving(nil, in: folder, settings: limit) { scene in
            let answer = try await scene.send(.get, "/v1/reconciliation", by: .operator)
            #expect(answer.status == 200, "\(answer.text)")
            let left = answer.json["notChecked"]?.elements ?? []
            #expect(left.last == "members on board 7" && left.count <= 3, "\(left)")
            #expect(answer.json["checked"] == 1 && answer.json["differences"] == [])
        }
    }

    @Test("names a member whose events are too many, and goes on behind it")
    func member() async throws {
        let folder = try TemporaryFolder()
        try await BadgesScene.serving(Self.programme, in: folder) { scene in
            try await scene.tell(
                ["anna", "busy", "zoe"].map { BadgesScene.event($0, "visit", of: $0) }
            )
        }
        try await BadgesScene.changeStore(in: folder) { store in
            try store.execute(
                """
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)
                INSERT INTO event (member, source, id, type, occurred_at, day, attributes, state,
                    digest)
                SELECT 'busy', 'checkin', 'n-' || i, 'other', 0, 0, '', 0, x'00' FROM n
                """
            )
            // What is stored of the last one is wrong, which is to be found.
            try store.execute("UPDATE counter SET value = 9 WHERE member = 'zoe'")
        }
        try await BadgesScene.serving(
            nil,
            in: folder,
            adjusting: { $0.readLimit = .milliseconds(20) }
        ) { scene in
            for after in ["", "?after=anna"] {
                let path = "/v1/reconciliation\(after)"
                let answer = try await scene.send(.get, path, by: .operator)
                #expect(answer.status == 200, "\(answer.text)")
                #expect(answer.json["notChecked"] == ["member busy"], "\(answer.text)")
                #expect(answer.json["checked"]?.integer == (after.isEmpty ? 2 : 1))
                let found = answer.json["differences"]?.elements ?? []
                #expect(found.map { $0["member"] } == ["zoe"], "\(answer.text)")
                #expect(answer.json["next"] == nil)
            }
        }
    }
}
