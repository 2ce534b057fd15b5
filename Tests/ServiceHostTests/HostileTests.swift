import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("The edge under hostile requests", .timeLimit(.minutes(1)))
struct HostileTests {
    @Test(
        "survives requests that are no HTTP, and answers them with 4xx or not at all",
        arguments: [
            "GARBAGE\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET\r\n\r\n", "\r\n\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "y", count: 50_000))\r\n\r\n",
            "GET /v1/echo HTTP/1.1\r\nHost: a\r\n\(String(repeating: "A: b\r\n", count: 2000))\r\n",
            "GET /\(String(repeating: "z", count: 100_000)) HTTP/1.1\r\nHost: a\r\n\r\n",
            "POST /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n{}",
            "POST /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 9\r\n\r\n{}",
            "GET /v1/echo HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n", "\u{16}\u{3}\u{1}",
        ]
    )
    func noHTTP(text: String) async throws {
        try await withProbe { probe in
            let answer = await RawConnection.send(
                Array(text.utf8),
                to: probe.service.port,
                isHalfClosed: true
            )
            if let status = answer.status { #expect((400..<500).contains(status), "\(status)") }
            let ready = try await probe.client.send(.get, "/health/ready")
            #expect(ready.status == 200)
        }
    }

    @Test("answers a body that ends too early or is badly chunked with no 5xx")
    func cutShort() async throws {
        try await withProbe { probe in
            let token = try await probe.keys.token(.service)
            let head =
                "POST /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer \(token)\r\n"
            for rest in [
                "Content-Length: 100\r\n\r\n{\"a\":", "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}",
                "Transfer-Encoding: chunked\r\n\r\n5\r\n{}",
            ] {
                let answer = await RawConnection.send(
                    Array((head + rest).utf8),
                    to: probe.service.port,
                    isHalfClosed: true
                )
                #expect((answer.status ?? 0) < 500)
            }
            let metrics = try await probe.client.send(.get, "/metrics")
            #expect(!metrics.text.contains(#"status="500""#))
        }
    }

    @Test("answers 413 to a body of megabytes, whoever sends it")
    func megabytes() async throws {
        try await withProbe { probe in
            let token = try await probe.keys.token(.service)
            let bytes = [UInt8](repeating: UInt8(ascii: "7"), count: 5_000_000)
            let answer = try await probe.client.send(
                .post,
                "/v1/echo",
                bytes: bytes,
                token: token
            )
            #expect(answer.status == 413)
            let stranger = try await probe.client.send(.post, "/v1/echo", bytes: bytes)
            #expect(stranger.status == 401)
        }
    }

    @Test("takes no request out of the body of another one")
    func smuggling() async throws {
        try await withProbe { probe in
            let inner = "GET /v1/broken HTTP/1.1\r\nHost: a\r\n\r\n"
            let text =
                "POST /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(inner.utf8.count)\r\n\r\n\(inner)"
                + "GET /v1/echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            let answer = await RawConnection.send(Array(text.utf8), to: probe.service.port)
            #expect(answer.status == 401)
            let rest = String(decoding: answer.body, as: UTF8.self)
            #expect(rest.contains("HTTP/1.1 200 OK") && rest.hasSuffix(#"{"method":"get"}"#))
            #expect(!rest.contains("HTTP/1.1 500"))
        }
    }
}
