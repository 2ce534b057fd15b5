import Access
import Calls
import Problems
import ServiceHost
import TestSupport
import Testing
import Wire

@Suite("Who may do what", .timeLimit(.minutes(2)))
struct RoleTests {
    @Test("every endpoint refuses every role that it is not for, and everybody without a token")
    func roles() async throws {
        try await Gateway.serving(["test-clock": "true"]) { gateway in
            let tokens: [Role: String] = [
                .member: try await gateway.token(of: "m"), .service: gateway.host,
                .operator: gateway.operator, .viewer: gateway.viewer,
            ]
            var refused = 0
            for endpoint in gateway.service.endpoints {
                let method = try #require(Method(rawValue: endpoint.method.rawValue))
                let path = endpoint.path.replacing("{member}", with: "m")
                    .replacing("{id}", with: "x").replacing("{slug}", with: "internal")
                guard case .roles(let roles) = endpoint.audience else {
                    #expect(try await gateway.client.send(method, path).status == 200, "\(path)")
                    continue
                }
                expect(
                    try await gateway.client.send(method, path),
                    refuses: .unauthenticated
                )
                for role in Role.allCases where !roles.contains(role) {
                    refused += 1
                    expect(
                        try await gateway.client.send(method, path, token: tokens[role]),
                        refuses: .forbidden
                    )
                }
            }
            #expect(refused > 20)
        }
    }

    @Test(
        "who may move points, freeze, publish and read is who the contract says",
        arguments: [
            (.post, "/v1/credits", [.service, .operator]),
            (.post, "/v1/debits", [.service, .operator]),
            (.post, "/v1/batches", [.service, .operator]),
            (.post, "/v1/holds", [.service, .operator]),
            (.post, "/v1/holds/{id}/capture", [.service, .operator]),
            (.post, "/v1/holds/{id}/release", [.service, .operator]),
            (.get, "/v1/holds/{id}", [.service, .operator, .viewer]),
            (.post, "/v1/transfers/{id}/reversals", [.service, .operator]),
            (.post, "/v1/events", [.service, .operator]),
            (.get, "/v1/events/{id}", [.service, .operator, .viewer]),
            (.get, "/v1/chain", [.operator, .viewer]),
            (.get, "/v1/chain/audit", [.operator, .viewer]),
            (.get, "/v1/reconciliation", [.operator, .viewer]),
            (.get, "/v1/store/check", [.operator, .viewer]),
            (.get, "/v1/audit", [.operator, .viewer]),
            (.get, "/v1/clock", [.operator, .viewer]), (.put, "/v1/clock", [.operator]),
            (.get, "/v1/members/{member}/balance", [.member, .service, .operator, .viewer]),
            (.get, "/v1/members/{member}/transfers", [.member, .service, .operator, .viewer]),
            (.put, "/v1/members/{member}/traits", [.service]), (.post, "/v1/traits", [.service]),
            (.get, "/v1/transfers/{id}", [.service, .operator, .viewer]),
            (.get, "/v1/transfers", [.service, .operator, .viewer]),
            (.post, "/v1/members/{member}/freeze", [.operator]),
            (.post, "/v1/members/{member}/unfreeze", [.operator]),
            (.put, "/v1/programme", [.operator]), (.post, "/v1/programme/rollback", [.operator]),
        ] as [(Endpoint.Method, String, Set<Role>)]
    )
    func contract(method: Endpoint.Method, path: String, roles: Set<Role>) async throws {
        try await Gateway.serving(["test-clock": "true"]) { gateway in
            let endpoint = try #require(
                gateway.service.endpoints.first { $0.method == method && $0.path == path }
            )
            guard case .roles(let allowed) = endpoint.audience else {
                Issue.record("\(path) is for anyone")
                return
            }
            #expect(allowed == roles)
        }
    }
}
