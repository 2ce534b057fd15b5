import Calls
import Synchronization
import TestSupport
import Testing

@Suite("The caller's connections", .timeLimit(.minutes(1)))
struct ConnectionTests {
    @Test("are used again: one serves many calls in a row, none of which marks the next")
    func reuse() async throws {
        try await withNeighbour {
            .answer(200, body: $0.body)
        } test: { neighbour, caller in
            for index in 0..<20 {
                let body = [UInt8(index)]
                let posted = try await caller.send(.keyedPost(neighbour.url, body: body))
                #expect(posted.body == body)
                let got = try await caller.send(.get(neighbour.url))
                #expect(got.body.isEmpty)
            }
            let methods = neighbour.requests.map(\.method)
            #expect(methods == (0..<40).map { $0.isMultiple(of: 2) ? "POST" : "GET" })
            #expect(neighbour.connectionCount == 1)
        }
    }

    @Test("are bounded: 200 calls at once share eight, and each gets its own answer")
    func concurrent() async throws {
        try await withNeighbour {
            .answer(200, body: Array($0.path.utf8))
        } test: { neighbour, caller in
            let url = neighbour.url
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<200 {
                    group.addTask {
                        let answer = try await caller.send(.get("\(url)/\(index)"))
                        #expect(answer.body == Array("/\(index)".utf8))
                    }
                }
                try await group.waitForAll()
            }
            #expect(neighbour.requests.count == 200)
            #expect((1...8).contains(neighbour.connectionCount))
        }
    }

    @Test("are waited for, and the time waited is taken off what the neighbour is given")
    func waiting() async throws {
        let isTaken = Mutex(false)
        try await withNeighbour(.quick(maxConnectionsPerHost: 1, attempts: .max)) { request in
            guard request.path == "/go" else {
                isTaken.withLock { $0 = true }
                return .neverAnswer
            }
            return .answer(isTaken.withLock { $0 } ? 200 : 503)
        } test: { neighbour, caller in
            let url = neighbour.url
            // Comes again and again, until the other has taken the only connection.
            let wait = Task {
                try await caller.status(of: .get("\(url)/go", timeout: .seconds(40)))
            }
            try await neighbour.wait { !$0.requests.isEmpty }
            let stay = Task { await caller.failure(of: .get("\(url)/stay")) }
            try await neighbour.wait { $0.requests.contains { $0.path == "/stay" } }
            let start = ContinuousClock.now
            try await Task.sleep(for: .milliseconds(50))
            let waited = ContinuousClock.now - start
            stay.cancel()
            #expect(await stay.value == .cancelled)
            let status = try await wait.value
            #expect(status == 200)
            #expect(neighbour.connectionCount == 2)
            let timeLeft = neighbour.requests.last?.header("Request-Timeout-Ms").flatMap { Int($0) }
            #expect(.milliseconds(try #require(timeLeft)) <= .seconds(40) - waited)
        }
    }

    @Test("are not used past their age")
    func age() async throws {
        try await withNeighbour(.quick(maxConnectionAge: .seconds(1))) { _ in
            .answer(200)
        } test: { neighbour, caller in
            for _ in 0..<1000 where neighbour.connectionCount < 2 {
                _ = try await caller.send(.get(neighbour.url))
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(neighbour.connectionCount == 2)
        }
    }

    @Test("that died while they were idle cost a keyed call nothing")
    func deadKeptConnection() async throws {
        // One attempt only: what is sent again here, libcurl sends.
        try await withNeighbour(.quick(attempts: 1)) {
            $0.index == 1 ? .closeWithoutAnswer : .answer(200)
        } test: { neighbour, caller in
            _ = try await caller.send(.keyedPost(neighbour.url))
            let status = try await caller.status(of: .keyedPost(neighbour.url))
            #expect(status == 200)
            #expect(neighbour.requests.count == 3)
        }
    }

    @Test("are kept to the bound by calls without a key too, which take a fresh one each")
    func fresh() async throws {
        try await withNeighbour(.quick(maxConnectionsPerHost: 2)) { _ in
            .answer(200)
        } test: { neighbour, caller in
            for _ in 0..<6 { _ = try await caller.send(.unkeyedPost(neighbour.url)) }
            #expect(neighbour.connectionCount == 6)
            try await neighbour.wait { $0.openConnections <= 2 }
        }
    }
}
