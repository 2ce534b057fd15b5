import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("A dry run of a check-in or a make-up", .timeLimit(.minutes(2)))
struct DryRunTests {
    private static func rehearse(
        _ path: String,
        _ day: String,
        key: String? = nil,
        _ booth: CheckinBooth
    ) async throws -> TestClient.Answer {
        let body: JSON = ["day": .string(day)]
        return try await booth.send(.init(.post, "\(path)?dryRun=true", body, 200, "", key: key))
    }

    @Test("answers as the check-in then does, without an id, and does nothing")
    func checkIn() async throws {
        try await CheckinBooth.serving { booth in
            try await booth.live(on: ["2026-03-03"], today: "2026-03-04")
            let page = try await booth.page()
            for _ in 1...2 {
                let answer = try await Self.rehearse("/v1/checkins", "2026-03-04", booth)
                #expect(answer.status == 200 && !answer.isReplayed, "\(answer.text)")
                #expect(answer.json["id"] == nil)
                #expect(answer.json["streak"]?["current"] == 2)
                #expect(try await booth.page() == page)
            }
            let rehearsed = try await Self.rehearse("/v1/checkins", "2026-03-04", booth)
            let done = try await booth.send(.init(.post, "/v1/checkins", [:], 201, ""))
            guard case .object(let members) = done.json else { throw Unexpected(answer: done.text) }
            #expect(rehearsed.json == .object(members.filter { $0.name != "id" }))
            // It is no repeat of the check-in either.
            let late = try await Self.rehearse("/v1/checkins", "2026-03-04", booth)
            #expect(late.status == 409 && late.slug == "not-open", "\(late.text)")
        }
    }

    @Test("of a make-up is refused as it would be, and leaves its key and its place to others")
    func makeUp() async throws {
        let path = "/v1/members/me/makeups"
        try await CheckinBooth.serving { booth in
            try await booth.live(on: ["2026-03-01"], today: "2026-03-04")
            let page = try await booth.page()
            for _ in 1...2 {
                let answer = try await Self.rehearse(path, "2026-03-02", key: "k-1", booth)
                #expect(answer.status == 200 && !answer.isReplayed, "\(answer.text)")
                #expect(answer.json == ["dryRun": true])
            }
            for (day, slug) in [
                ("2026-03-01", "nothing-to-repair"), ("2026-03-04", "not-open"),
                ("2026-02-10", "nothing-to-repair"),
            ] {
                let answer = try await Self.rehearse(path, day, key: "k-2", booth)
                #expect(answer.status == 409 && answer.slug == slug, "\(answer.text)")
            }
            #expect(try await booth.page() == page)
            // Neither key was taken by another day's rehearsal.
            let made = try await booth.makeUp("2026-03-03", key: "k-1")
            #expect(made.status == 201 && !made.isReplayed, "\(made.text)")
            let full = try await Self.rehearse(path, "2026-03-02", key: "k-1", booth)
            #expect(full.status == 409 && full.slug == "limit-reached", "\(full.text)")
        }
    }
}
