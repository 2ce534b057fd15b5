import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("Heads that are too large or ambiguous", .timeLimit(.minutes(1)))
struct HeadBombTests {
    private static func text(_ count: Int) -> String { String(repeating: "a", count: count) }

    @Test(
        "a head past a limit is answered with a problem, and the connection closed",
        arguments: [
            ("GET /\(text(20_000)) HTTP/1.1\r\nHost: a\r\n\r\n", 414, "address-too-long"),
            ("GET /\(text(500_000))", 414, "address-too-long"),
            ("GET / HTTP/1.1\r\nA: \(text(20_000))\r\n\r\n", 431, "headers-too-large"),
            ("GET / HTTP/1.1\r\nA: \(text(500_000))", 431, "headers-too-large"),
            (
                "GET / HTTP/1.1\r\n\((0..<4).map { "A\($0): \(text(9000))\r\n" }.joined())\r\n",
                431, "headers-too-large"
            ),
            (
                "GET / HTTP/1.1\r\n\((0..<101).map { "A\($0): b\r\n" }.joined())\r\n", 431,
                "headers-too-large"
            ),
            ("GARBAGE\r\n\r\n", 400, "invalid-request"),
            ("GET / HTTP/1.1\r\nHo", 400, "invalid-request"),
        ]
    )
    func tooLarge(text: String, status: Int, slug: String) async throws {
        try await withProbe { probe in
            let answers = try await probe.talk { socket in
                _ = socket.send(Array(text.utf8))
                socket.finish()
                return try socket.responses()
            }

            #expect(answers.map(\.status) == [status])
            #expect(answers.first?.json["type"]?.text == "/problems/\(slug)")
            #expect(answers.first?.json["status"]?.integer == Int64(status))
            #expect(answers.first?.head.contains("application/problem+json") == true)
            #expect(answers.first?.isLast == true)
            #expect(try await probe.ended("malformed") == 1)
            #expect(try await probe.client.send(.get, "/v1/echo").status == 200)
        }
    }

    @Test("a head at its limits is taken")
    func atLimits() async throws {
        try await withProbe { probe in
            for fields in [["A: \(Self.text(16_000))"], (0..<97).map { "A\($0): b" }] {
                #expect(await probe.raw("GET /v1/echo", fields).status == 200)
            }
        }
    }

    @Test(
        "a header that counts once and stands twice is refused, whichever is meant",
        arguments: [
            "Authorization: Bearer x", "authorization: Bearer x", "Idempotency-Key: b",
            "Content-Type: application/json", "Request-Timeout-Ms: 5000",
        ]
    )
    func doubled(field: String) async throws {
        try await withProbe { probe in
            let token = try await probe.keys.token(.service)
            let name = String(field.prefix { $0 != ":" })
            let others = name == "Request-Timeout-Ms" ? [field, field] : [field]
            let bytes = WireRequest.note("a", token: token, others)
            let answers = try await probe.talk { socket in
                _ = socket.send(bytes)
                socket.finish()
                return try socket.responses()
            }

            #expect(answers.map(\.status) == [400])
            #expect(answers.first?.json["faults"]?[0]?["path"]?.text == name)
            #expect(try await probe.notes(afterOneMore: "k", token: token) == 1)
        }
    }

    @Test(
        "the scheme of a token is compared without case",
        arguments: ["Bearer", "bearer", "BEARER"]
    )
    func scheme(word: String) async throws {
        try await withProbe { probe in
            let token = try await probe.keys.token(.service)
            let field = "Authorization: \(word) \(token)"
            let fields = [field, "Content-Type: application/json"]
            #expect(await probe.raw("POST /v1/echo", fields, body: "{}").status == 200)
        }
    }

    @Test("another scheme is none", arguments: ["Basic", "Bearerx", "Token", ""])
    func otherScheme(word: String) async throws {
        try await withProbe { probe in
            let token = try await probe.keys.token(.service)
            let fields = ["Authorization: \(word) \(token)", "Content-Type: application/json"]
            #expect(await probe.raw("POST /v1/echo", fields, body: "{}").status == 401)
        }
    }

    @Test(
        "lengths that contradict each other are refused, and nothing is smuggled in",
        arguments: [
            ["Content-Length: 5", "Transfer-Encoding: chunked"],
            ["Transfer-Encoding: chunked", "Content-Length: 5"],
            ["Transfer-Encoding: chunked, identity"], ["Transfer-Encoding: identity"],
            ["Transfer-Encoding: xchunked"], ["Content-Length: 5", "Content-Length: 6"],
            ["Content-Length: 5, 5"], ["Content-Length: +5"], ["Content-Length: 0x5"],
            ["Content-Length: 5 5"], ["Content-Length: -1"], ["Content-Length : 5"],
            ["Transfer-Encoding:\u{B}chunked"], ["Content-Length: 99999999999999999999"],
        ]
    )
    func smuggling(fields: [String]) async throws {
        try await withProbe { probe in
            let token = try await probe.keys.token(.service)
            let bytes =
                WireRequest.head("/v1/echo", token: token, fields) + Array("0\r\n\r\n".utf8)
                + WireRequest.note("smuggled", token: token)
            let answers = try await probe.talk { socket in
                _ = socket.send(bytes)
                return try socket.responses()
            }

            #expect(answers.map(\.status) == [400])
            #expect(try await probe.notes(afterOneMore: "k", token: token) == 1)
        }
    }
}
