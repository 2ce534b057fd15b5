import Calls
import Synchronization
import TestSupport
import Testing

@Suite("A call that fails", .timeLimit(.minutes(1)))
struct FailedCallTests {
    /// An answer that is cut before its end in these tests.
    static let reply = ScriptedNeighbour.Reply(200, body: [UInt8](repeating: 7, count: 1_000))

    @Test("is timed out when the neighbour stays silent")
    func timedOut() async throws {
        try await withNeighbour { _ in
            .neverAnswer
        } test: { neighbour, caller in
            let call = Call.keyedPost(neighbour.url, timeout: .milliseconds(50))
            #expect(await caller.failure(of: call) == .timedOut)
            try await neighbour.wait { $0.openConnections == 0 }
        }
    }

    @Test("is timed out while it waits for a connection")
    func timedOutWaiting() async throws {
        try await withNeighbour(.quick(maxConnectionsPerHost: 1)) { _ in
            .neverAnswer
        } test: { neighbour, caller in
            let url = neighbour.url
            let first = Task { await caller.failure(of: .get(url)) }
            try await neighbour.wait { $0.requests.count == 1 }
            let call = Call.get(url, timeout: .milliseconds(50))
            #expect(await caller.failure(of: call) == .timedOut)
            #expect(neighbour.requests.count == 1)
            first.cancel()
            #expect(await first.value == .cancelled)
        }
    }

    @Test("is answered all the same when the answer comes late but in time")
    func late() async throws {
        try await withNeighbour { _ in
            .answerAfter(.milliseconds(50), .init(200))
        } test: { neighbour, caller in
            #expect(await caller.failure(of: .get(neighbour.url)) == nil)
        }
    }

    @Test("is unreachable when the connection is refused, keyed or not", arguments: [true, false])
    func refused(isKeyed: Bool) async throws {
        try await withNeighbour { _ in
            .answer(200)
        } test: { neighbour, caller in
            neighbour.stop()
            let call = Call(.post, neighbour.url, timeout: .seconds(50), isKeyed: isKeyed)
            let failure = try #require(await caller.failure(of: call))
            #expect(failure.isUnreachable, "\(failure)")
        }
    }

    @Test("is unreachable when the name means nothing")
    func unknownName() async throws {
        try await withNeighbour { _ in
            .answer(200)
        } test: { _, caller in
            // A label of more than 63 characters is refused before any name server is asked.
            let name = String(repeating: "a", count: 70)
            let failure = try #require(await caller.failure(of: .get("http://\(name).invalid/")))
            #expect(failure.isUnreachable, "\(failure)")
        }
    }

    @Test(
        "is broken, and not sent again, when it has no key and the connection dies",
        arguments: [
            ScriptedNeighbour.Reaction.closeWithoutAnswer, .resetAfterBytes(0, reply),
            .resetAfterBytes(10, reply), .resetAfterBytes(500, reply),
        ]
    )
    func broken(reaction: ScriptedNeighbour.Reaction) async throws {
        try await withNeighbour { _ in
            reaction
        } test: { neighbour, caller in
            let failure = try #require(
                await caller.failure(of: .unkeyedPost(neighbour.url, body: [1]))
            )
            #expect(failure.isBroken, "\(failure)")
            #expect(neighbour.requests.count == 1)
        }
    }

    @Test("is not sent again without a key when a kept connection turns out dead")
    func deadKeptConnection() async throws {
        try await withNeighbour {
            $0.method == "GET" ? .answer(200) : .closeWithoutAnswer
        } test: { neighbour, caller in
            _ = try await caller.send(.get(neighbour.url))
            let failure = try #require(await caller.failure(of: .unkeyedPost(neighbour.url)))
            #expect(failure.isBroken, "\(failure)")
            #expect(neighbour.requests.map(\.method) == ["GET", "POST"])
        }
    }

    @Test("is never unreachable after an earlier attempt that may have been carried out")
    func earlierDoubt() async throws {
        let server = Mutex<ScriptedNeighbour?>(nil)
        try await withNeighbour { _ in
            server.withLock { $0?.stop() }
            return .closeWithoutAnswer
        } test: { neighbour, caller in
            server.withLock { $0 = neighbour }
            let failure = try #require(await caller.failure(of: .keyedPost(neighbour.url)))
            #expect(failure.isBroken, "\(failure)")
            #expect(neighbour.requests.count == 1)
        }
    }

    @Test("takes in no more of an answer than is allowed", arguments: [1, 2])
    func tooLarge(part: Int) async throws {
        let long = String(repeating: "x", count: 2_000)
        try await withNeighbour(.quick(maxAnswerBytes: 1_500)) { _ in
            part == 1
                ? .answer(200, headers: [("X-Long", long)]) : .answer(200, body: Array(long.utf8))
        } test: { neighbour, caller in
            let failure = await caller.failure(of: .keyedPost(neighbour.url))
            #expect(failure == .answerTooLarge(limitBytes: 1_500))
            #expect(neighbour.requests.count == 1)
            try await neighbour.wait { $0.openConnections == 0 }
        }
    }

    @Test("takes in an answer that is just as large as allowed")
    func largestAllowed() async throws {
        let lines = ["HTTP/1.1 200 Scripted", "Content-Length: 1000", "X-Request-Id: its"]
        let headBytes = lines.reduce(2) { $0 + $1.utf8.count + 2 }
        try await withNeighbour(.quick(maxAnswerBytes: headBytes + 1_000)) { _ in
            .answer(
                200,
                headers: [("X-Request-Id", "its")],
                body: [UInt8](repeating: 1, count: 1_000)
            )
        } test: { neighbour, caller in
            let answer = try await caller.send(.get(neighbour.url))
            #expect(answer.body.count == 1_000)
        }
    }
}
