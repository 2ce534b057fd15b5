import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("A command that is repeated", .timeLimit(.minutes(2)))
struct RepeatTests {
    /// What is sent on 3 March by a member who came on the first, and for it.
    private static let commands: [CheckinRefusal] = [
        .init(.post, "/v1/checkins", ["day": "2026-03-03"], 201, ""),
        .init(.post, "/v1/members/me/makeups", ["day": "2026-03-02"], 201, "", key: "m"),
        .init(
            .post,
            "/v1/members/me/pauses",
            ["from": "2026-03-10", "to": "2026-03-11"],
            201,
            "",
            key: "p"
        ),
        .init(
            .post,
            "/v1/grants",
            ["key": "g", "member": "m-1", "kind": "freeze", "count": 1, "source": "draw"],
            201,
            "",
            by: .service
        ),
        // It was final when it was first said, and stays so whatever is published.
        .init(
            .post,
            "/v1/members/me/makeups",
            ["day": "2026-03-03"],
            409,
            "not-open",
            key: "f"
        ),
    ]

    /// Other awards and prices; none of what was asked for; no check-in at all.
    private static let later: [[JSON.Member]] = [
        [
            .init(
                "checkin",
                [
                    "base": 7, "freezes": ["most": 9, "price": 1], "pauses": ["daysPerYear": 9],
                    "makeUp": ["windowDays": 1, "perMonth": 9, "prices": [500], "award": 5],
                ]
            )
        ], [.init("checkin", ["base": 3])], [],
    ]

    @Test("is answered with the same bytes, whatever was published and however late it is")
    func bytes() async throws {
        try await CheckinBooth.serving(from: "2026-03-01") { booth in
            try await booth.live(on: ["2026-03-01"], today: "2026-03-03")
            var first: [TestClient.Answer] = []
            for command in Self.commands {
                let answer = try await booth.send(command)
                #expect(answer.status == command.status, "\(command): \(answer.text)")
                #expect(!answer.isReplayed)
                first.append(answer)
            }
            let page = try await booth.page()
            #expect(page["streak"]?["current"] == 3)

            let days = ["2026-03-03", "2026-03-04", "2026-03-20"]
            for (parts, day) in zip(Self.later, days) {
                try await booth.publish(CheckinBooth.frame(parts))
                try booth.go(at: "\(day)T05:00:00Z")
                for (command, answer) in zip(Self.commands, first) {
                    let again = try await booth.send(command)
                    #expect(again.status == answer.status, "\(command): \(again.text)")
                    #expect(again.body == answer.body, "\(command): \(again.text)")
                    #expect(again.isReplayed, "\(command)")
                }
                let reused = try await booth.makeUp("2026-03-01", key: "m")
                #expect(reused.slug == "idempotency-key-reused", "\(reused.text)")
            }
        }
    }

    @Test("earns once, by the programme of its first time, though another gives more that day")
    func earnsOnce() async throws {
        try await CheckinBooth.serving(from: "2026-03-01") { booth in
            try await booth.live(on: ["2026-03-01"], today: "2026-03-01")
            try await booth.publish(CheckinBooth.frame([.init("checkin", ["base": 50])]))
            let again = try await booth.send(.init(.post, "/v1/checkins", [:], 201, ""))
            #expect(again.isReplayed)
            #expect(again.json["award"]?["total"] == [["asset": "points", "amount": 1]])
            #expect(again.json["version"] == 1)
            let page = try await booth.page()
            #expect(page["today"]?["award"] == again.json["award"])
            #expect(page["tomorrow"]?["award"]?["total"]?[0]?["amount"] == 50)
            let rows = try await booth.get("/v1/outbox")["items"]?.elements
            let credits = rows?.filter { $0["neighbour"] == "gateway" }
            #expect(credits?.map { $0["operation"]?["amount"] } == [1])
        }
    }
}
