import Access
import Calls
import TestSupport
import Testing
import Wire

typealias Method = Call.Method

@Suite("The check-in's replies and their description", .timeLimit(.minutes(2)))
struct ReplySchemaTests {
    @Test("every kind of reply is as it is described, and has no member that is not")
    func replies() async throws {
        try await Checkin.serving { checkin in
            try await checkin.done(
                checkin.gateway.client,
                .post,
                "/v1/credits",
                ["member": "m", "amount": 1000, "reason": "test"]
            )
            let refused = try await Self.refusedMessages(checkin)
            var calls = DescribedCalls(
                try await OpenAPIDocument(of: checkin.client),
                checkin.client,
                tokens: try await checkin.tokens,
                ids: ["RETRIED": refused[0], "SETTLED": refused[1]]
            )
            let faults = try await calls.faults(of: DescribedRequest.all)
            #expect(faults == [])

            await checkin.gateway.stop()
            let later = try await calls.faults(of: DescribedRequest.withoutGateway)
            #expect(later == [])
            #expect(calls.missing == [])
        }
    }

    @Test("every example of a request is understood")
    func examples() async throws {
        try await Checkin.serving { checkin in
            let document = try await OpenAPIDocument(of: checkin.client)
            let tokens = try await checkin.tokens
            var count = 0
            for operation in document.operations {
                for example in operation.examples(in: document) {
                    count += 1
                    let answer = try await checkin.client.send(
                        try #require(Method(rawValue: operation.method)),
                        operation.path.replacing("{member}", with: "m")
                            .replacing("{id}", with: "019cb0f1-1c00-7d1e-a1b2-6f0c3f3a9d10"),
                        example,
                        token: tokens[Self.role(for: operation, example)],
                        key: "k\(count)"
                    )
                    // Nothing is known by the id, and nothing was missed yet; a charge may take
                    // longer than an answer.
                    #expect([200, 201, 202, 404, 409].contains(answer.status), "\(answer.text)")
                }
            }
            #expect(count == 14)
        }
    }

    /// Who sends an example: a service where it may, else an operator.
    private static func role(for operation: OpenAPIDocument.Operation, _ example: JSON) -> Role {
        if operation.path == "/v1/checkins", example["member"] == nil { return .member }
        return operation.roles.contains("service") ? .service : .operator
    }

    /// Has two members check in whose accounts are frozen, so that the gateway refuses their
    /// tickets for ever.
    private static func refusedMessages(_ checkin: Checkin) async throws -> [String] {
        for member in ["frozen-1", "frozen-2"] {
            let frozen = try await checkin.freeze(member)
            try #require([200, 201].contains(frozen.status), "\(frozen.text)")
            try await checkin.done(
                checkin.client,
                .post,
                "/v1/checkins",
                ["member": .string(member)]
            )
        }
        return try await checkin.refusedMessages(2)
    }
}
