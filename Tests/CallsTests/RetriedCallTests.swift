import Calls
import TestSupport
import Testing

@Suite("A call that is tried again", .timeLimit(.minutes(1)))
struct RetriedCallTests {
    @Test(
        "is answered in the end when it is keyed and the connection died",
        arguments: [
            ScriptedNeighbour.Reaction.closeWithoutAnswer, .resetAfterBytes(0, .init(200)),
            .resetAfterBytes(20, .init(200)),
        ]
    )
    func brokenThenAnswered(reaction: ScriptedNeighbour.Reaction) async throws {
        try await withNeighbour {
            $0.index < 2 ? reaction : .answer(201)
        } test: { neighbour, caller in
            let answer = try await caller.send(.keyedPost(neighbour.url, body: [1, 2, 3]))
            #expect(answer.status == 201)
            #expect(neighbour.requests.map(\.body) == [[1, 2, 3], [1, 2, 3], [1, 2, 3]])
        }
    }

    @Test("says in each attempt what is left of the time")
    func timeLeft() async throws {
        try await withNeighbour { _ in
            .answerAfter(.milliseconds(20), .init(503))
        } test: { neighbour, caller in
            _ = try await caller.send(.keyedPost(neighbour.url, timeout: .seconds(40)))
            let times = neighbour.requests.compactMap { request in
                request.header("Request-Timeout-Ms").flatMap { Int($0) }
            }
            try #require(times.count == 3)
            #expect(times[0] >= times[1] + 20)
            #expect(times[1] >= times[2] + 20)
        }
    }

    @Test("passes over an answer that may pass", arguments: [502, 503, 504], [true, false])
    func passing(status: Int, isGet: Bool) async throws {
        try await withNeighbour {
            $0.index == 0 ? .answer(status) : .answer(200)
        } test: { neighbour, caller in
            let answer = try await caller.send(
                isGet ? .get(neighbour.url) : .keyedPost(neighbour.url)
            )
            #expect(answer.status == 200)
            #expect(neighbour.requests.count == 2)
        }
    }

    @Test("waits as long as the neighbour asks")
    func retryAfter() async throws {
        try await withNeighbour {
            $0.index == 0 ? .answer(503, headers: [("Retry-After", "1")]) : .answer(200)
        } test: { neighbour, caller in
            let start = ContinuousClock.now
            let status = try await caller.status(of: .keyedPost(neighbour.url))
            #expect(status == 200)
            #expect(ContinuousClock.now - start >= .seconds(1))
            #expect(neighbour.requests.count == 2)
        }
    }

    @Test("gives the answer up rather than wait past its time")
    func retryAfterTooLong() async throws {
        try await withNeighbour { _ in
            .answer(503, headers: [("Retry-After", "3600")])
        } test: { neighbour, caller in
            let status = try await caller.status(of: .keyedPost(neighbour.url))
            #expect(status == 503)
            #expect(neighbour.requests.count == 1)
        }
    }

    @Test("is sent as often as the policy says and no more", arguments: 1...4)
    func attempts(count: Int) async throws {
        try await withNeighbour(.quick(attempts: count)) { _ in
            .answer(503)
        } test: { neighbour, caller in
            let status = try await caller.status(of: .keyedPost(neighbour.url))
            #expect(status == 503)
            #expect(neighbour.requests.count == count)
        }
    }

    @Test("is sent once without a key, whatever the answer", arguments: [502, 503, 504])
    func unkeyed(status: Int) async throws {
        try await withNeighbour { _ in
            .answer(status)
        } test: { neighbour, caller in
            let got = try await caller.status(of: .unkeyedPost(neighbour.url))
            #expect(got == status)
            #expect(neighbour.requests.count == 1)
        }
    }

    @Test("is sent once when the answer will not change", arguments: [200, 400, 409, 429, 500])
    func settled(status: Int) async throws {
        try await withNeighbour { _ in
            .answer(status)
        } test: { neighbour, caller in
            let got = try await caller.status(of: .keyedPost(neighbour.url))
            #expect(got == status)
            #expect(neighbour.requests.count == 1)
        }
    }
}
