import Calls
import TestSupport
import Testing

@Suite("A call that cannot be sent", .timeLimit(.minutes(1)))
struct RefusedCallTests {
    @Test(
        "is refused for its address",
        arguments: [
            "", "neighbour", "/v1/members", "//127.0.0.1/", "file:///etc/hostname",
            "ftp://127.0.0.1/", "gopher://127.0.0.1/", "http://", "http:///path", "https:///path",
            "http:/127.0.0.1/",
            "http://127.0.0.1:99999/", "http://127.0.0.1/a b", "http://127.0.0.1/\r\nX: 1",
            "http://127.0.0.1/\0/hidden", "127.0.0.1:80/", "javascript:alert(1)",
        ]
    )
    func address(url: String) async throws {
        try await withNeighbour { _ in
            .answer(200)
        } test: { neighbour, caller in
            #expect(await caller.failure(of: .get(url)) == .invalidURL)
            #expect(neighbour.connectionCount == 0)
        }
    }

    @Test(
        "is refused for a header that would break out of its line, or is not the caller's",
        arguments: [
            ("", "empty"), ("X Y", "space"), ("X:", "colon"), ("X\r\nY", "line"), ("Ä", "letter"),
            ("X-Value", "a\r\nX-Smuggled: 1"), ("X-Value", "a\nb"), ("X-Value", "a\0b"),
            ("content-length", "0"), ("Transfer-Encoding", "chunked"), ("Expect", "100-continue"),
            ("Request-Timeout-Ms", "1"), ("Traceparent", "00"), ("Connection", "close"),
        ]
    )
    func header(name: String, value: String) async throws {
        try await withNeighbour { _ in
            .answer(200)
        } test: { neighbour, caller in
            let call = Call(
                .get,
                neighbour.url,
                headers: Headers([.init(name: name, value: value)]),
                timeout: .seconds(50)
            )
            #expect(await caller.failure(of: call) == .invalidHeader(name))
            #expect(neighbour.connectionCount == 0)
        }
    }

    @Test("is refused for a trace that would break out of its line")
    func trace() async throws {
        try await withNeighbour { _ in
            .answer(200)
        } test: { neighbour, caller in
            let call = Call(
                .get,
                neighbour.url,
                timeout: .seconds(50),
                traceparent: "00\r\nX-Smuggled: 1"
            )
            #expect(await caller.failure(of: call) == .invalidHeader("traceparent"))
            #expect(neighbour.connectionCount == 0)
        }
    }

    @Test("is refused while as many as are allowed are under way, and no longer")
    func overloaded() async throws {
        try await withNeighbour(.quick(maxQueued: 2)) {
            $0.path == "/stay" ? .neverAnswer : .answer(200)
        } test: { neighbour, caller in
            let url = neighbour.url
            let stays = (0..<2).map { _ in
                Task { await caller.failure(of: .get("\(url)/stay")) }
            }
            try await neighbour.wait { $0.requests.count == 2 }
            #expect(await caller.failure(of: .get(url)) == .overloaded)
            stays[0].cancel()
            #expect(await stays[0].value == .cancelled)
            #expect(await caller.failure(of: .get(url)) == nil)
            stays[1].cancel()
            #expect(await stays[1].value == .cancelled)
        }
    }

    @Test("has its time brought into bounds")
    func timeBounds() {
        #expect(Call.get("http://n", timeout: .zero).timeout == .milliseconds(1))
        #expect(Call.get("http://n", timeout: .seconds(-5)).timeout == .milliseconds(1))
        #expect(Call.get("http://n", timeout: .seconds(Int64.max)).timeout == .seconds(86_400))
    }
}
