import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("What multiplies a check-in", .timeLimit(.minutes(2)))
struct MultiplierReplyTests {
    /// 1 March 2026 is a Sunday.
    private static let programme = CheckinBooth.frame([
        .init(
            "checkin",
            [
                "base": 7,
                "multipliers": [
                    [
                        "id": "gold", "group": "g", "times": .number("1.5"),
                        "when": ["levelAtLeast": 2],
                    ],
                    ["id": "vip", "group": "g", "times": .number("1.2"), "when": ["tag": "vip88"]],
                    ["id": "birthday", "times": 2, "when": ["birthdayMonth": true]],
                    ["id": "sunday", "times": .number("1.1"), "when": ["weekdays": ["sunday"]]],
                ],
            ]
        )
    ])

    private static func trait(_ value: JSON, _ version: Int64 = 1) -> JSON {
        ["value": value, "version": .integer(version)]
    }

    /// What is heard of a member; what counts for it on the Sunday, and what it earns of 7.
    private static let members: [(traits: JSON, counted: [String], points: Int64)] = [
        ([:], ["sunday"], 7),
        (["level": trait(2)], ["gold", "sunday"], 11),
        (["level": trait(1), "tags": trait(["vip88"])], ["vip", "sunday"], 9),
        // Of one group the higher one counts; all is rounded down once.
        (["level": trait(5), "tags": trait(["vip88"])], ["gold", "sunday"], 11),
        (["birthday": trait("1990-03-31")], ["birthday", "sunday"], 15),
        (["birthday": trait("1990-04-01")], ["sunday"], 7),
        (
            ["level": trait(2), "tags": trait(["vip88"]), "birthday": trait("2000-03-01")],
            ["gold", "birthday", "sunday"], 23
        ),
    ]

    @Test("is what was heard of the member, each by its name, and is rounded down once")
    func names() async throws {
        try await CheckinBooth.serving(programme: Self.programme, from: "2026-03-01") { booth in
            for (place, member) in Self.members.enumerated() {
                let id = "x-\(place)"
                let path = "/v1/members/\(id)/traits"
                if member.traits != [:] {
                    let heard = try await booth.send(.put, path, member.traits, by: .service)
                    try #require(heard.status == 200, "\(heard.text)")
                }
                let body: JSON = ["member": .string(id)]
                let answer = try await booth.send(.post, "/v1/checkins", body, by: .service)
                let award = answer.json["award"]
                let names = award?["multipliers"]?.elements?.compactMap { $0["id"]?.text }
                #expect(names == member.counted, "\(answer.text)")
                let total: JSON = [["asset": "points", "amount": .integer(member.points)]]
                #expect(award?["total"] == total, "\(answer.text)")
                // What is multiplied is shown as it is before.
                #expect(award?["parts"]?[0]?["items"]?[0]?["amount"] == 7)
            }
        }
    }

    @Test("is what was heard last by its version, and what was earned before stays")
    func versions() async throws {
        try await CheckinBooth.serving(programme: Self.programme, from: "2026-03-01") { booth in
            let path = "/v1/members/m-1/traits"
            func hear(_ level: JSON, _ version: Int64) async throws {
                let traits: JSON = ["level": Self.trait(level, version)]
                let heard = try await booth.send(.put, path, traits, by: .service)
                try #require(heard.status == 200, "\(heard.text)")
            }
            func earn() async throws -> JSON? {
                let answer = try await booth.send(.init(.post, "/v1/checkins", [:], 201, ""))
                return answer.json["award"]?["total"]?[0]?["amount"]
            }
            try await hear(2, 5)
            #expect(try await earn() == 11)
            try await hear(0, 4)
            #expect(try await booth.page()["tomorrow"]?["award"]?["total"]?[0]?["amount"] == 10)
            try await hear(0, 6)
            #expect(try await earn() == 11)
            try await booth.live(on: [], today: "2026-03-02")
            #expect(try await earn() == 7)
        }
    }
}
