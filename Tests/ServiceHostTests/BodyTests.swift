import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("The edge's way with requests", .timeLimit(.minutes(1)))
struct BodyTests {
    @Test(
        "takes a body up to its limit, and refuses a larger one whether or not it says its length"
    )
    func tooLarge() async throws {
        try await withProbe(settings: ["body-limit": "2000"]) { probe in
            let token = try await probe.keys.token(.service)
            func text(_ bytes: Int) -> String {
                "\"" + String(repeating: "x", count: bytes - 2) + "\""
            }
            let fits = try await probe.client.send(
                .post,
                "/v1/echo",
                bytes: Array(text(2000).utf8),
                token: token
            )
            #expect(fits.status == 200)
            let large = try await probe.client.send(
                .post,
                "/v1/echo",
                bytes: Array(text(2001).utf8),
                token: token
            )
            #expect(large.status == 413 && large.slug == "payload-too-large")
            #expect(large.json["limit"] == 2000)
            let chunk = "7d0\r\n\(text(2000))\r\n"
            for (chunks, status) in [(chunk, 200), (chunk + "1\r\n \r\n", 413)] {
                let answer = await probe.raw(
                    "POST /v1/echo",
                    ["Transfer-Encoding: chunked", "Content-Type: application/json"],
                    body: chunks + "0\r\n\r\n",
                    token: token
                )
                #expect(answer.status == status)
            }
        }
    }

    @Test("takes bodies of application/json only")
    func mediaType() async throws {
        try await withProbe { probe in
            let token = try await probe.keys.token(.service)
            for type in [
                "application/json", "Application/JSON; charset=utf-8", "application/json ;a=b",
            ] {
                let answer = await probe.raw(
                    "POST /v1/echo",
                    ["Content-Type: \(type)"],
                    body: "{}",
                    token: token
                )
                #expect(answer.status == 200, "\(type)")
            }
            for type in ["text/plain", "application/jsonp", "application/json-patch+json", "json"] {
                let answer = await probe.raw(
                    "POST /v1/echo",
                    ["Content-Type: \(type)"],
                    body: "{}",
                    token: token
                )
                #expect(answer.status == 415, "\(type)")
            }
            #expect(await probe.raw("POST /v1/echo", body: "{}", token: token).status == 415)
        }
    }

    @Test(
        "refuses what is not JSON with its place",
        arguments: ["", "{", "{\"a\":1,\"a\":2}", "[1,]", "nul", "\u{FEFF}{}", "{} {}"]
    )
    func malformed(text: String) async throws {
        try await withProbe { probe in
            let answer = try await probe.client.send(
                .post,
                "/v1/echo",
                bytes: Array(text.utf8),
                token: try await probe.keys.token(.service)
            )
            #expect(answer.status == 400 && answer.slug == "invalid-request")
            #expect(answer.json["detail"]?.text?.hasPrefix("not JSON at byte ") == true)
        }
    }

    @Test(
        "refuses a time limit that is none, and takes one that is",
        arguments: [
            ("0", 400), ("-5", 400), ("abc", 400), ("1.5", 400), ("3600001", 400), ("", 400),
            ("9999999999999999999999", 400), ("3600000", 200), ("5000", 200),
        ]
    )
    func timeLimit(text: String, status: Int) async throws {
        try await withProbe { probe in
            let answer = await probe.raw(
                "POST /v1/echo",
                ["Request-Timeout-Ms: \(text)", "Content-Type: application/json"],
                body: "{}",
                token: try await probe.keys.token(.service)
            )
            #expect(answer.status == status)
            guard status == 400 else { return }
            #expect(
                try JSONParser.parse(answer.body)["faults"]?[0]?["path"] == "Request-Timeout-Ms"
            )
        }
    }

    @Test("drops work whose time is over, by the caller's limit or by its own, with 503")
    func timeIsOver() async throws {
        try await withProbe(settings: ["request-limit-ms": "30"]) { probe in
            let token = try await probe.keys.token(.service)
            for fields in [["Request-Timeout-Ms: 2"], ["Request-Timeout-Ms: 60000"], []] {
                let answer = await probe.raw("POST /v1/late", fields, token: token)
                #expect(answer.status == 503)
                #expect(answer.header("Retry-After") == "1")
                #expect(try JSONParser.parse(answer.body)["type"] == "/problems/unavailable")
            }
        }
    }

    @Test("asks for a key of a keyed write, and answers a repeat as it did first")
    func keyed() async throws {
        try await withProbe { probe in
            let token = try await probe.keys.token(.service)
            for key in [nil, "", String(repeating: "k", count: 129), "schlüssel"] {
                let answer = try await probe.client.send(
                    .post,
                    "/v1/notes",
                    ["text": "a"],
                    token: token,
                    key: key
                )
                #expect(answer.status == 400 && answer.slug == "idempotency-key-missing")
            }
            let first = try await probe.client.send(
                .post,
                "/v1/notes",
                ["text": "a"],
                token: token,
                key: "k 1"
            )
            #expect(first.status == 201 && first.json == ["count": 1] && !first.isReplayed)
            let second = try await probe.client.send(
                .post,
                "/v1/notes",
                bytes: Array(#" { "text" : "\u0061" } "#.utf8),
                token: token,
                key: "k 1"
            )
            #expect(second.status == 201 && second.body == first.body && second.isReplayed)
            let other = try await probe.client.send(
                .post,
                "/v1/notes",
                ["text": "b"],
                token: token,
                key: "k 1"
            )
            #expect(other.status == 422 && other.slug == "idempotency-key-reused")
        }
    }

    @Test("answers a stored refusal again as problem details")
    func storedRefusal() async throws {
        try await withProbe { probe in
            let token = try await probe.keys.token(.service)
            for isRepeat in [false, true] {
                let answer = try await probe.client.send(
                    .post,
                    "/v1/notes",
                    ["text": "refused"],
                    token: token,
                    key: "k"
                )
                #expect(answer.status == 409 && answer.slug == "limit-reached")
                #expect(answer.header("Content-Type") == "application/problem+json")
                #expect(answer.json["final"] == true && answer.json["instance"] == "first")
                #expect(answer.isReplayed == isRepeat)
            }
        }
    }
}
