import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("Pipelined requests", .timeLimit(.minutes(1)))
struct PipelineTests {
    @Test("many in one segment are answered in their order, refused ones among them")
    func inOrder() async throws {
        try await withProbe { probe in
            let token = try await probe.keys.token(.service)
            let requests: [(status: Int, bytes: [UInt8])] = [
                (200, WireRequest.get("/v1/echo")),
                (201, WireRequest.note("a", token: token)),
                (404, WireRequest.get("/nothing")),
                (401, WireRequest.note("b", token: "nobody's")),
                (200, WireRequest.get("/v1/echo")),
                (400, WireRequest.post("/v1/echo", "{", token: token)),
                (201, WireRequest.note("a", token: token)),
                (201, WireRequest.note("c", token: token)),
                (405, WireRequest.get("/v1/notes")),
            ]
            let all = (0..<20).flatMap { _ in requests }
            let bytes = all.flatMap(\.bytes)
            let answers = try await probe.talk { socket in
                _ = socket.send(bytes)
                socket.finish()
                return try socket.responses()
            }

            #expect(answers.map(\.status) == all.map(\.status))
            #expect(try await probe.notes(afterOneMore: "k", token: token) == 3)
        }
    }

    @Test(
        "a request that asks for another protocol is answered, and the connection ends",
        arguments: [
            ["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c"], ["Connection: Close"],
            ["Connection: x, close"],
        ]
    )
    func lastRequest(headers: [String]) async throws {
        try await withProbe { probe in
            let first = WireRequest.get("/v1/echo", headers)
            let bytes = (0..<50).flatMap { _ in WireRequest.get("/v1/echo") }
            let answers = try await probe.talk { socket in
                _ = socket.send(first + bytes)
                return try socket.responses()
            }

            #expect(answers.map(\.status) == [200])
        }
    }

    @Test("ten thousand, none of whose answers is read meanwhile, are answered once each")
    func tenThousand() async throws {
        try await withProbe { probe in
            let bytes = (0..<10_000).flatMap {
                WireRequest.get("/v1/echo", ["X-Request-Id: n-\($0)"])
            }
            let answers = try await probe.talk { socket in
                let isSent = socket.send(bytes)
                #expect(isSent)
                socket.finish()
                return try socket.responses()
            }

            #expect(answers.count == 10_000 && answers.allSatisfy { $0.status == 200 })
            let inOrder = answers.enumerated().allSatisfy { number, answer in
                answer.head.contains("X-Request-Id: n-\(number)\r\n")
            }
            #expect(inOrder)
        }
    }

    @Test("a request behind one that was refused before its body came is answered")
    func behindRefused() async throws {
        try await withProbe { probe in
            let refused = WireRequest.note("a", token: "nobody's")
            let answers = try await probe.talk { socket in
                _ = socket.send(Array(refused.dropLast(4)))
                let first = try socket.response()
                _ = socket.send(Array(refused.suffix(4)) + WireRequest.get("/v1/echo"))
                socket.finish()
                return [first] + (try socket.responses().map { Optional($0) })
            }

            #expect(answers.map { $0?.status } == [401, 200])
        }
    }

    @Test("what stands behind a body that is too large is not taken for a request")
    func behindTooLarge() async throws {
        try await withProbe(settings: ["body-limit": "2000"]) { probe in
            let token = try await probe.keys.token(.service)
            let bytes =
                WireRequest.head("/v1/echo", token: token, ["Content-Length: 3000000"])
                + WireRequest.note("inner", token: token)
            let answers = try await probe.talk { socket in
                _ = socket.send(bytes)
                return try socket.responses()
            }

            #expect(answers.map(\.status) == [413])
            #expect(answers.first?.isLast == true)
            #expect(try await probe.notes(afterOneMore: "k", token: token) == 1)
        }
    }

    @Test("what is no HTTP behind a good request does not cost the good one its answer")
    func behindGarbage() async throws {
        try await withProbe { probe in
            let answers = try await probe.talk { socket in
                _ = socket.send(WireRequest.get("/v1/echo") + Array("GARBAGE\r\n\r\n".utf8))
                return try socket.responses()
            }

            #expect(answers.map(\.status) == [200, 400])
            #expect(answers.map(\.isLast) == [false, true])
        }
    }
}
