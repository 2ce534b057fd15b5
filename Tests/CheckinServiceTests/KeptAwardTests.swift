import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("What a reversed make-up had granted", .timeLimit(.minutes(2)))
struct KeptAwardTests {
    /// The third day is a milestone; a make-up is free.
    private static let programme = CheckinBooth.frame([
        JSON.Member(
            "checkin",
            [
                "milestones": [["at": 3, "award": [10, ["product": "mug"]]]],
                "makeUp": ["windowDays": 7, "perMonth": 3, "prices": [0]],
            ]
        )
    ])

    @Test("is named by what became of it, and what was kept is not handed out twice")
    func goods() async throws {
        try await CheckinBooth.serving(programme: Self.programme) { booth in
            try await booth.live(on: ["2026-03-01", "2026-03-03"], today: "2026-03-04")
            for (key, total) in [("k-1", 2), ("k-2", 0), ("k-3", 0)] {
                let made = try await booth.makeUp("2026-03-02", key: key)
                try #require(made.status == 201, "\(made.text)")
                let items = made.json["award"]?["total"]?.elements
                #expect(items?.count == total, "\(made.text)")
                let id = try #require(made.json["id"]?.text)
                let reversal = try await booth.send(
                    .init(
                        .post,
                        "/v1/makeups/\(id)/reversal",
                        ["reason": "error"],
                        201,
                        "",
                        by: .operator
                    )
                )
                try #require(reversal.status == 201, "\(reversal.text)")
                let taken: JSON = total == 2 ? [["asset": "points", "amount": 10]] : []
                let kept: JSON = total == 2 ? [["product": "mug", "quantity": 1]] : []
                #expect(reversal.json["takenBack"] == taken, "\(reversal.text)")
                #expect(reversal.json["kept"] == kept, "\(reversal.text)")
            }
            // Nor by check-ins that reach the length themselves.
            try await booth.live(on: ["2026-03-04", "2026-03-05"], today: "2026-03-05")
            let page = try await booth.page()
            #expect(page["streak"]?["current"] == 3)
            let stats = try await booth.get("/v1/stats?from=2026-03-04&to=2026-03-05")
            let days = try #require(stats["days"]?.elements)
            #expect(days[0]["goods"] == [["product": "mug", "quantity": 1]])
            #expect(days[1]["goods"] == [])
        }
    }
}
