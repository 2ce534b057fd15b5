import Access
import Calls
import Logging
import Primitives
import TestSupport
import Testing
import Wire

@Suite("Intents over HTTP")
struct EndpointTests {
    @Test("a lost answer is 202 with Location, shown as pending, and done after a repeat")
    func lost() async throws {
        try await withService { scene in
            scene.gateway.change { $0.faults = [.answerLost] }
            let first = try await scene.makeUp(3)
            #expect(first.status == 202 && first.header("Retry-After") == "1")
            let href = try #require(first.header("Location"))
            #expect(first.json["href"]?.text == href && first.json["state"] == "pending")
            let pending = try await scene.client.send(.get, href, token: scene.ann)
            #expect(pending.status == 202 && pending.body == first.body)

            let again = try await scene.makeUp(3)
            #expect(again.status == 201 && again.isReplayed)
            let done = try await scene.client.send(.get, href, token: scene.ann)
            #expect(done.status == 200 && done.body == again.body)
        }
    }

    @Test("a refusal is shown by id as it was given")
    func refused() async throws {
        try await withService { scene in
            scene.gateway.change {
                $0.balances["ann"] = 1
                $0.faults = [.answerLost]
            }
            let href = try #require(try await scene.makeUp(3).header("Location"))
            let refused = try await scene.makeUp(3)
            #expect(refused.slug == "insufficient-points" && refused.json["missing"] == 9)
            let shown = try await scene.client.send(.get, href, token: scene.ann)
            #expect(shown.status == 409 && shown.body == refused.body)
        }
    }

    @Test("a member sees its own intents only, a service all")
    func own() async throws {
        try await withService { scene in
            let id = try #require(try await scene.makeUp(3).json["id"]?.text)
            let path = "/v1/makeups/\(id)"
            let bob = try await scene.keys.token(.member, "bob")
            #expect(try await scene.client.send(.get, path, token: bob).slug == "not-found")
            let host = try await scene.keys.token(.service)
            #expect(try await scene.client.send(.get, path, token: host).status == 200)
            for wrong in ["x", "01890000-0000-7000-8000-000000000000"] {
                let answer = try await scene.client.send(
                    .get,
                    "/v1/makeups/\(wrong)",
                    token: scene.ann
                )
                #expect(answer.slug == "not-found")
            }
        }
    }

    @Test(
        "a silent gateway costs a request at most its own time, and at most the wait that is set",
        .timeLimit(.minutes(1)),
        arguments: ["request-limit-ms", "charge-wait-ms"]
    )
    func silent(setting: String) async throws {
        // The other one alone would outlast the test's time.
        var settings = ["request-limit-ms": "300000", "charge-wait-ms": "300000"]
        settings[setting] = "3000"
        try await withService(settings: settings) { scene in
            scene.gateway.change { $0.standing = .silent }
            let reply = try await scene.makeUp(3)
            #expect(reply.status == 202)
            #expect(scene.gateway.requests.count == 1)
        }
    }

    @Test("a write needs a key, a dry run needs none")
    func keys() async throws {
        try await withService { scene in
            let path = "/v1/members/me/makeups"
            let body: JSON = ["day": 3]
            let missing = try await scene.client.send(.post, path, body, token: scene.ann)
            #expect(missing.slug == "idempotency-key-missing")
            let dry = try await scene.client.send(
                .post,
                path + "?dryRun=true",
                body,
                token: scene.ann
            )
            #expect(dry.status == 200 && dry.json["charge"]?["amount"] == 10)
            #expect(dry.json["id"] == nil)
            #expect(try await scene.makeUp(4).json["price"] == 10)
            let other = try await scene.makeUp(5)
            #expect(other.slug == "idempotency-key-reused" && other.status == 422)
        }
    }

    @Test("operators see what is pending, and apart what needs a person")
    func list() async throws {
        try await withService { scene in
            scene.gateway.change {
                $0.faults = [.unavailable, .unauthenticated, .unavailable]
            }
            for day in 1...3 { _ = try await scene.makeUp(Int64(day), key: "k-\(day)") }
            let viewer = try await scene.keys.token(.viewer)
            let all = try await scene.client.send(.get, "/v1/intents?state=pending", token: viewer)
            #expect(all.json["pending"] == 3 && all.json["alarmed"] == 1)
            #expect(all.json["items"]?.elements?.count == 3 && all.json["next"] == nil)

            let alarmed = try await scene.client.send(
                .get,
                "/v1/intents?alarmed=true",
                token: viewer
            )
            let item = try #require(alarmed.json["items"]?[0])
            #expect(alarmed.json["items"]?.elements?.count == 1)
            #expect(item["kind"] == "makeup" && item["member"] == "ann")
            #expect(item["attempts"] == 1 && item["alarm"]?["status"] == 401)
            #expect(item["alarm"]?["reason"] == "unauthenticated")

            var ids: [JSON?] = []
            var path: String? = "/v1/intents?limit=2"
            while let page = path {
                let answer = try await scene.client.send(.get, page, token: viewer)
                ids += (answer.json["items"]?.elements ?? []).map { $0["id"] }
                path = answer.json["next"]?.text.map { "/v1/intents?limit=2&after=\($0)" }
            }
            #expect(ids == all.json["items"]?.elements?.map { $0["id"] })
        }
    }

    @Test(
        "a query that means nothing is refused by name",
        arguments: ["state=done", "alarmed=1", "after=x", "after=makeup:x", "limit=0"]
    )
    func queries(query: String) async throws {
        try await withService { scene in
            let token = try await scene.keys.token(.operator)
            let answer = try await scene.client.send(.get, "/v1/intents?\(query)", token: token)
            #expect(answer.slug == "invalid-request")
            #expect(
                try await scene.client.send(.get, "/v1/intents", token: scene.ann).status == 403
            )
        }
    }
}

/// A running service, its gateway, and a member.
struct Scene {
    let client: TestClient
    let gateway: PretendGateway
    let keys: TestKeys
    let ann: String

    func makeUp(_ day: Int64, key: String = "k-1") async throws -> TestClient.Answer {
        try await client.send(
            .post,
            "/v1/members/me/makeups",
            ["day": .integer(day)],
            token: ann,
            key: key
        )
    }
}

/// Runs a test against a service over HTTP, and ends it.
private func withService(
    settings: [String: String] = [:],
    _ test: (Scene) async throws -> Void
) async throws {
    let folder = try TemporaryFolder()
    let gateway = try PretendGateway(at: Stage.start)
    defer { gateway.stop() }
    let caller = HTTPCaller(
        configuration: .init(retry: RetryPolicy(attempts: 1)),
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    defer { caller.close() }
    try await withRunning(
        MakeUpService.blueprint(gateway: gateway, caller: caller),
        in: folder,
        settings: settings,
        now: { Stage.start }
    ) { service, keys in
        let ann = try await keys.token(.member, "ann")
        try await test(Scene(client: service.client, gateway: gateway, keys: keys, ann: ann))
    }
}
