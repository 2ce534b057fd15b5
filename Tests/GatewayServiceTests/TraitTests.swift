import Calls
import Primitives
import Problems
import Storage
import TestSupport
import Testing
import Wire

@Suite("What the gateway has heard of members", .timeLimit(.minutes(2)))
struct TraitTests {
    /// One rule, which says when it applies.
    private static func rule(when condition: JSON) -> JSON {
        Gateway.lastingPoints.with(
            "earning",
            [
                "rules": [
                    ["id": "vip", "event": "order.paid", "fixed": 7, "when": condition]
                ]
            ]
        )
    }

    @Test(
        "decides whether a rule applies, and a lack of it is told by its name",
        arguments: [
            (["levelAtLeast": 2], ["level": ["value": 1, "version": 1]], "levelAtLeast"),
            (["levelAtLeast": 2], ["level": ["value": 2, "version": 1]], nil),
            (["levelAtLeast": 0], [:], "levelAtLeast"),
            (["tag": "vip"], ["tags": ["value": ["new"], "version": 1]], "tag"),
            (["tag": "vip"], ["tags": ["value": ["vip"], "version": 1]], nil),
            // The start is the first of March.
            (
                ["birthdayMonth": true], ["birthday": ["value": "03-31", "version": 1]],
                nil
            ),
            (
                ["birthdayMonth": true], ["birthday": ["value": "04-01", "version": 1]],
                "birthdayMonth"
            ),
        ] as [(JSON, JSON, String?)]
    )
    func conditions(condition: JSON, heard: JSON, unmet: String?) async throws {
        try await Gateway.serving(programme: Self.rule(when: condition)) { gateway in
            try await gateway.hear(heard)
            let answer = try await gateway.send(.event("e", 100))

            #expect(answer.json.sum(of: "grants") == (unmet == nil ? 7 : 0))
            #expect(answer.json["notGranted"]?[0]?["detail"]?.text == unmet)
        }
    }

    @Test("an event is judged by what is held when it arrives, and never again")
    func arrival() async throws {
        try await Gateway.serving(programme: Self.rule(when: ["levelAtLeast": 2])) { gateway in
            let before = try await gateway.send(.event("e-1", 100))
            try await gateway.hear(["level": ["value": 2, "version": 1]])
            let repeated = try await gateway.send(.event("e-1", 100))
            // It occurred before the level was heard, but it arrives afterwards.
            let after = try await gateway.send(
                .event("e-2", 100, at: Instant(milliseconds: Gateway.start.milliseconds - 9000))
            )
            try await gateway.hear(["level": ["value": 1, "version": 2]])
            let fallen = try await gateway.send(.event("e-3", 100))

            #expect(before.json.sum(of: "grants") == 0)
            #expect(repeated.body == before.body)
            #expect(after.json.sum(of: "grants") == 7)
            #expect(fallen.json.sum(of: "grants") == 0)
        }
    }

    @Test("is heard of members who have no account, and opens none")
    func strangers() async throws {
        try await Gateway.serving { gateway in
            try await gateway.hear(["level": ["value": 2, "version": 1]], of: "nobody")
            let count = try await gateway.stopped { store in
                try store.read { try $0.first("SELECT COUNT(*) FROM account") { $0.int(0) } }
            }
            #expect(count == 0)
        }
    }

    @Test("is heard only once a programme says which day it is")
    func unpublished() async throws {
        try await Gateway.serving(programme: nil) { gateway in
            let answer = try await gateway.client.send(
                .put,
                "/v1/members/m/traits",
                [:],
                token: gateway.host
            )
            expect(answer, refuses: .notFound)
        }
    }
}

extension Gateway {
    /// Says something of a member, as the service `host`.
    ///
    /// - Throws: `Unexpected` where it is refused.
    func hear(_ traits: JSON, of member: String = "m") async throws {
        let path = "/v1/members/\(member)/traits"
        let answer = try await client.send(.put, path, traits, token: host)
        guard answer.status == 200 else { throw Unexpected(answer: answer.text) }
    }
}
