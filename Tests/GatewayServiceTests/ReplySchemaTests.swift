import Calls
import TestSupport
import Testing
import Wire
import Yams

@Suite("Replies and their description", .timeLimit(.minutes(2)))
struct ReplySchemaTests {
    /// What is sent, and to which route.
    private struct Request: Sendable {
        let route: String
        let path: String
        let body: JSON?
        let key: String?
        let isOperator: Bool

        init(
            _ route: String,
            _ path: String? = nil,
            _ body: JSON? = nil,
            key: String? = nil,
            asOperator: Bool = false
        ) {
            self.route = route
            self.path = path ?? String(route.split(separator: " ")[1])
            self.body = body
            self.key = key
            isOperator = asOperator
        }
    }

    private static let requests = [
        Request("POST /v1/credits", nil, .movement(of: "m", 9), key: "k1"),
        Request(
            "POST /v1/credits",
            nil,
            .movement(of: "m", 9, .init("reference", "r"), .init("cause", "reward")),
            key: "k2"
        ),
        Request("POST /v1/credits", "/v1/credits?dryRun=true", .movement(of: "m", 9)),
        Request("POST /v1/debits", nil, .movement(of: "m", 9), key: "k3"),
        Request("POST /v1/debits", nil, .movement(of: "m", 99), key: "k4"),
        Request(
            "POST /v1/debits",
            nil,
            .movement(of: "m", 9, .init("notAfter", "2020-01-01T00:00:00Z")),
            key: "k5"
        ),
        Request("POST /v1/debits", nil, .movement(of: "m", 0), key: "k6"),
        Request("POST /v1/debits", nil, .movement(of: "m", 8), key: "k1"),
        Request(
            "POST /v1/batches",
            nil,
            .batch([
                JSON.movement(of: "m", 9).keyed("k1"), JSON.movement(of: "n", 1).keyed("k7"),
                JSON.movement(of: "o", 1).keyed("k8", "debit"),
            ])
        ),
        Request("GET /v1/transfers", "/v1/transfers?key=k1"),
        Request("GET /v1/transfers", "/v1/transfers?key=k4"),
        Request("GET /v1/transfers", "/v1/transfers?key=none"),
        Request("GET /v1/transfers/{id}", "/v1/transfers/ID"),
        Request("GET /v1/chain", asOperator: true),
        Request("GET /v1/members/{member}/balance", "/v1/members/m/balance"),
        Request("GET /v1/members/{member}/transfers", "/v1/members/m/transfers?limit=1"),
        Request(
            "POST /v1/members/{member}/freeze",
            "/v1/members/m/freeze",
            ["reason": "r"],
            key: "k9",
            asOperator: true
        ),
        Request("POST /v1/credits", nil, .movement(of: "m", 9), key: "k10"),
        Request(
            "POST /v1/members/{member}/unfreeze",
            "/v1/members/m/unfreeze",
            ["reason": "r"],
            key: "k11",
            asOperator: true
        ),
        Request("GET /v1/programme"),
        Request("PUT /v1/programme", nil, Gateway.pointsAndTickets, asOperator: true),
        Request(
            "PUT /v1/programme",
            nil,
            [
                "zone": "Asia/Shanghai",
                "assets": [
                    ["id": "points", "name": "P"], ["id": "tickets", "name": "T"],
                    ["id": "gems", "name": "G"],
                ],
            ],
            asOperator: true
        ),
        Request("PUT /v1/programme", nil, [:], asOperator: true),
        Request("GET /v1/programme/versions", "/v1/programme/versions?limit=1"),
        Request("POST /v1/programme/rollback", nil, ["version": 2], key: "k12", asOperator: true),
        Request("GET /health/live"), Request("GET /health/ready"), Request("GET /metrics"),
        Request("GET /openapi.yaml"), Request("GET /problems/{slug}", "/problems/internal"),
    ]

    @Test("every kind of reply is as it is described, and has no member that is not")
    func replies() async throws {
        try await Gateway.serving { gateway in
            let document = try await OpenAPIDocument(of: gateway)
            var routes: Set<String> = []
            var id = ""
            for request in Self.requests {
                let method = request.route.split(separator: " ")[0]
                let answer = try await gateway.client.send(
                    try #require(Method(rawValue: String(method))),
                    request.path.replacing("ID", with: id),
                    request.body,
                    token: request.isOperator ? gateway.operator : gateway.host,
                    key: request.key
                )
                if request.key == "k1", id.isEmpty { id = answer.transferID }
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
        try await Gateway.serving { gateway in
            let document = try await OpenAPIDocument(of: gateway)
            var count = 0
            for operation in document.operations {
                for example in operation.examples(in: document) {
                    count += 1
                    let isOperators =
                        operation.names(in: "path") == ["member"]
                        || operation.path.contains("programme")
                    let answer = try await gateway.client.send(
                        try #require(Method(rawValue: operation.method)),
                        operation.path.replacing("{member}", with: "m"),
                        example,
                        token: isOperators ? gateway.operator : gateway.host,
                        key: "k\(count)"
                    )
                    #expect([200, 201, 409].contains(answer.status), "\(answer.text)")
                }
            }
            #expect(count == 8)
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
