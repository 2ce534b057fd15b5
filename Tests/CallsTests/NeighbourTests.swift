import Calls
import Synchronization
import TestSupport
import Testing

@Suite("A call to a neighbour", .timeLimit(.minutes(1)))
struct NeighbourTests {
    private static func other(at url: String, through caller: HTTPCaller) -> Neighbour {
        Neighbour("other", at: url, through: caller, as: .init { "Bearer token" })
    }

    @Test("goes over the connection that is kept, with a key or without one")
    func kept() async throws {
        try await withNeighbour {
            .answer(200, body: $0.body)
        } test: { neighbour, caller in
            let other = Self.other(at: neighbour.url, through: caller)
            for index in 0..<20 {
                let answer = try await other.send(
                    .post,
                    "/v1/events",
                    body: [UInt8(index)],
                    key: index.isMultiple(of: 2) ? "\(index)" : nil,
                    timeout: .seconds(50)
                )
                #expect(answer.body == [UInt8(index)])
            }
            let keys = neighbour.requests.map { $0.header("Idempotency-Key") ?? "none" }
            #expect(keys == (0..<20).map { $0.isMultiple(of: 2) ? "\($0)" : "none" })
            #expect(neighbour.connectionCount == 1)
        }
    }

    @Test(
        "goes over a new connection where the kept one died, and its sender hears nothing",
        arguments: [ScriptedNeighbour.Reaction.closeWithoutAnswer, .resetAfterBytes(0, .init(200))]
    )
    func dead(reaction: ScriptedNeighbour.Reaction) async throws {
        let ends = Mutex<[String]>([])
        try await withNeighbour {
            $0.index == 1 ? reaction : .answer(201, body: $0.body)
        } test: { neighbour, caller in
            let other = Neighbour(
                "other",
                at: neighbour.url,
                through: caller,
                as: .init { "Bearer token" },
                observe: { end, _ in ends.withLock { $0.append(end) } }
            )
            for body in [[1], [2]] as [[UInt8]] {
                let answer = try await other.send(
                    .post,
                    "/v1/debits",
                    body: body,
                    key: "\(body)",
                    timeout: .seconds(50)
                )
                #expect(answer.status == 201 && answer.body == body)
            }
            #expect(neighbour.requests.map(\.body) == [[1], [2], [2]])
            #expect(neighbour.requests.map(\.connection) == [0, 0, 1])
            #expect(ends.withLock { $0 } == ["2xx", "2xx"])
        }
    }

    @Test("that had less than a second says nothing of the neighbour when its time is over")
    func hurried() async throws {
        try await withNeighbour {
            $0.index < 8 ? .neverAnswer : .answer(200)
        } test: { neighbour, caller in
            let breaker = CircuitBreaker()
            let other = Neighbour(
                "other",
                at: neighbour.url,
                through: caller,
                as: .init { "Bearer token" },
                breaker: breaker
            )
            for _ in 0..<8 {
                await #expect(throws: CallFailure.timedOut) {
                    try await other.send(.get, "/v1/slow", timeout: .milliseconds(60))
                }
            }
            #expect(breaker.isClosed)
            let answer = try await other.send(.get, "/v1/slow", timeout: .seconds(50))
            #expect(answer.status == 200)
        }
    }

    @Test(
        "is sent once where it fails otherwise: its sender knows when to try again",
        arguments: [
            ScriptedNeighbour.Reaction.closeWithoutAnswer, .resetAfterBytes(20, .init(200)),
            .answer(503), .answer(500),
        ]
    )
    func once(reaction: ScriptedNeighbour.Reaction) async throws {
        try await withNeighbour { _ in
            reaction
        } test: { neighbour, caller in
            let other = Self.other(at: neighbour.url, through: caller)
            do throws(CallFailure) {
                _ = try await other.send(.post, "/v1/debits", timeout: .seconds(50))
            } catch {
                #expect(error.isBroken, "\(error)")
            }
            #expect(neighbour.requests.count == 1)
        }
    }

    @Test("that is answered 401 is sent once more where there is another secret, and only then")
    func secret() async throws {
        for isNew in [true, false] {
            try await withNeighbour {
                $0.index == 0 ? .answer(401) : .answer(200)
            } test: { neighbour, caller in
                let tokens = Mutex(["Bearer new", "Bearer old"])
                let other = Neighbour(
                    "other",
                    at: neighbour.url,
                    through: caller,
                    as: .init(
                        authorisation: { tokens.withLock { $0.popLast() ?? "none is left" } },
                        refused: { token in isNew && token == "Bearer old" }
                    )
                )
                let answer = try await other.send(.post, "/v1/debits", timeout: .seconds(50))
                #expect(answer.status == (isNew ? 200 : 401))
                let sent = neighbour.requests.compactMap { $0.header("Authorization") }
                #expect(sent == (isNew ? ["Bearer old", "Bearer new"] : ["Bearer old"]))
            }
        }
    }
}
