import Access
import Calls
import Primitives
import Problems
import TestSupport
import Testing
import Wire

@Suite("The edge of a service", .timeLimit(.minutes(1)))
struct RoutingTests {
    @Test("answers 404 where there is no such address, 405 with Allow where the method is another")
    func notFound() async throws {
        try await withProbe { probe in
            for path in [
                "/", "/v1", "/v1/nothing", "/v1/echo/more", "/v1//x", "/%00", "/v1/members",
            ] {
                let answer = try await probe.client.send(.get, path)
                #expect(answer.status == 404 && answer.slug == "not-found", "\(path)")
                #expect(answer.header("Allow") == nil)
            }
            for (method, path, allow) in [
                (Call.Method.delete, "/v1/echo", "GET, POST"), (.put, "/v1/echo", "GET, POST"),
                (.post, "/health/live", "GET"), (.get, "/v1/notes", "POST"),
                (.post, "/v1/members/m-1/name", "GET"), (.patch, "/v1/programme", "GET, PUT"),
            ] {
                let answer = try await probe.client.send(method, path)
                #expect(answer.status == 405 && answer.slug == "method-not-allowed", "\(path)")
                #expect(answer.header("Allow") == allow)
            }
        }
    }

    @Test("answers every refusal as problem details that name the request")
    func problemDetails() async throws {
        try await withProbe { probe in
            let answer = try await probe.client.send(
                .get,
                "/v1/nothing",
                headers: [("X-Request-Id", "request-7")]
            )
            #expect(answer.header("Content-Type") == "application/problem+json")
            #expect(
                answer.text
                    == #"{"type":"/problems/not-found","title":"There is no such thing","#
                    + #""status":404,"instance":"request-7"}"#
            )
        }
    }

    @Test("takes a well-formed request id, and makes one in place of any other")
    func requestID() async throws {
        try await withProbe { probe in
            for given in ["a", "order-17:retry_2", String(repeating: "r", count: 64)] {
                let answer = try await probe.client.send(
                    .get,
                    "/v1/echo",
                    headers: [("X-Request-Id", given)]
                )
                #expect(answer.header("X-Request-Id") == given)
            }
            var made: Set<String> = []
            for given in ["", "a b", "a\"b", String(repeating: "r", count: 65), "积"] {
                let answer = try await probe.client.send(
                    .get,
                    "/v1/nothing",
                    headers: [("X-Request-Id", given)]
                )
                let id = try #require(answer.header("X-Request-Id"))
                #expect(TimeOrderedID(id) != nil && made.insert(id).inserted)
                #expect(answer.json["instance"]?.text == id)
            }
        }
    }

    @Test("makes an id for a request that has none")
    func noRequestID() async throws {
        try await withProbe { probe in
            let answers = try await probe.talk { socket in
                let isSent = socket.send((0..<2).flatMap { _ in WireRequest.get("/v1/echo") })
                #expect(isSent)
                socket.finish()
                return try socket.responses()
            }
            let ids = answers.compactMap { answer in
                answer.head.split(separator: "\r\n").first { $0.hasPrefix("X-Request-Id: ") }?
                    .dropFirst("X-Request-Id: ".count)
            }
            #expect(Set(ids).count == 2)
            #expect(ids.allSatisfy { TimeOrderedID(String($0)) != nil })
        }
    }

    @Test("shows nothing of an error that it does not know")
    func internalError() async throws {
        try await withProbe { probe in
            let answer = try await probe.client.send(.get, "/v1/broken")
            #expect(answer.status == 500 && answer.slug == "internal")
            #expect(answer.json["detail"] == nil)
            #expect(!answer.text.contains("hunter2") && !answer.text.contains("Secret"))
        }
    }

    @Test("refuses what the query may not hold, by its name")
    func query() async throws {
        try await withProbe { probe in
            for (query, name) in [
                ("?flg=true", "flg"), ("?flag=true&flag=true", "flag"), ("?flag=yes", "flag"),
                ("?limit=0", "limit"), ("?limit=201", "limit"), ("?limit=ten", "limit"),
                ("?limit=", "limit"), ("?limit=5&x=1", "x"),
            ] {
                let answer = try await probe.send(.post, "/v1/echo\(query)", [:], by: .service)
                #expect(answer.status == 400 && answer.slug == "invalid-request", "\(query)")
                #expect(answer.json["faults"]?[0]?["path"]?.text == name)
            }
            let answer = try await probe.send(
                .post,
                "/v1/echo?limit=200&flag=tru%65",
                ["a": 1],
                by: .service
            )
            #expect(answer.json == ["body": ["a": 1], "flag": true, "limit": 200])
            let usual = try await probe.send(.post, "/v1/echo", 7, by: .service)
            #expect(usual.json == ["body": 7, "flag": false, "limit": 50])
        }
    }

    @Test("serves the description, the health and a page for every slug to anyone")
    func common() async throws {
        try await withProbe { probe in
            let description = try await probe.client.send(.get, "/openapi.yaml")
            #expect(description.text == "openapi: 3.1.0\n")
            #expect(description.header("Content-Type") == "application/yaml")
            #expect(try await probe.client.send(.get, "/health/live").json == ["status": "live"])
            #expect(try await probe.client.send(.get, "/health/ready").json == ["status": "ready"])
            for slug in Slug.allCases {
                let page = try await probe.client.send(.get, "/problems/\(slug.rawValue)")
                #expect(page.status == 200)
                #expect(page.header("Content-Type") == "text/html; charset=utf-8")
                #expect(page.text.contains(slug.explanation) && page.text.contains(slug.title))
            }
            let unknown = try await probe.client.send(.get, "/problems/none")
            #expect(unknown.status == 404 && unknown.slug == "not-found")
        }
    }

    @Test("counts and times requests by route, method and status, and never by member")
    func metrics() async throws {
        try await withProbe { probe in
            for _ in 1...3 {
                _ = try await probe.send(.get, "/v1/members/m-secret/name", as: "m-secret")
            }
            _ = try await probe.send(.get, "/v1/members/other/name", as: "m-secret")
            _ = try await probe.client.send(.get, "/v1/nothing/m-secret")
            let metrics = try await probe.client.send(.get, "/metrics")
            #expect(metrics.header("Content-Type") == "text/plain; version=0.0.4")
            let route = #"service="probe",route="/v1/members/{member}/name",method="GET""#
            for line in [
                #"jifen_http_requests_total{\#(route),status="200"} 3"#,
                #"jifen_http_requests_total{\#(route),status="403"} 1"#,
                #"jifen_http_request_duration_seconds_count{\#(route)} 4"#,
                #"jifen_http_requests_total{service="probe",route="none","#
                    + #"method="any",status="404"} 1"#,
            ] {
                #expect(metrics.text.contains(line + "\n"), "\(line)")
            }
            #expect(!metrics.text.contains("m-secret"))
        }
    }
}
