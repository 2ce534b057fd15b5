import Calls
import Synchronization
import TestSupport
import Testing

@Suite("An answered call", .timeLimit(.minutes(1)))
struct AnswerTests {
    @Test("brings status, headers and body as the neighbour sent them")
    func wholeAnswer() async throws {
        let script: @Sendable (ScriptedNeighbour.Request) -> ScriptedNeighbour.Reaction = { _ in
            .answer(
                404,
                headers: [("X-Reason", "  none such "), ("X-Reason", "second")],
                body: Array("no".utf8)
            )
        }
        try await withNeighbour(script: script) { neighbour, caller in
            let answer = try await caller.send(.get("\(neighbour.url)/v1/members?limit=2"))
            #expect(answer.status == 404)
            #expect(answer.body == Array("no".utf8))
            #expect(answer.header("x-REASON") == "none such")
            #expect(answer.header("Content-Length") == "2")
            #expect(answer.header("X-Other") == nil)
            #expect(neighbour.requests.map(\.path) == ["/v1/members?limit=2"])
        }
    }

    @Test(
        "arrives with its method and body",
        arguments: [Call.Method.get, .post, .put, .patch, .delete],
        ["", "some bytes"]
    )
    func methods(method: Call.Method, text: String) async throws {
        try await withNeighbour { _ in
            .answer(200)
        } test: { neighbour, caller in
            let call = Call(
                method,
                "\(neighbour.url)/it",
                body: Array(text.utf8),
                timeout: .seconds(50)
            )
            let answer = try await caller.send(call)
            #expect(answer.status == 200)
            #expect(answer.body.isEmpty)
            let request = try #require(neighbour.requests.first)
            #expect(request.method == method.rawValue)
            #expect(request.body == Array(text.utf8))
        }
    }

    @Test(
        "asks for a pause in whole seconds",
        arguments: [
            ("0", 0), ("3", 3), ("007", 7), ("2147483647", 2_147_483_647),
            ("99999999999999999999999", 2_147_483_647), ("", 0), ("-5", 0), ("+5", 0), ("1.5", 0),
            ("٣", 0), ("Wed, 21 Oct 2026 07:28:00 GMT", 0),
        ]
    )
    func askedPause(text: String, seconds: Int) {
        let answer = Answer(status: 503, headers: ["retry-after": text])
        #expect(answer.askedPause == .seconds(seconds))
        #expect(Answer(status: 503).askedPause == .zero)
    }

    @Test("carries a mebibyte there and back unchanged")
    func largeBody() async throws {
        let body = (0..<1_048_576).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        try await withNeighbour {
            .answer(200, body: $0.body)
        } test: { neighbour, caller in
            let answer = try await caller.send(.keyedPost(neighbour.url, body: body))
            #expect(answer.body == body)
            #expect(neighbour.requests.first?.body == body)
        }
    }

    @Test("passes on the headers, the trace and the time left, and waits for no 100")
    func requestHeaders() async throws {
        try await withNeighbour { _ in
            .answer(200)
        } test: { neighbour, caller in
            let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            _ = try await caller.send(
                Call(
                    .post,
                    neighbour.url,
                    headers: ["Content-Type": "application/json", "X-Empty": "", "X-Word": "né"],
                    body: [UInt8](repeating: 0x20, count: 2_000_000),
                    timeout: .seconds(40),
                    traceparent: trace
                )
            )
            let request = try #require(neighbour.requests.first)
            #expect(request.header("traceparent") == trace)
            #expect(request.header("Content-Type") == "application/json")
            #expect(request.header("X-Empty") == "")
            #expect(request.header("X-Word") == "né")
            #expect(request.header("User-Agent") == "jifen")
            #expect(request.header("Expect") == nil)
            let timeLeft = try #require(request.header("Request-Timeout-Ms").flatMap { Int($0) })
            #expect((1...40_000).contains(timeLeft))
        }
    }

    @Test("is taken from no other request, whose connection is closed")
    func astray() async throws {
        let first = Mutex<String?>(nil)
        try await withNeighbour(.quick(attempts: 1)) { request in
            let id = request.header("X-Request-Id") ?? ""
            let earlier = first.withLock { first in
                defer { first = first ?? id }
                return first ?? id
            }
            let returned = request.path == "/astray" ? earlier : id
            return .answer(200, headers: [("X-Request-Id", returned)], body: Array("it".utf8))
        } test: { neighbour, caller in
            _ = try await caller.send(.get("\(neighbour.url)/first"))
            let failure = await caller.failure(of: .get("\(neighbour.url)/astray"))
            #expect(failure == .broken("the answer is another request's"))
            #expect(neighbour.connectionCount == 1)
            _ = try await caller.send(.get("\(neighbour.url)/third"))
            #expect(neighbour.connectionCount == 2)
            #expect(Set(neighbour.requests.map { $0.header("X-Request-Id") }).count == 3)
        }
    }

    @Test("is taken as it is where a proxy has put its own id in place of the caller's")
    func foreignID() async throws {
        try await withNeighbour { _ in
            .answer(200, headers: [("X-Request-Id", "of-the-proxy")])
        } test: { neighbour, caller in
            for _ in 0..<3 {
                let status = try await caller.status(of: .get(neighbour.url))
                #expect(status == 200)
            }
        }
    }

    @Test("has no trace and no content type unless they are given")
    func noSpareHeaders() async throws {
        try await withNeighbour { _ in
            .answer(200)
        } test: { neighbour, caller in
            _ = try await caller.send(.unkeyedPost(neighbour.url, body: [1]))
            let request = try #require(neighbour.requests.first)
            #expect(request.header("traceparent") == nil)
            #expect(request.header("Content-Type") == nil)
        }
    }

    @Test("may be a redirect, which is not followed")
    func redirect() async throws {
        try await withNeighbour { _ in
            .answer(307, headers: [("Location", "/elsewhere")])
        } test: { neighbour, caller in
            let answer = try await caller.send(.get(neighbour.url))
            #expect(answer.status == 307)
            #expect(answer.header("Location") == "/elsewhere")
            #expect(neighbour.requests.count == 1)
        }
    }

    @Test("is the final one where a provisional one came before")
    func provisional() async throws {
        // An answer of 103 has no body, so what is scripted as its body is the next answer.
        let final = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        try await withNeighbour { _ in
            .answer(103, headers: [("X-Early", "1")], body: Array(final.utf8))
        } test: { neighbour, caller in
            let answer = try await caller.send(.get(neighbour.url))
            #expect(answer.status == 200)
            #expect(answer.header("X-Early") == nil)
            #expect(answer.body == Array("ok".utf8))
        }
    }
}
