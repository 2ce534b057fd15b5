import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("The numbers of each day", .timeLimit(.minutes(2)))
struct StatsTests {
    /// Everything is doubled; the second day is a milestone; a make-up is free.
    private static let programme = CheckinBooth.frame([
        JSON.Member(
            "checkin",
            [
                "base": 1, "milestones": [["at": 2, "award": 10]],
                "multipliers": [["id": "spring", "group": "day", "times": 2]],
                "freezes": ["most": 2, "price": 5],
                "makeUp": [
                    "windowDays": 7, "perMonth": 1, "prices": [0],
                    "award": ["asset": "points", "amount": 3],
                ],
            ]
        )
    ])

    @Test("Each thing is counted once, on its day, however often it is sent")
    func numbers() async throws {
        try await CheckinBooth.serving(programme: Self.programme) { booth in
            try await booth.live(on: ["2026-03-01", "2026-03-02"], today: "2026-03-04")
            let made = try await booth.makeUp("2026-03-03", key: "k-1")
            try #require(made.status == 201, "\(made.text)")
            for path in ["/v1/checkins", "/v1/checkins?dryRun=true", "/v1/checkins"] {
                _ = try await booth.send(.init(.post, path, ["day": "2026-03-04"], 201, ""))
            }
            _ = try await booth.makeUp("2026-03-03", key: "k-1")
            let days = try await Self.days(booth, "?from=2026-03-01&to=2026-03-05")
            try #require(days.count == 5)
            #expect(days.map { $0["checkIns"] } == [1, 1, 0, 1, 0])
            #expect(days.map { $0["newMembers"] } == [1, 0, 0, 0, 0])
            #expect(days[0]["cameAgain"] == ["day1": 1, "day7": 0, "day30": 0])
            #expect(days[1]["streaks"] == [["from": 2, "checkIns": 1]])
            #expect(days[1]["milestones"] == [["reached": 2, "count": 1]])
            #expect(
                days[1]["awards"] == [
                    ["for": "base", "asset": "points", "count": 1, "amount": 1],
                    ["for": "milestone", "asset": "points", "count": 1, "amount": 10],
                    ["for": "multiplier", "asset": "points", "count": 1, "amount": 11],
                ]
            )
            #expect(days.map { $0["streaksLost"] } == [0, 0, 1, 0, 0])
            #expect(days.map { $0["makeUps"] } == [0, 0, 0, 1, 0])
            #expect(days[3]["paid"] == [])
            #expect(
                days[3]["awards"]?.elements?.contains(
                    ["for": "makeUp", "asset": "points", "count": 1, "amount": 3]
                ) == true
            )
            let empty = days[4]
            #expect(empty["day"] == "2026-03-05" && empty["awards"] == [])
            #expect(
                empty["freezes"] == ["bought": 0, "granted": 0, "earned": 0, "used": 0]
            )
        }
    }

    @Test("What operators give and take back is counted, and the freeze that covered a day")
    func operators() async throws {
        try await CheckinBooth.serving(programme: Self.programme) { booth in
            try await booth.live(on: ["2026-03-01"], today: "2026-03-03")
            let made = try await booth.makeUp("2026-03-02", key: "k-1")
            let id = try #require(made.json["id"]?.text)
            try await booth.operate("/v1/makeups/\(id)/reversal", ["reason": "error"])
            try await booth.operate("/v1/grants", .freezes(2, key: "g-1"))
            _ = try await booth.send(.init(.post, "/v1/checkins", [:], 201, ""))
            try await booth.live(on: ["2026-03-05"], today: "2026-03-05")
            let days = try await Self.days(booth, "?from=2026-03-03&to=2026-03-04")
            #expect(days[0]["makeUps"] == 1 && days[0]["makeUpsReversed"] == 1)
            #expect(
                days[0]["awards"]?.elements?.contains(
                    ["for": "takenBack", "asset": "points", "count": 2, "amount": 13]
                ) == true
            )
            #expect(days[0]["freezes"]?["granted"] == 2)
            #expect(days[1]["freezes"]?["used"] == 1)
            #expect(days[1]["streaksLost"] == 0)
        }
    }

    @Test("A span is the last thirty days unless told, and at most 366")
    func spans() async throws {
        try await CheckinBooth.serving { booth in
            let usual = try await booth.get("/v1/stats")
            #expect(usual["from"] == "2026-01-22" && usual["to"] == "2026-02-20")
            #expect(try await Self.days(booth, "?from=2024-01-01&to=2024-12-31").count == 366)
            for query in [
                "?from=2024-01-01&to=2025-01-01", "?from=2026-03-02&to=2026-03-01", "?to=today",
                "?from=2027-01-01", "?day=2026-03-01",
            ] {
                let refusal = CheckinRefusal(
                    .get,
                    "/v1/stats\(query)",
                    nil,
                    400,
                    "invalid-request",
                    by: .viewer
                )
                let answer = try await booth.send(refusal)
                #expect(answer.status == 400 && answer.slug == "invalid-request", "\(query)")
            }
            let member = try await booth.send(.init(.get, "/v1/stats", nil, 403, "forbidden"))
            #expect(member.slug == "forbidden")
        }
    }

    private static func days(_ booth: CheckinBooth, _ query: String) async throws -> [JSON] {
        try #require(try await booth.get("/v1/stats\(query)", by: .service)["days"]?.elements)
    }
}

extension JSON {
    /// A grant of freezes to the booth's member.
    static func freezes(_ count: Int64, key: String) -> JSON {
        [
            "key": .string(key), "member": "m-1", "kind": "freeze", "count": .integer(count),
            "source": "goodwill",
        ]
    }
}
