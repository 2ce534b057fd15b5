import Access
import Calls
import TestSupport
import Testing
import Wire

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
                tokens: try await scene.tokens,
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
                    // A service where it may, else an operator.
                    let role = operation.roles.contains("service") ? Role.service : .operator
                    let answer = try await scene.badges.client.send(
                        try #require(Call.Method(rawValue: operation.method)),
                        operation.path.replacing("{member}", with: "m").replacing(
                            "{task}",
                            with: "none"
                        )
                        .replacing("{id}", with: "019cb0f1-1c00-7d1e-a1b2-6f0c3f3a9d10"),
                        example,
                        token: try await scene.keys.token(role, "host"),
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

    /// Has two members earn badges whose accounts are frozen, so that the gateway refuses their
    /// rewards for ever.
    private static func parkedMessages(_ scene: BadgesScene) async throws -> [String] {
        for member in ["frozen-1", "frozen-2"] {
            let frozen = try await scene.freeze(member)
            try #require([200, 201].contains(frozen.status), "\(frozen.text)")
            let answer = try await scene.tell([BadgesScene.event(member, of: member)])
            try #require(answer.status == 200, "\(answer.text)")
        }
        return try await scene.refusedMessages(2)
    }
}
