import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("What badges is told of check-ins", .timeLimit(.minutes(2)))
struct ToldEventTests {
    private static let programme = CheckinBooth.frame([
        .init(
            "checkin",
            [
                "base": 1, "freezes": ["most": 1, "atStart": 1],
                "makeUp": ["windowDays": 7, "perMonth": 3, "prices": [0]],
            ]
        )
    ])

    /// What is owed to badges, in its order.
    private static func told(_ booth: CheckinBooth) async throws -> [JSON] {
        let rows = try await booth.get("/v1/outbox?limit=200")["items"]?.elements
        return try #require(rows).filter { $0["neighbour"] == "badges" }
    }

    private static func line(_ row: JSON) -> String {
        let event = row["operation"]
        let parts = [event?["type"], event?["day"], event?["occurredAt"]].map { $0?.text ?? "none" }
        return parts.joined(separator: " ")
            + " \(event?["attributes"]?["streak"]?.integer ?? -1)"
    }

    @Test("is each thing once, in order, on its day, with the streak after it")
    func events() async throws {
        try await CheckinBooth.serving(programme: Self.programme, from: "2026-03-01") { booth in
            // The second day is frozen, the third is missed.
            try await booth.live(on: ["2026-03-01"], today: "2026-03-04")
            let checkIn = try await booth.send(.init(.post, "/v1/checkins", [:], 201, ""))
            let makeUp = try await booth.makeUp("2026-03-03", key: "k-1")
            try #require(makeUp.status == 201, "\(makeUp.text)")
            let id = try #require(makeUp.json["id"]?.text)
            for _ in 1...2 {
                let path = "/v1/makeups/\(id)/reversal"
                let reversal = try await booth.send(
                    .init(.post, path, ["reason": "error"], 201, "", by: .operator)
                )
                try #require(reversal.status == 201, "\(reversal.text)")
                _ = try await booth.send(.init(.post, "/v1/checkins", [:], 201, ""))
                _ = try await booth.makeUp("2026-03-03", key: "k-1")
            }
            let rows = try await Self.told(booth)
            #expect(
                rows.map(Self.line) == [
                    "checkin.done 2026-03-01 2026-03-01T04:00:00.000Z 1",
                    "checkin.frozen 2026-03-02 2026-03-02T16:00:00.000Z 1",
                    "checkin.streakLost 2026-03-03 2026-03-03T16:00:00.000Z 0",
                    "checkin.done 2026-03-04 2026-03-04T04:00:00.000Z 1",
                    "checkin.madeUp 2026-03-03 2026-03-04T04:00:00.000Z 3",
                    "checkin.makeUpReversed 2026-03-03 2026-03-04T04:00:00.000Z 1",
                ]
            )
            try #require(rows.count == 6)
            // By these ids they are found again: the check-in's, and the make-up's to undo it.
            #expect(rows[3]["id"] == checkIn.json["id"])
            #expect(rows[4]["id"] == makeUp.json["id"])
            #expect(rows[5]["operation"]?["undoes"] == makeUp.json["id"])
            #expect(rows.prefix(5).allSatisfy { $0["operation"]?["undoes"] == nil })
            #expect(rows.allSatisfy { $0["operation"]?["source"] == "checkin" })
            #expect(rows.allSatisfy { $0["operation"]?["member"] == "m-1" })
        }
    }

    @Test("is nothing of what was refused, rehearsed, paused or only looked at")
    func nothing() async throws {
        try await CheckinBooth.serving { booth in
            try await booth.live(on: ["2026-03-01"], today: "2026-03-01")
            let before = try await Self.told(booth)
            let calls: [CheckinRefusal] = [
                .init(.post, "/v1/checkins", ["day": "2026-03-02"], 409, ""),
                .init(.post, "/v1/checkins?dryRun=true", ["day": "2026-03-01"], 409, ""),
                .init(.post, "/v1/members/me/makeups", ["day": "2026-03-01"], 409, ""),
                .init(.get, "/v1/members/me/streak?month=2026-02", nil, 200, ""),
                .init(
                    .post,
                    "/v1/members/me/pauses",
                    ["from": "2026-03-02", "to": "2026-03-02"],
                    201,
                    ""
                ),
            ]
            for call in calls {
                let answer = try await booth.send(call)
                #expect(answer.status == call.status, "\(call): \(answer.text)")
            }
            #expect(try await Self.told(booth) == before)
            #expect(before.count == 1)
        }
    }
}
