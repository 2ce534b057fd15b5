import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("A pause across a month's end", .timeLimit(.minutes(2)))
struct PausePageTests {
    private static let programme = CheckinBooth.frame([
        .init(
            "checkin",
            [
                "base": 1, "cumulative": [["days": 2, "award": 9]],
                "freezes": ["most": 1, "atStart": 1], "pauses": ["daysPerYear": 5],
            ]
        )
    ])

    private static func states(
        _ booth: CheckinBooth,
        _ month: String
    ) async throws -> [String]? {
        let page = try await booth.get("/v1/members/m-1/streak?month=\(month)")
        return page["calendar"]?.elements?.map { entry in
            "\(entry["day"]?.text?.suffix(2) ?? "") \(entry["state"]?.text ?? "")"
        }
    }

    @Test("stands in both months, keeps streak and freeze, and a check-in ends it for its day")
    func page() async throws {
        try await CheckinBooth.serving(programme: Self.programme) { booth in
            try await booth.live(on: ["2026-03-29"], today: "2026-03-29")
            let span: JSON = ["from": "2026-03-30", "to": "2026-04-02"]
            let paused = try await booth.send(
                .init(.post, "/v1/members/me/pauses", span, 201, "")
            )
            try #require(paused.status == 201, "\(paused.text)")
            #expect(try await booth.page()["pausesLeft"] == 1)
            #expect(try await booth.page()["pauses"] == [span])
            let march = try await Self.states(booth, "2026-03")
            #expect(march == ["29 checked", "30 paused", "31 paused"])
            #expect(try await Self.states(booth, "2026-04") == ["01 paused", "02 paused"])

            try await booth.live(on: [], today: "2026-04-01")
            #expect(try await booth.page()["today"]?["ifMissed"] == ["streak": "kept"])
            // It counts, and gives back what of the year it does not need.
            try await booth.live(on: ["2026-04-01"], today: "2026-04-03")
            let page = try await booth.page()
            #expect(page["pausesLeft"] == 2)
            #expect(page["streak"]?["current"] == 2)
            #expect(page["today"]?["ifMissed"] == ["streak": "frozen", "freezesLeft": 0])
            let last = try await booth.send(.init(.post, "/v1/checkins", [:], 201, ""))
            #expect(last.json["streak"]?["current"] == 3)
            #expect(last.json["freezes"] == 1)
            // Days that are paused are none of the month's two.
            #expect(last.json["monthDays"] == 2)
            #expect(last.json["award"]?["total"] == [["asset": "points", "amount": 10]])
            let april = try await Self.states(booth, "2026-04")
            #expect(april == ["01 checked", "02 paused", "03 checked"])
        }
    }
}
