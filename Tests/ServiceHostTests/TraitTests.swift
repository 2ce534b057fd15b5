import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("What services hear of members", .timeLimit(.minutes(1)))
struct TraitTests {
    private static let path = "/v1/members/m-1/traits"

    private static let many = [JSON](repeating: "badge", count: 201)

    /// A trait of a value and a version.
    private static func trait(_ value: JSON, _ version: Int64) -> JSON {
        ["value": value, "version": .integer(version)]
    }

    @Test("of each trait the highest version counts, whatever is said of the others")
    func versions() async throws {
        try await HearingService.serving { service, keys in
            let host = try await keys.token(.service, "host")
            let sayings: [(said: JSON, heard: JSON)] = [
                (["level": Self.trait(3, 5)], ["level": 3, "tags": "", "months": "0 0"]),
                (
                    ["level": Self.trait(2, 4), "tags": Self.trait(["vip88", "new"], 1)],
                    ["level": 3, "tags": "new vip88", "months": "0 0"]
                ),
                (
                    ["level": Self.trait(9, 5), "growth": Self.trait(70, 0)],
                    ["level": 3, "growth": 70, "tags": "new vip88", "months": "0 0"]
                ),
                (
                    ["level": Self.trait(0, 6), "tags": Self.trait([], 2)],
                    ["level": 0, "growth": 70, "tags": "", "months": "0 0"]
                ),
            ]
            for (said, heard) in sayings {
                let put = try await service.client.send(.put, Self.path, said, token: host)
                #expect(put.status == 200)
                let told = try await service.client.send(.get, Self.path, token: host)
                #expect(told.json == heard)
            }
        }
    }

    @Test("registration and badges are heard as the others are, and can be taken back")
    func registration() async throws {
        try await HearingService.serving { service, keys in
            let host = try await keys.token(.service, "host")
            let sayings: [(said: JSON, registeredOn: JSON?, badges: JSON?)] = [
                (["registeredOn": Self.trait("2026-02-28", 5)], "2026-02-28", nil),
                (["badges": Self.trait(["a", "b:gold"], 1)], "2026-02-28", "a b:gold"),
                (["registeredOn": Self.trait("2020-01-01", 5)], "2026-02-28", "a b:gold"),
                (
                    ["badges": Self.trait([], 2), "registeredOn": Self.trait("2024-02-29", 6)],
                    "2024-02-29", nil
                ),
                (["registeredOn": Self.trait(.null, 7)], nil, nil),
            ]
            for (said, registeredOn, badges) in sayings {
                let put = try await service.client.send(.put, Self.path, said, token: host)
                #expect(put.status == 200, "\(put.text)")
                let told = try await service.client.send(.get, Self.path, token: host).json
                #expect(told["registeredOn"] == registeredOn)
                #expect(told["badges"] == badges)
            }
        }
    }

    @Test("a changed birthday counts from the next calendar year, many members at once")
    func birthdays() async throws {
        try await HearingService.serving { service, keys in
            let host = try await keys.token(.service, "host")
            for (version, day) in [(Int64(1), JSON.string("1990-03-31")), (2, "05-01")] {
                let notices = ["m-1", "m-2"].map { member -> JSON in
                    ["member": .string(member), "birthday": Self.trait(day, version)]
                }
                let answer = try await service.client.send(
                    .post,
                    "/v1/traits",
                    ["members": .array(notices)],
                    token: host
                )
                #expect(answer.json == ["members": 2])
            }
            let told = try await service.client.send(.get, Self.path, token: host)
            #expect(told.json["months"] == "3 5")
        }
    }

    @Test("the level of a member's own token counts until a level was heard")
    func tokenLevel() async throws {
        try await HearingService.serving { service, keys in
            let own = try await keys.token(.member, "m-1", level: 4)
            let before = try await service.client.send(.get, Self.path, token: own)
            #expect(before.json["level"] == 4)
            let host = try await keys.token(.service, "host")
            let others = try await service.client.send(.get, Self.path, token: host)
            #expect(others.json["level"] == nil)
            let body: JSON = ["level": Self.trait(0, 1)]
            _ = try await service.client.send(.put, Self.path, body, token: host)
            let after = try await service.client.send(.get, Self.path, token: own)
            #expect(after.json["level"] == 0)
        }
    }

    @Test(
        "a trait that is none is refused, and nothing of its request is kept",
        arguments: [
            ["level": ["value": -1, "version": 1]], ["level": ["value": 1]],
            ["level": ["value": 1, "version": -1]], ["growth": ["value": "1", "version": 1]],
            ["tags": ["value": "vip", "version": 1]], ["tags": ["value": [""], "version": 1]],
            ["birthday": ["value": "02-30", "version": 1]], ["grade": ["value": 1, "version": 1]],
            ["registeredOn": ["value": "2026-02-29", "version": 1]],
            ["registeredOn": ["value": 20_260_228, "version": 1]],
            ["badges": ["value": ["a", 1], "version": 1]],
            ["badges": ["value": .null, "version": 1]],
            ["badges": ["value": .array(many), "version": 1]],
        ] as [JSON]
    )
    func refused(trait: JSON) async throws {
        try await HearingService.serving { service, keys in
            let host = try await keys.token(.service, "host")
            guard case .object(var notice) = trait else { return }
            if trait["tags"] == nil {
                notice.append(JSON.Member("tags", Self.trait(["new"], 1)))
            }
            let put = try await service.client.send(
                .put,
                Self.path,
                .object(notice),
                token: host
            )
            #expect(put.status == 400 && put.slug == "invalid-request")
            let told = try await service.client.send(.get, Self.path, token: host)
            #expect(told.json == ["tags": "", "months": "0 0"])
        }
    }
}
