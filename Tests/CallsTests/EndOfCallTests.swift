import Calls
import Logging
import TestSupport
import Testing

@Suite("A call that is ended from outside", .timeLimit(.minutes(1)))
struct EndOfCallTests {
    @Test("leaves the neighbour at once when its task is cancelled")
    func cancelled() async throws {
        try await withNeighbour { _ in
            .neverAnswer
        } test: { neighbour, caller in
            let url = neighbour.url
            let task = Task { await caller.failure(of: .keyedPost(url)) }
            try await neighbour.wait { $0.requests.count == 1 }
            task.cancel()
            #expect(await task.value == .cancelled)
            try await neighbour.wait { $0.openConnections == 0 }
            #expect(neighbour.requests.count == 1)
        }
    }

    @Test("is not sent at all when its task was cancelled before")
    func cancelledBefore() async throws {
        try await withNeighbour { _ in
            .answer(200)
        } test: { neighbour, caller in
            let url = neighbour.url
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await caller.failure(of: .get(url))
            }
            #expect(await task.value == .cancelled)
            #expect(await caller.failure(of: .get("\(url)/next")) == nil)
            #expect(neighbour.requests.map(\.path) == ["/next"])
        }
    }

    @Test("is not sent again when its task is cancelled between two attempts")
    func cancelledPausing() async throws {
        try await withNeighbour { _ in
            .answer(503, headers: [("Retry-After", "80")])
        } test: { neighbour, caller in
            let url = neighbour.url
            let task = Task { await caller.failure(of: .keyedPost(url)) }
            try await neighbour.wait { $0.requests.count == 1 }
            task.cancel()
            #expect(await task.value == .cancelled)
            #expect(neighbour.requests.count == 1)
        }
    }

    @Test("does not hold up the next one when it was waiting for a connection")
    func cancelledWaiting() async throws {
        try await withNeighbour(.quick(maxConnectionsPerHost: 1)) {
            $0.path == "/stay" ? .neverAnswer : .answer(200)
        } test: { neighbour, caller in
            let url = neighbour.url
            let stay = Task { await caller.failure(of: .get("\(url)/stay")) }
            try await neighbour.wait { $0.requests.count == 1 }
            let waiting = Task { await caller.failure(of: .get("\(url)/never")) }
            let next = Task { await caller.failure(of: .get("\(url)/next")) }
            waiting.cancel()
            #expect(await waiting.value == .cancelled)
            stay.cancel()
            #expect(await stay.value == .cancelled)
            #expect(await next.value == nil)
            #expect(neighbour.requests.map(\.path) == ["/stay", "/next"])
        }
    }

    @Test("fails as closed when the caller is closed, wherever it is on its way")
    func closed() async throws {
        try await withNeighbour(.quick(maxConnectionsPerHost: 2)) {
            $0.path == "/pause" ? .answer(503, headers: [("Retry-After", "80")]) : .neverAnswer
        } test: { neighbour, caller in
            let url = neighbour.url
            let paused = Task { await caller.failure(of: .get("\(url)/pause")) }
            try await neighbour.wait { $0.requests.count == 1 }
            // Two are sent, and two wait for a connection.
            let others = (0..<4).map { _ in Task { await caller.failure(of: .get("\(url)/stay")) } }
            try await neighbour.wait { $0.requests.count == 3 }
            caller.close()
            #expect(await paused.value == .closed)
            for other in others { #expect(await other.value == .closed) }
            try await neighbour.wait { $0.openConnections == 0 }
            #expect(neighbour.requests.count == 3)
        }
    }

    @Test("is refused after the caller was closed, which may be done again")
    func afterClose() async throws {
        try await withNeighbour { _ in
            .answer(200)
        } test: { neighbour, caller in
            caller.close()
            caller.close()
            #expect(await caller.failure(of: .get(neighbour.url)) == .closed)
            #expect(neighbour.connectionCount == 0)
        }
    }

    @Test("leaves no connection behind when the caller is let go without a close")
    func letGo() async throws {
        let neighbour = try ScriptedNeighbour { _ in .answer(200) }
        defer { neighbour.stop() }
        var caller: HTTPCaller? = HTTPCaller(logger: Logger(label: "calls"))
        _ = try await caller?.send(.get(neighbour.url))
        #expect(neighbour.openConnections == 1)
        caller = nil
        try await neighbour.wait { $0.openConnections == 0 }
    }

    @Test("ends exactly once, whichever of answer, cancellation and close comes first")
    func races() async throws {
        let count = 600
        try await withNeighbour {
            $0.index.isMultiple(of: 3) ? .answerAfter(.milliseconds(2), .init(200)) : .answer(200)
        } test: { neighbour, caller in
            let url = neighbour.url
            let calls = (0..<count).map { index in
                Task { await caller.failure(of: .keyedPost("\(url)/\(index)")) }
            }
            let cancelling = Task {
                for (index, call) in calls.enumerated() where index % 4 == 1 {
                    for _ in 0..<(index % 7) { await Task.yield() }
                    call.cancel()
                }
            }
            try await neighbour.wait { $0.requests.count >= count / 3 }
            caller.close()
            await cancelling.value
            // A call that ended twice would have trapped; one that never ended would hang here.
            for call in calls {
                let failure = await call.value
                #expect([nil, .cancelled, .closed].contains(failure))
            }
            try await neighbour.wait { $0.openConnections == 0 }
        }
    }
}
