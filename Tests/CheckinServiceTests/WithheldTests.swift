import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("What is granted again while it is taken back", .timeLimit(.minutes(2)))
struct WithheldTests {
    /// The third day is a milestone; a make-up is free and worth something itself.
    private static let programme = CheckinBooth.frame([
        JSON.Member(
            "checkin",
            [
                "base": 1, "milestones": [["at": 3, "award": 10]],
                "multipliers": [["id": "all", "times": .number("1.5")]],
                "makeUp": [
                    "windowDays": 7, "perMonth": 3, "prices": [0],
                    "award": ["asset": "points", "amount": 2],
                ],
            ]
        )
    ])

    @Test("is owed behind what takes it back, each part by itself")
    func makeUp() async throws {
        try await CheckinBooth.serving(programme: Self.programme) { booth in
            try await Self.undo(booth)
            let again = try await booth.makeUp("2026-03-02", key: "k-2")
            #expect(again.json["award"]?["total"] == [["asset": "points", "amount": 12]])
            let rows = try await Self.rows(booth)
            try #require(rows.count == 8)
            #expect(rows.map(\.amount) == [1, 1, 2, 10, nil, nil, 2, 10])
            let behind = [4: 2, 5: 3, 6: 4, 7: 5]
            for (place, row) in rows.enumerated() {
                #expect(row.needs == behind[place].flatMap { rows[$0].id }, "\(place)")
            }
        }
    }

    @Test("is owed apart from what else a check-in earns, with its share of the multiplier")
    func checkIn() async throws {
        try await CheckinBooth.serving(programme: Self.programme) { booth in
            try await Self.undo(booth)
            try await booth.live(on: ["2026-03-04", "2026-03-05"], today: "2026-03-05")
            let rows = try await Self.rows(booth)
            try #require(rows.count == 9)
            #expect(rows.suffix(3).map(\.amount) == [1, 1, 15])
            #expect(rows.suffix(3).map(\.needs) == [nil, nil, rows[5].id])
            // A streak that has nothing to do with it does not wait for it.
            try await booth.live(
                on: ["2026-03-08", "2026-03-09", "2026-03-10"],
                today: "2026-03-10"
            )
            let later = try await Self.rows(booth)
            #expect(later.last?.amount == 16)
            #expect(later.last?.needs == nil)
        }
    }

    /// A message that is owed to the gateway.
    private struct Row {
        let id: String?
        let amount: Int64?
        let needs: String?
    }

    private static func rows(_ booth: CheckinBooth) async throws -> [Row] {
        let list = try await booth.get("/v1/outbox?limit=200")["items"]?.elements ?? []
        return list.filter { $0["neighbour"] == "gateway" }.map { row in
            Row(
                id: row["id"]?.text,
                amount: row["operation"]?["amount"]?.integer,
                needs: row["needs"]?.text
            )
        }
    }

    /// Makes the second of three days up and reverses that; no gateway is there to hear of it.
    private static func undo(_ booth: CheckinBooth) async throws {
        try await booth.live(on: ["2026-03-01", "2026-03-03"], today: "2026-03-04")
        let made = try await booth.makeUp("2026-03-02", key: "k-1")
        let id = try #require(made.json["id"]?.text, "\(made.text)")
        try await booth.operate("/v1/makeups/\(id)/reversal", ["reason": "error"])
    }
}
