import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("Slow and half-open clients", .timeLimit(.minutes(1)))
struct SlowClientTests {
    private static let settings = ["request-limit-ms": "400", "idle-limit-ms": "1200"]

    @Test("a head that stops half-way is answered 408 and the connection closed")
    func silentHead() async throws {
        try await withProbe(settings: Self.settings) { probe in
            let start = ContinuousClock.now
            let answers = try await probe.talk { socket in
                _ = socket.send(Array("GET /v1/echo HTTP/1.1\r\nHo".utf8))
                return try socket.responses()
            }

            #expect(answers.map(\.status) == [408])
            #expect(answers.first?.json["type"] == "/problems/request-timeout")
            #expect(answers.first?.isLast == true)
            #expect(ContinuousClock.now - start < .seconds(5))
            #expect(try await probe.ended("slow") == 1)
        }
    }

    @Test("a head that comes byte by byte is not given more time by each byte")
    func trickledHead() async throws {
        try await withProbe(settings: Self.settings) { probe in
            let request = WireRequest.get("/v1/echo", ["A: \(String(repeating: "a", count: 500))"])
            let (sent, answers) = try await probe.talk { socket in
                (socket.trickle(request, every: 20), try socket.responses())
            }

            #expect(sent < request.count)
            #expect(answers.map(\.status) == [408])
        }
    }

    @Test("a body that comes byte by byte, or stops, is answered 408, and nothing is done")
    func slowBody() async throws {
        try await withProbe(settings: Self.settings) { probe in
            let token = try await probe.keys.token(.service)
            for trickles in [true, false] {
                let fields = ["Content-Length: 1000", "Idempotency-Key: slow"]
                let head = WireRequest.head("/v1/notes", token: token, fields)
                let body =
                    Array(#"{"text":"slow","more":""#.utf8) + [UInt8](repeating: 97, count: 900)
                let answers = try await probe.talk { socket in
                    _ = socket.send(head)
                    if trickles {
                        let sent = socket.trickle(body, every: 20)
                        #expect(sent < body.count)
                    } else {
                        _ = socket.send(body)
                    }
                    return try socket.responses()
                }

                #expect(answers.map(\.status) == [408])
                #expect(answers.first?.json["type"] == "/problems/request-timeout")
                #expect(answers.first?.isLast == true)
            }
            #expect(try await probe.ended("slow") == 2)
            #expect(try await probe.notes(afterOneMore: "k", token: token) == 1)
        }
    }

    @Test("a request in parts that keep within the limit is served")
    func inParts() async throws {
        try await withProbe { probe in
            let request = WireRequest.note("a", token: try await probe.keys.token(.service))
            let answers = try await probe.talk { socket in
                for part in [request[..<30], request[30..<90], request[90...]] {
                    _ = socket.send(Array(part))
                    let isAnswered = socket.hears(within: 20)
                    #expect(!isAnswered || part.endIndex == request.count)
                }
                socket.finish()
                return try socket.responses()
            }

            #expect(answers.map(\.status) == [201])
        }
    }

    @Test("a silent connection is closed without a word, before a request and behind one")
    func idle() async throws {
        try await withProbe(settings: Self.settings) { probe in
            let first = try await probe.talk { try $0.text() }
            let second = try await probe.talk { socket in
                _ = socket.send(WireRequest.get("/v1/echo"))
                return try socket.responses().map(\.status)
            }

            #expect(first.isEmpty && second == [200])
            #expect(try await probe.ended("idle") == 2)
        }
    }

    @Test("a client that reads no answer is cut off, and nobody else notices")
    func unread() async throws {
        try await withProbe(settings: Self.settings) { probe in
            let block = Array(repeating: WireRequest.get("/metrics"), count: 200).flatMap { $0 }
            try await probe.talk(receiveBytes: 4096) { socket in
                // The service stops reading, the system's room fills, and sending waits; it fails
                // when the service has closed the connection.
                while socket.send(block) {}
            }
            let ended = try await probe.ended("unread")
            let status = try await probe.client.send(.get, "/health/ready").status

            #expect(ended == 1)
            #expect(status == 200)
        }
    }

    @Test("a client that has shut its sending side gets every answer")
    func halfClosed() async throws {
        try await withProbe { probe in
            let answers = try await probe.talk { socket in
                for _ in 0..<50 { _ = socket.send(WireRequest.get("/v1/echo")) }
                socket.finish()
                return try socket.responses()
            }

            #expect(answers.map(\.status) == Array(repeating: 200, count: 50))
        }
    }

    @Test("clients that break off anywhere in a request leave nothing behind")
    func brokenOff() async throws {
        try await withProbe { probe in
            let request = WireRequest.note("once", token: try await probe.keys.token(.service))
            let port = probe.service.port
            try await onThread {
                for end in stride(from: 0, through: request.count, by: 3) {
                    let socket = try RawSocket(port: port)
                    _ = socket.send(Array(request[..<end]))
                    socket.reset()
                }
            }
            // Each is gone as soon as the service has looked at it; this waits for that.
            while try await !probe.client.send(.get, "/metrics").text
                .contains("jifen_http_connections{service=\"probe\"} 1.0")
            {}
            let token = try await probe.keys.token(.service)
            #expect(try await probe.notes(afterOneMore: "k", token: token) <= 2)
        }
    }
}
