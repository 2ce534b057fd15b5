import Access
import GatewayService
import Problems
import ServiceHost
import TestSupport
import Testing
import Yams

@Suite("openapi.yaml and the routes", .timeLimit(.minutes(2)))
struct OpenAPITests {
    private func read(
        _ test: (OpenAPIDocument, [Endpoint]) throws -> Void
    ) async throws {
        try await Gateway.serving(["test-clock": "true"], programme: nil) { gateway in
            try test(try await OpenAPIDocument(of: gateway), gateway.service.endpoints)
        }
    }

    @Test("every route is described, and everything that is described is a route")
    func routes() async throws {
        try await read { document, endpoints in
            let routes = Set(endpoints.map { "\($0.method.rawValue) \($0.path)" })

            #expect(Set(document.operations.map(\.name)) == routes)
            #expect(document.operations.count == endpoints.count)
        }
    }

    @Test("the query and path parameters that are described are those that are taken")
    func parameters() async throws {
        try await read { document, endpoints in
            for operation in document.operations {
                let endpoint = try #require(endpoints.first { $0.isDescribed(by: operation) })
                let inPath = endpoint.path.matches(of: /\{([a-z]+)\}/).map { String($0.output.1) }

                #expect(operation.names(in: "query") == Set(endpoint.query), "\(operation.name)")
                #expect(operation.names(in: "path") == Set(inPath), "\(operation.name)")
            }
        }
    }

    @Test("the roles that are described are those that may call")
    func roles() async throws {
        try await read { document, endpoints in
            for operation in document.operations {
                let endpoint = try #require(endpoints.first { $0.isDescribed(by: operation) })
                let text = operation.node["description"]?.string ?? ""
                let named = text.firstMatch(of: /Roles: (.*?)\./)?.output.1 ?? ""
                let roles = named.replacing(" (only itself)", with: "").split(separator: ", ")
                let isOpen = operation.node["security"]?.sequence?.isEmpty == true
                switch endpoint.audience {
                case .anyone: #expect(isOpen && roles.isEmpty, "\(operation.name)")
                case .roles(let allowed):
                    #expect(Set(roles.map(String.init)) == Set(allowed.map(\.rawValue)))
                    #expect(!isOpen, "\(operation.name)")
                }
            }
        }
    }

    @Test("every refusal that is described names slugs that exist and go with its status")
    func slugs() async throws {
        try await read { document, _ in
            for operation in document.operations {
                for (status, response) in document.responses(of: operation)
                where status.hasPrefix("4") || status.hasPrefix("5") {
                    let where_ = "\(operation.name) \(status)"
                    #expect(!response.quotedWords.isEmpty, "\(where_)")
                    for word in response.quotedWords {
                        let slug = try #require(Slug(rawValue: word), "\(where_): \(word)")
                        let matches =
                            status.hasSuffix("XX")
                            ? "\(slug.status)".first == status.first : "\(slug.status)" == status
                        #expect(matches, "\(where_): \(word)")
                    }
                    #expect(
                        response["content"]?.mapping?.keys.map(\.string)
                            == ["application/problem+json"],
                        "\(where_)"
                    )
                }
            }
        }
    }

    @Test("every refusal that the gateway can give is described somewhere")
    func allSlugs() async throws {
        try await read { document, _ in
            var named = Set(document.root["info"]?.quotedWords ?? [])
            for operation in document.operations {
                for (_, response) in document.responses(of: operation) {
                    named.formUnion(response.quotedWords)
                }
            }

            #expect(named.isSuperset(of: Scenario.all.map(\.slug.rawValue)))
        }
    }

    @Test("every reference leads somewhere, and everything that is named is used")
    func references() async throws {
        try await read { document, _ in
            var used: Set<String> = []
            document.visitMappings { node in
                guard let reference = node["$ref"]?.string else { return }
                used.insert(reference)
                #expect(document.target(of: reference) != nil, "\(reference)")
            }
            for kind in ["parameters", "headers", "requestBodies", "responses", "schemas"] {
                for (name, _) in document.root["components"]?[kind]?.mapping ?? [:] {
                    let reference = "#/components/\(kind)/\(name.string ?? "")"
                    #expect(used.contains(reference), "\(reference)")
                }
            }
        }
    }

    @Test("every body that is sent refuses members that are not described")
    func closedRequests() async throws {
        try await read { document, _ in
            for operation in document.operations {
                guard let body = operation.node["requestBody"].map(document.resolved) else {
                    #expect(operation.method == "GET", "\(operation.name)")
                    continue
                }
                let schema = document.resolved(
                    try #require(body["content"]?["application/json"]?["schema"])
                )
                let choices = schema["oneOf"]?.sequence.map { $0.map(document.resolved) }
                let bodies = schema["properties"] == nil ? choices ?? [] : [schema]
                #expect(!bodies.isEmpty, "\(operation.name)")
                for body in bodies {
                    #expect(body["additionalProperties"]?.bool == false, "\(operation.name)")
                }
            }
        }
    }

    @Test("the document's version is the service's")
    func version() async throws {
        try await read { document, _ in
            #expect(document.root["openapi"]?.string == "3.1.0")
            #expect(
                document.root["info"]?["version"]?.string == GatewayBlueprint.blueprint.version
            )
        }
    }
}

extension Endpoint {
    fileprivate func isDescribed(by operation: OpenAPIDocument.Operation) -> Bool {
        method.rawValue == operation.method && path == operation.path
    }
}
