import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("Bodies that are too large, too deep or encoded", .timeLimit(.minutes(1)))
struct BodyBombTests {
    @Test(
        "a chunked body without end is answered at once and read no further",
        arguments: [("/v1/echo", true, 413), ("/v1/echo", false, 401)]
    )
    func endless(path: String, isKnown: Bool, status: Int) async throws {
        try await withProbe(settings: ["body-limit": "20000"]) { probe in
            let token = isKnown ? try await probe.keys.token(.service) : "nobody's"
            let head = WireRequest.head(path, token: token, ["Transfer-Encoding: chunked"])
            let chunk = Array("1000\r\n\(String(repeating: "7", count: 4096))\r\n".utf8)
            let (isOver, answers) = try await probe.talk { socket in
                _ = socket.send(head)
                let limit = ContinuousClock.now + .seconds(20)
                while ContinuousClock.now < limit, socket.send(chunk) {}
                return (ContinuousClock.now < limit, try socket.responses())
            }

            #expect(isOver)
            // A client that never listens may find its answer gone with the connection.
            #expect(answers.isEmpty || answers.map(\.status) == [status])
            #expect(try await probe.client.send(.get, "/v1/echo").status == 200)
        }
    }

    @Test("a client that listens hears 413 before it has sent its body")
    func early() async throws {
        try await withProbe(settings: ["body-limit": "20000"]) { probe in
            let token = try await probe.keys.token(.service)
            let head = WireRequest.head("/v1/echo", token: token, ["Content-Length: 20001"])
            let answers = try await probe.talk { socket in
                _ = socket.send(head)
                return try socket.responses()
            }

            #expect(answers.map(\.status) == [413])
            #expect(answers.first?.isLast == true)
        }
    }

    @Test("leave to send a body is given where it is asked for, once the head has come")
    func expectation() async throws {
        try await withProbe { probe in
            let token = try await probe.keys.token(.service)
            let request = WireRequest.note("a", token: token, ["Expect: 100-Continue"])
            let end = try #require(request.firstRange(of: Array("\r\n\r\n".utf8))).upperBound
            let statuses = try await probe.talk { socket in
                _ = socket.send(Array(request[..<end]))
                let leave = try socket.response()
                _ = socket.send(Array(request[end...]) + request)
                socket.finish()
                return [leave?.status] + (try socket.responses().map { Optional($0.status) })
            }

            // Whoever sends head and body at once has not waited for leave.
            #expect(statuses == [100, 201, 201])
        }
    }

    @Test("leave is not given for a body that is too large")
    func refusedExpectation() async throws {
        try await withProbe(settings: ["body-limit": "2000"]) { probe in
            let token = try await probe.keys.token(.service)
            let fields = ["Expect: 100-continue", "Content-Length: 2001"]
            let head = WireRequest.head("/v1/echo", token: token, fields)
            let answers = try await probe.talk { socket in
                _ = socket.send(head)
                return try socket.responses()
            }

            #expect(answers.map(\.status) == [413])
        }
    }

    @Test(
        "a body that is compressed is refused with 415",
        arguments: [("gzip", 415), ("br", 415), ("gzip, identity", 415), ("identity", 200)]
    )
    func compressed(encoding: String, status: Int) async throws {
        try await withProbe { probe in
            let answer = await probe.raw(
                "POST /v1/echo",
                ["Content-Encoding: \(encoding)", "Content-Type: application/json"],
                body: "{}",
                token: try await probe.keys.token(.service)
            )
            #expect(answer.status == status)
        }
    }

    @Test(
        "no body costs work that grows with its square",
        arguments: Bomb.all
    )
    func largest(bomb: Bomb) async throws {
        try await withProbe { probe in
            try #require(bomb.text.utf8.count <= 1_048_576)
            // With the square of 90,000 members it would take minutes, and the answer be 408.
            let answer = try await probe.client.send(
                .post,
                "/v1/echo",
                bytes: Array(bomb.text.utf8),
                token: try await probe.keys.token(.service)
            )

            #expect(answer.status == bomb.status)
        }
    }

    /// A body that is dear to read for who reads it carelessly.
    struct Bomb: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let status: Int

        init(_ description: String, _ text: String, _ status: Int) {
            testDescription = description
            self.text = text
            self.status = status
        }

        private static func members(_ count: Int, _ prefix: String = "") -> String {
            (0..<count).map { "\"\(prefix)\($0)\":0" }.joined(separator: ",")
        }

        static let all = [
            Bomb("nested arrays", String(repeating: "[", count: 1_000_000), 400),
            Bomb("nested objects", String(repeating: #"{"a":"#, count: 200_000), 400),
            Bomb("a number without end", String(repeating: "9", count: 1_000_000), 200),
            Bomb("an exponent", "1e" + String(repeating: "9", count: 1_000_000), 200),
            Bomb("escapes", "\"" + String(repeating: "\\u0041", count: 170_000) + "\"", 200),
            Bomb("an open string", "\"" + String(repeating: "a", count: 1_000_000), 400),
            Bomb("90,000 members", "{\(members(90_000))}", 200),
            Bomb("90,000 members, one of them doubled", "{\(members(90_000)),\"7\":1}", 400),
            Bomb("accents in names", "{\(members(40_000, "e\u{301}"))}", 200),
            Bomb("small objects", "[" + String(repeating: "{},", count: 200_000) + "{}]", 200),
        ]
    }
}
