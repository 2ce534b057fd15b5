import Testing

/// Bytes that no well-behaved client sends, and the statuses of what is answered.
struct HostileBytes: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: @Sendable (Gateway) -> [UInt8]
    let statuses: [Int]

    init(
        _ description: String,
        _ statuses: [Int],
        _ bytes: @escaping @Sendable (Gateway) -> [UInt8]
    ) {
        testDescription = description
        self.statuses = statuses
        self.bytes = bytes
    }

    init(_ description: String, _ statuses: [Int], text: String) {
        self.init(description, statuses) { _ in Array(text.utf8) }
    }

    static let all = lines + heads + bodies + addresses

    private static let lines = [
        HostileBytes("nothing at all", [], text: ""),
        HostileBytes("an empty line", [], text: "\r\n"),
        HostileBytes("no HTTP", [400], text: "hello\r\n\r\n"),
        HostileBytes("bytes that are no text", [400]) { _ in (0...255).map { UInt8($0) } },
        HostileBytes("TLS", [400]) { _ in [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00] },
        HostileBytes("HTTP/0.9", [400], text: "GET /health/live\r\n\r\n"),
        HostileBytes("HTTP/2's preface", [400], text: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        HostileBytes("no version", [400], text: "GET /health/live HTTP/\r\n\r\n"),
        HostileBytes("a line that never ends", [414]) { _ in
            Array("GET /".utf8) + [UInt8](repeating: 0x61, count: 200_000)
        },
        HostileBytes(
            "a method that never ends",
            [400],
            text: String(repeating: "A", count: 100_000) + " / HTTP/1.1\r\n\r\n"
        ),
        HostileBytes("HTTP/1.0", [200], text: "GET /health/live HTTP/1.0\r\n\r\n"),
        HostileBytes(
            "three requests at once",
            [200, 404, 200],
            text: "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
                + "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n"
                + "GET /health/ready HTTP/1.1\r\nHost: x\r\n\r\n"
        ),
        HostileBytes(
            "a good request, then garbage",
            [200, 400],
            text: "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\nGARBAGE\r\n\r\n"
        ),
        HostileBytes("CONNECT", [404], text: "CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n"),
        HostileBytes("TRACE", [405], text: "TRACE /health/live HTTP/1.1\r\nHost: x\r\n\r\n"),
    ]

    private static func live(_ headers: String) -> String {
        "GET /health/live HTTP/1.1\r\nHost: x\r\n\(headers)\r\n"
    }

    private static let heads = [
        HostileBytes(
            "a header of 20 KB",
            [431],
            text: live("X-A: \(String(repeating: "a", count: 20_000))\r\n")
        ),
        HostileBytes(
            "headers of 40 KB",
            [431],
            text: live(
                (0..<40).map { "X-\($0): \(String(repeating: "a", count: 1000))\r\n" }
                    .joined()
            )
        ),
        HostileBytes(
            "200 headers",
            [431],
            text: live((0..<200).map { "X-\($0): a\r\n" }.joined())
        ),
        HostileBytes("a header without a colon", [400], text: live("nonsense\r\n")),
        HostileBytes("a header without a name", [400], text: live(": a\r\n")),
        HostileBytes("a folded header", [400], text: live("X-A: a\r\n b\r\n")),
        HostileBytes("a NUL in a header", [400], text: live("X-A: a\u{0}b\r\n")),
        HostileBytes("bare line feeds", [400], text: "GET /health/live HTTP/1.1\nHost: x\n\n"),
        HostileBytes("bad UTF-8 in a request id", [200]) { _ in
            Array("GET /health/live HTTP/1.1\r\nX-Request-Id: ".utf8) + [0xFF, 0xC3, 0x28]
                + Array("\r\n\r\n".utf8)
        },
        HostileBytes("bad UTF-8 in a token", [401]) { _ in
            Array("GET /v1/chain HTTP/1.1\r\nAuthorization: Bearer ".utf8) + [0xFF, 0xC3, 0x28]
                + Array("\r\n\r\n".utf8)
        },
        HostileBytes("a head that is cut short", [400], text: "GET /health/live HTTP/1.1\r\nHos"),
    ]

    private static func get(_ path: String) -> @Sendable (Gateway) -> [UInt8] {
        { Array.request("GET \(path)", token: $0.host) }
    }

    private static let addresses = [
        HostileBytes("a path with an escaped NUL", [400], get("/v1/members/%00/balance")),
        HostileBytes("a path with a bad escape", [400], get("/v1/members/%z/balance")),
        HostileBytes("a path with an escaped slash", [400], get("/v1/members/a%2Fb/balance")),
        HostileBytes("a path with dots", [404], get("/v1/members/../../etc/passwd")),
        HostileBytes(
            "a member of 10,000 characters",
            [400],
            get("/v1/members/\(String(repeating: "m", count: 10_000))/balance")
        ),
        HostileBytes(
            "10,000 slashes",
            [404],
            get(String(repeating: "/", count: 10_000))
        ),
        HostileBytes(
            "1,000 parameters",
            [400],
            get("/v1/transfers?" + (0..<1000).map { "a\($0)=1" }.joined(separator: "&"))
        ),
        HostileBytes("a query of bad escapes", [404], get("/v1/transfers?key=%%%%")),
        HostileBytes("an empty query", [400], get("/v1/transfers?")),
        HostileBytes("an absolute address", [200], get("http://x/health/live")),
        HostileBytes("a fragment", [404], get("/health/live#x")),
        HostileBytes("a path without a slash", [400], get("health")),
    ]
}
