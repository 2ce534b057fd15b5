import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("Replies and their description", .timeLimit(.minutes(2)))
struct ReplySchemaTests {
    @Test("every kind of reply is as it is described, and has no member that is not")
    func replies() async throws {
        try await Gateway.serving(
            ["test-clock": "true"],
            programme: Gateway.earningPoints
        ) { gateway in
            var calls = DescribedCalls(
                try await OpenAPIDocument(of: gateway.client),
                gateway.client,
                tokens: [.service: gateway.host, .operator: gateway.operator]
            )
            let faults = try await calls.faults(of: DescribedRequest.all)
            #expect(faults == [])
            #expect(calls.missing == [])
        }
    }

    @Test("every example of a request is understood")
    func examples() async throws {
        try await Gateway.serving(["test-clock": "true"]) { gateway in
            let document = try await OpenAPIDocument(of: gateway.client)
            try await gateway.credit("maker", 500, key: "c")
            var count = 0
            for operation in document.operations {
                for example in operation.examples(in: document) {
                    count += 1
                    let isOperators =
                        operation.names(in: "path") == ["member"]
                        && !operation.path.hasSuffix("/traits")
                        || operation.path.contains(/programme|clock|outbox/)
                    let id = try await gateway.transfer(
                        operation.path.hasPrefix("/v1/holds") ? "/v1/holds" : "/v1/credits",
                        .movement(of: "maker", 60),
                        key: "made \(count)"
                    )
                    let answer = try await gateway.client.send(
                        try #require(Method(rawValue: operation.method)),
                        operation.path.replacing("{member}", with: "m")
                            .replacing("{id}", with: id),
                        example,
                        token: isOperators ? gateway.operator : gateway.host,
                        key: "k\(count)"
                    )
                    // Nothing is parked in the outbox.
                    let isUnknown = operation.path.hasPrefix("/v1/outbox") && answer.status == 404
                    #expect(
                        isUnknown || [200, 201, 409].contains(answer.status),
                        "\(answer.text)"
                    )
                }
            }
            #expect(count == 20)
        }
    }
}
