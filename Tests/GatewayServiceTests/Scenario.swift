import Calls
import Problems
import TestSupport
import Testing
import Wire

/// A way to meet a refusal.
struct Scenario: Sendable, CustomTestStringConvertible {
    let slug: Slug
    let testDescription: String
    let isFinal: Bool
    let settings: [String: String]
    let programme: JSON?
    let play: @Sendable (Gateway) async throws -> Answer

    init(
        _ slug: Slug,
        _ description: String,
        isFinal: Bool = false,
        settings: [String: String] = [:],
        programme: JSON? = Gateway.pointsAndTickets,
        play: @escaping @Sendable (Gateway) async throws -> Answer
    ) {
        self.slug = slug
        testDescription = "\(slug.rawValue): \(description)"
        self.isFinal = isFinal
        self.settings = settings
        self.programme = programme
        self.play = play
    }

    func answer() async throws -> Answer {
        try await Gateway.serving(settings, programme: programme, test: play)
    }

    static let all =
        edge + requests + missing + ledger + holdings + things + keys + faults + events + clock

    private static let edge = [
        Scenario(.unauthenticated, "no token") {
            try await $0.client.send(.get, "/v1/members/m/balance")
        },
        Scenario(.forbidden, "a viewer who credits") {
            try await $0.post("/v1/credits", .movement(of: "m", 1), token: $0.viewer, key: "k")
        },
        Scenario(.forbidden, "a member who looks at another one") {
            try await $0.get("/v1/members/m-2/balance", token: $0.token(of: "m-1"))
        },
        Scenario(.forbidden, "a service that looks at another one's key") {
            try await $0.get("/v1/transfers?key=k&caller=shop")
        },
        Scenario(.methodNotAllowed, "a credit that is got") { try await $0.get("/v1/credits") },
        Scenario(
            .rateLimited,
            "more requests than a service may make",
            settings: ["service-rate": "1", "service-burst": "2"]
        ) { gateway in
            var answer: Answer
            repeat { answer = try await gateway.get("/v1/programme") } while answer.status == 200
            return answer
        },
        Scenario(
            .rateLimited,
            "more requests than a member may make",
            settings: ["member-rate": "1", "member-burst": "1"]
        ) { gateway in
            let token = try await gateway.token(of: "m")
            var answer: Answer
            repeat {
                answer = try await gateway.get("/v1/members/me/balance", token: token)
            } while answer.status == 200
            return answer
        },
    ]

    private static let requests = [
        Scenario(.invalidRequest, "a credit of nothing") { try await $0.credit("m", 0, key: "k") },
        Scenario(.payloadTooLarge, "a body of 1 MiB and a byte") {
            try await $0.client.send(
                .post,
                "/v1/credits",
                bytes: [UInt8](repeating: 0x20, count: 1_048_577),
                token: $0.host,
                key: "k"
            )
        },
        Scenario(
            .payloadTooLarge,
            "a body above a smaller limit",
            settings: ["body-limit": "1024"]
        ) {
            try await $0.batch((0..<20).map { JSON.movement(of: "m", 1).keyed("k\($0)") })
        },
        Scenario(.unsupportedMediaType, "a form") {
            try await $0.client.send(
                .post,
                "/v1/credits",
                bytes: Array("member=m&amount=1".utf8),
                token: $0.host,
                key: "k",
                contentType: "application/x-www-form-urlencoded"
            )
        },
    ]

    private static let missing = [
        Scenario(.notFound, "a credit before the first programme", programme: nil) {
            try await $0.credit("m", 1, key: "k")
        },
        Scenario(.notFound, "a batch before the first programme", programme: nil) {
            try await $0.batch([JSON.movement(of: "m", 1).keyed("k")])
        },
        Scenario(.notFound, "a balance before the first programme", programme: nil) {
            try await $0.get("/v1/members/m/balance")
        },
        Scenario(.notFound, "a statement before the first programme", programme: nil) {
            try await $0.get("/v1/members/m/transfers")
        },
        Scenario(.notFound, "a freeze before the first programme", programme: nil) {
            try await $0.change("m", "freeze", key: "k")
        },
        Scenario(.notFound, "the section before it is published", programme: nil) {
            try await $0.get("/v1/programme")
        },
        Scenario(.notFound, "a transfer that never was") {
            try await $0.get("/v1/transfers/019cb0f1-1c00-7d1e-a1b2-6f0c3f3a9d10")
        },
        Scenario(.notFound, "a transfer by what is no id") {
            try await $0.get("/v1/transfers/17")
        },
        Scenario(.notFound, "a key that was never used") {
            try await $0.get("/v1/transfers?key=k")
        },
        Scenario(.notFound, "an address that is none") { try await $0.get("/v1/nothing") },
        Scenario(.notFound, "the page of a problem that is none") {
            try await $0.get("/problems/nothing")
        },
        Scenario(.notFound, "a roll-back to a version that never was") {
            try await $0.post(
                "/v1/programme/rollback",
                ["version": 9],
                token: $0.operator,
                key: "k"
            )
        },
    ]
}
