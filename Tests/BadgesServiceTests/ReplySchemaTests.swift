import Access
import Calls
import TestSupport
import Testing
import Wire
import Yams

@Suite("The badges' replies and their description", .timeLimit(.minutes(2)))
struct ReplySchemaTests {
    @Test("every kind of reply is as it is described, and has no member that is not")
    func replies() async throws {
        let rewards = DescribedRequest.programme.filter { $0.name == "badges" }
        try await BadgesScene.serving(rewards, settings: ["test-clock": "true"]) { scene in
            let parked = try await Self.parkedMessages(scene)
            try await scene.publish(DescribedRequest.programme)
            var calls = DescribedCalls(
                try await OpenAPIDocument(of: scene.badges.client),
                scene.badges.client,
                tokens: [
                    .member: try await scene.keys.token(.member, "m"),
                    .service: try await scene.keys.token(.service, "host"),
                    .operator: try await scene.keys.token(.operator, "olga"),
                    .viewer: try await scene.keys.token(.viewer, "vera"),
                ],
                ids: ["RETRIED": parked[0], "SETTLED": parked[1]]
            )
            let faults = try await calls.faults(of: DescribedRequest.all)
            #expect(faults == [])
            #expect(calls.missing == [])
        }
    }

    @Test("every example of a request is understood")
    func examples() async throws {
        // An example that lacks a board would have to be forced.
        let programme = DescribedRequest.programme.filter { $0.name != "boards" }
        try await BadgesScene.serving(programme) { scene in
            let document = try await OpenAPIDocument(of: scene.badges.client)
            var count = 0
            for operation in document.operations where operation.path != "/v1/clock" {
                for example in operation.examples(in: document) {
                    count += 1
                    let answer = try await scene.badges.client.send(
                        try #require(Call.Method(rawValue: operation.method)),
                        operation.path.replacing("{member}", with: "m").replacing(
                            "{task}",
                            with: "none"
                        )
                        .replacing("{id}", with: "019cb0f1-1c00-7d1e-a1b2-6f0c3f3a9d10"),
                        example,
                        token: try await scene.keys.token(Self.role(for: operation), "host"),
                        key: "k\(count)"
                    )
                    // Nothing is known by the id.
                    let isUnderstood = [200, 201, 404].contains(answer.status)
                    #expect(isUnderstood, "\(operation.name): \(answer.text)")
                }
            }
            #expect(count == 11)
        }
    }

    /// Who sends an example: a service where it may, else an operator.
    private static func role(for operation: OpenAPIDocument.Operation) -> Role {
        let text = operation.node["description"]?.string ?? ""
        let roles = text.firstMatch(of: /Roles: (.*?)\./)?.output.1 ?? ""
        return roles.contains("service") ? .service : .operator
    }

    /// Has two members earn badges whose accounts are frozen, so that the gateway refuses their
    /// rewards for ever.
    private static func parkedMessages(_ scene: BadgesScene) async throws -> [String] {
        let token = try await scene.keys.token(.operator, "olga")
        for member in ["frozen-1", "frozen-2"] {
            let frozen = try await scene.gateway.client.send(
                .post,
                "/v1/members/\(member)/freeze",
                ["reason": "test"],
                token: token,
                key: member
            )
            try #require([200, 201].contains(frozen.status), "\(frozen.text)")
            let answer = try await scene.tell([BadgesScene.event(member, of: member)])
            try #require(answer.status == 200, "\(answer.text)")
        }
        var refused: [String] = []
        try await Patience.wait {
            let page = try await scene.send(.get, "/v1/outbox?state=refused", by: .viewer)
            refused = (page.json["items"]?.elements ?? []).compactMap { $0["id"]?.text }
            return refused.count >= 2
        }
        return refused
    }
}
