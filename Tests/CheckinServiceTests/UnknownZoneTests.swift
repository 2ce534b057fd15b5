import Calls
import Storage
import TestSupport
import Testing
import Wire

@Suite("A member in a zone that this build does not know any more", .timeLimit(.minutes(2)))
struct UnknownZoneTests {
    private static let file = "checkin.sqlite"

    private static func differences(_ booth: CheckinBooth) async throws -> [String]? {
        let page = try await booth.get("/v1/reconciliation")
        return page["differences"]?.elements?.compactMap { $0["what"]?.text }
    }

    @Test("goes on in the programme's, keeps its streak, and is named until that is stored")
    func goesOn() async throws {
        let place = try TemporaryFolder()
        try await CheckinBooth.serving(in: place, from: "2026-03-01") { booth in
            try await booth.live(on: ["2026-03-01"], today: "2026-03-01")
        }
        try await place.changeStore(Self.file) { store in
            try store.execute(
                """
                UPDATE member SET zone = 'Nowhere/At_All', waiting_zone = 'No/Where',
                    waiting_at = 0
                """
            )
        }
        try await CheckinBooth.serving(programme: nil, in: place, from: "2026-03-02") { booth in
            let before = try await booth.page()
            #expect(before["zone"] == "Asia/Shanghai")
            #expect(before["today"]?["endsAt"] == "2026-03-02T16:00:00.000Z")
            #expect(try await Self.differences(booth) == ["unreadable"])
            // No second check-in is won by it.
            let again = try await booth.send(
                .init(.post, "/v1/checkins", ["day": "2026-03-01"], 201, "")
            )
            #expect(again.isReplayed, "\(again.text)")
            try await booth.live(on: ["2026-03-02"], today: "2026-03-02")
            let after = try await booth.page()
            #expect(after["streak"]?["current"] == 2)
            #expect(try await Self.differences(booth) == [])
        }
    }

    @Test("is excused from its open day where the programme's zone leaves too little of that")
    func excused() async throws {
        let place = try TemporaryFolder()
        try await CheckinBooth.serving(in: place, from: "2026-02-28") { booth in
            try await booth.live(on: ["2026-02-28"], today: "2026-02-28")
        }
        // As in Los Angeles, where 1 March begins eight hours before it ends in Shanghai.
        try await place.changeStore(Self.file) { store in
            try store.execute(
                """
                UPDATE member SET zone = 'Nowhere/At_All', today = 20513,
                    opened_at = 1772352000000
                """
            )
        }
        try await CheckinBooth.serving(programme: nil, in: place, from: "2026-03-02") { booth in
            let page = try await booth.page()
            let day = page["calendar"]?.elements?.first { $0["day"] == "2026-03-01" }
            #expect(day?["state"] == "skipped", "\(page)")
            #expect(page["streak"]?["current"] == 1)
            try await booth.live(on: ["2026-03-02"], today: "2026-03-02")
            #expect(try await booth.page()["streak"]?["current"] == 2)
        }
    }
}
