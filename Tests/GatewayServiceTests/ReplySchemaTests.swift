import Calls
import TestSupport
import Testing
import Wire
import Yams

@Suite("Replies and their description", .timeLimit(.minutes(2)))
struct ReplySchemaTests {
    @Test("every kind of reply is as it is described, and has no member that is not")
    func replies() async throws {
        try await Gateway.serving(
            ["test-clock": "true"],
            programme: Gateway.earningPoints
        ) { gateway in
            let document = try await OpenAPIDocument(of: gateway)
            var routes: Set<String> = []
            var ids: [String: String] = [:]
            for request in DescribedRequest.all {
                let method = request.route.split(separator: " ")[0]
                let answer = try await gateway.client.send(
                    try #require(Method(rawValue: String(method))),
                    request.path(with: ids),
                    request.body,
                    token: request.isOperator ? gateway.operator : gateway.host,
                    key: request.key
                )
                if let name = request.naming { ids[name] = answer.transferID }
                #expect(
                    request.status == answer.status,
                    "\(request.route) \(request.key ?? "") \(answer.text)"
                )
                let operation = try #require(
                    document.operations.first { $0.name == request.route }
                )
                #expect(faults(of: answer, to: operation, document) == [], "\(answer.text)")
                routes.insert(request.route)
            }
            #expect(routes == Set(document.operations.map(\.name)))
        }
    }

    @Test("every example of a request is understood")
    func examples() async throws {
        try await Gateway.serving(["test-clock": "true"]) { gateway in
            let document = try await OpenAPIDocument(of: gateway)
            try await gateway.credit("maker", 500, key: "c")
            var count = 0
            for operation in document.operations {
                for example in operation.examples(in: document) {
                    count += 1
                    let isOperators =
                        operation.names(in: "path") == ["member"]
                        || operation.path.contains(/programme|clock/)
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
                    #expect([200, 201, 409].contains(answer.status), "\(answer.text)")
                }
            }
            #expect(count == 16)
        }
    }

    private func faults(
        of answer: Answer,
        to operation: OpenAPIDocument.Operation,
        _ document: OpenAPIDocument
    ) -> [String] {
        let status = "\(answer.status)"
        let responses = document.responses(of: operation)
        let described =
            responses.first { $0.status == status }
            ?? responses.first { $0.status == "\(status.prefix(1))XX" }
        guard let response = described?.node else { return ["\(status) is not described"] }
        var faults: [String] = []
        for (name, header) in response["headers"]?.mapping ?? [:] {
            guard let name = name.string, name == "X-Request-Id" else { continue }
            let value = answer.header(name) ?? ""
            faults += SchemaCheck(document: document).faults(
                of: .string(value),
                by: document.resolved(header)["schema"] ?? "",
                at: name
            )
        }
        let type = (answer.header("Content-Type") ?? "").prefix { $0 != ";" }
        guard let content = response["content"]?[String(type)] else {
            return faults + ["\(status) is not described as \(type)"]
        }
        guard type.hasSuffix("json"), let schema = content["schema"] else { return faults }
        return faults + SchemaCheck(document: document).faults(of: answer.json, by: schema)
    }
}
