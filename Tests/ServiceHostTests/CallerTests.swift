import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("The edge's way with callers", .timeLimit(.minutes(1)))
struct CallerTests {
    @Test("answers 401 where nobody is known to call")
    func unauthenticated() async throws {
        try await withProbe { probe in
            let forged = try await probe.keys.token(.operator, "boss", signedFor: .member)
            let expired = try await probe.keys.token(.service, seconds: -61)
            let fields = [
                nil, "", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Bearer a.b.c",
                "Bearer \(forged)", "Bearer \(expired)",
            ]
            for field in fields {
                let answer = try await probe.client.send(
                    .post,
                    "/v1/echo",
                    [:],
                    headers: field.map { [("Authorization", $0)] } ?? []
                )
                #expect(answer.status == 401 && answer.slug == "unauthenticated", "\(field ?? "-")")
                #expect(answer.header("WWW-Authenticate") == "Bearer")
            }
            let unnamed = try await probe.client.send(.get, "/v1/nobody")
            #expect(unnamed.status == 401)
        }
    }

    @Test("answers 403 where the caller's role may not call", arguments: [Role.operator, .viewer])
    func forbidden(role: Role) async throws {
        try await withProbe { probe in
            let token = try await probe.keys.token(role, "boss")
            let answer = try await probe.client.send(.post, "/v1/echo", [:], token: token)
            #expect(answer.status == 403 && answer.slug == "forbidden")
            #expect(answer.header("WWW-Authenticate") == nil)
        }
    }

    @Test("lets a member name itself only, as `me` or by its id")
    func member() async throws {
        try await withProbe { probe in
            let token = try await probe.keys.token(.member, "m-1")
            for name in ["me", "m-1", "m%2D1", "%6De"] {
                let answer = try await probe.client.send(
                    .get,
                    "/v1/members/\(name)/name",
                    token: token
                )
                #expect(answer.json == ["member": "m-1"], "\(name)")
            }
            for name in ["m-2", "M-1", "m-1%20", "ME", "%zz"] {
                let answer = try await probe.client.send(
                    .get,
                    "/v1/members/\(name)/name",
                    token: token
                )
                #expect(answer.status == 403, "\(name)")
            }
        }
    }

    @Test("lets others name any member by a well-formed id", arguments: [Role.service, .operator])
    func anyMember(role: Role) async throws {
        try await withProbe { probe in
            let token = try await probe.keys.token(role)
            let good = try await probe.client.send(.get, "/v1/members/a.b:c/name", token: token)
            #expect(good.json == ["member": "a.b:c"])
            for name in ["a%20b", "%E7%A7%AF", String(repeating: "m", count: 65), "a%2Fb"] {
                let answer = try await probe.client.send(
                    .get,
                    "/v1/members/\(name)/name",
                    token: token
                )
                #expect(answer.status == 400 && answer.slug == "invalid-request", "\(name)")
            }
        }
    }

    @Test("limits a member's requests and says when to try again; others are not held up")
    func rate() async throws {
        try await withProbe(settings: ["member-rate": "1", "member-burst": "2"]) { probe in
            let busy = try await probe.keys.token(.member, "m-1")
            var refused: TestClient.Answer?
            for _ in 1...60 where refused == nil {
                let answer = try await probe.client.send(.get, "/v1/members/me/name", token: busy)
                if answer.status != 200 { refused = answer }
            }
            let answer = try #require(refused)
            #expect(answer.status == 429 && answer.slug == "rate-limited")
            #expect(answer.header("Retry-After") == "1")
            for (role, subject) in [(Role.member, "m-2"), (.service, "host"), (.operator, "boss")] {
                let token = try await probe.keys.token(role, subject)
                let other = try await probe.client.send(
                    .get,
                    "/v1/members/\(subject)/name",
                    token: token
                )
                #expect(other.status == 200)
            }
        }
    }

    @Test("limits a service's requests where that is configured")
    func serviceRate() async throws {
        try await withProbe(settings: ["service-rate": "1", "service-burst": "1"]) { probe in
            let token = try await probe.keys.token(.service)
            var statuses: Set<Int> = []
            for _ in 1...60 where !statuses.contains(429) {
                let answer = try await probe.client.send(.get, "/v1/members/m/name", token: token)
                statuses.insert(answer.status)
            }
            #expect(statuses == [200, 429])
        }
    }

    @Test("opens the service to pages of the configured origins, and to no others")
    func origins() async throws {
        let settings = ["cors-origins": "https://shop.example,http://localhost:8080"]
        try await withProbe(settings: settings) { probe in
            for origin in ["https://shop.example", "http://localhost:8080"] {
                let answer = try await probe.client.send(
                    .get,
                    "/v1/nothing",
                    headers: [("Origin", origin)]
                )
                #expect(answer.header("Access-Control-Allow-Origin") == origin)
                #expect(answer.header("Vary") == "Origin")
                let preflight = await probe.raw(
                    "OPTIONS /v1/echo",
                    ["Origin: \(origin)", "Access-Control-Request-Method: POST"]
                )
                #expect(preflight.status == 204 && preflight.body.isEmpty)
                #expect(preflight.header("Access-Control-Allow-Origin") == origin)
                #expect(preflight.header("Access-Control-Allow-Methods")?.contains("PUT") == true)
                let allowed = preflight.header("Access-Control-Allow-Headers") ?? ""
                #expect(allowed.contains("Authorization") && allowed.contains("Idempotency-Key"))
            }
            for origin in ["https://evil.example", "https://shop.example.evil", "null", "*"] {
                let answer = try await probe.client.send(
                    .get,
                    "/v1/echo",
                    headers: [("Origin", origin)]
                )
                #expect(answer.status == 200)
                #expect(answer.header("Access-Control-Allow-Origin") == nil)
                let preflight = await probe.raw("OPTIONS /v1/echo", ["Origin: \(origin)"])
                #expect(preflight.header("Access-Control-Allow-Origin") == nil)
                #expect(preflight.header("Access-Control-Allow-Methods") == nil)
            }
        }
    }
}
