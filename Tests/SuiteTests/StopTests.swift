import Foundation
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("SIGTERM at the wrong moment")
    struct StopTests {
        @Test("Clients on kept connections: each answer is kept, and the last one says so")
        func keptConnections() async throws {
            let stage = try await Stage()
            let gateway = try await stage.startFirst()
            let port = gateway.process.port
            let token = stage.token
            let outcomes = try await withThrowingTaskGroup(of: Outcome.self) { group in
                for client in 0..<24 {
                    group.addTask {
                        try await onThread { try Outcome(port: port, client, token: token) }
                    }
                }
                group.addTask {
                    try await Task.sleep(for: .milliseconds(300))
                    gateway.process.send(SIGTERM)
                    gateway.process.send(SIGTERM)
                    return Outcome()
                }
                return try await group.reduce(into: Outcome()) { $0.add($1) }
            }
            gateway.client.close()
            #expect(await gateway.process.end() == .exited(code: 0))
            print(
                "\(outcomes.done.count) done, \(outcomes.refused.count) refused, "
                    + "\(outcomes.open.count) unanswered, \(outcomes.announced) said close"
            )

            #expect(outcomes.done.count > 24)
            #expect(outcomes.announced > 0)
            let next = try await stage.start()
            for key in outcomes.done { #expect(try await next.lookUp(key)?.status == 201) }
            for key in outcomes.refused + outcomes.open {
                #expect(try await next.lookUp(key) == nil, "\(key)")
            }
            let sum = try await next.balance(of: "m-0")
            #expect(sum == Int64(outcomes.done.count))
            #expect(await next.stop() == .exited(code: 0))
        }

        @Test("Clients that are stuck do not hold up the stop beyond its limit")
        func stuckClients() async throws {
            let stage = try await Stage([
                "drain-limit-ms": "1500", "request-limit-ms": "60000", "idle-limit-ms": "60000",
            ])
            let gateway = try await stage.startFirst()
            let port = gateway.process.port
            let token = stage.token
            let (opened, report) = AsyncStream.makeStream(of: Void.self)
            async let stuck: Void = withThrowingTaskGroup(of: Void.self) { group in
                for kind in StuckClient.allCases {
                    group.addTask {
                        try await onThread {
                            var socket = try RawSocket(port: port, receiveBytes: 4096)
                            kind.send(on: socket, token: token)
                            report.yield()
                            // Lost is that the connection was reset, which ends it as well.
                            if kind.reads { _ = try? socket.text() } else { socket.wait() }
                        }
                    }
                }
                try await group.waitForAll()
            }
            var openings = opened.makeAsyncIterator()
            for _ in StuckClient.allCases { _ = await openings.next() }
            try await Task.sleep(for: .milliseconds(300))
            gateway.client.close()
            let start = ContinuousClock.now
            let end = await gateway.process.stop()
            #expect(end == .exited(code: 0), "\(gateway.process.log)")
            #expect(ContinuousClock.now - start < .seconds(6))
            try await stuck
            let next = try await stage.start()
            #expect(!next.process.log.contains("not closed properly"))
            #expect(try await next.balance(of: "m-0") == 0)
            #expect(await next.stop() == .exited(code: 0))
        }

        @Test("SIGTERM during the start ends it, and the next start finds all that there was")
        func duringStart() async throws {
            let seed = SeededGenerator.seed(for: "SIGTERM during the start")
            var random = SeededGenerator(seed: seed)
            let stage = try await Stage()
            let gateway = try await stage.startFirst()
            let operation = Operation(key: "k", kind: .credit, member: "m-0", amount: 5)
            _ = try await gateway.send(.alone(operation))
            #expect(await gateway.stop() == .exited(code: 0))
            for _ in 0..<25 {
                let process = try stage.process()
                let moment = Duration.microseconds(Int.random(in: 0...120_000, using: &random))
                try await Task.sleep(for: moment)
                process.send(SIGTERM)
                let end = await process.end()
                // Before it can listen to signals the system ends it; nothing was accepted yet.
                #expect([.exited(code: 0), .killed(signal: SIGTERM)].contains(end), "\(end)")
            }
            let next = try await stage.start()
            #expect(try await next.balance(of: "m-0") == 5)
            #expect(await next.stop() == .exited(code: 0))
        }
    }
}

/// What became of the requests of clients that went on until they could not.
private struct Outcome: Sendable {
    /// The keys that were answered 201.
    var done: [String] = []
    /// The keys that were answered otherwise.
    var refused: [String] = []
    /// The keys that were sent and not answered.
    var open: [String] = []
    /// How many answers said that the connection would be closed.
    var announced = 0

    init() {}

    /// Sends credits on one connection, one behind the other, until it is closed.
    init(port: Int, _ client: Int, token: String) throws {
        var socket = try RawSocket(port: port)
        for number in 0... {
            let key = "c\(client)-\(number)"
            guard socket.send(StuckClient.credit(key, token: token)) else {
                open.append(key)
                return
            }
            guard let answer = try socket.response() else {
                open.append(key)
                return
            }
            if answer.status == 201 { done.append(key) } else { refused.append(key) }
            if answer.isLast { announced += 1 }
        }
    }

    mutating func add(_ other: Outcome) {
        done += other.done
        refused += other.refused
        open += other.open
        announced += other.announced
    }
}

/// The ways in which a client is stuck.
private enum StuckClient: CaseIterable {
    case silent
    case halfHead
    case halfBody
    case unread

    /// Whether it listens to what is answered.
    var reads: Bool { self != .unread }

    func send(on socket: borrowing RawSocket, token: String) {
        switch self {
        case .silent: break
        case .halfHead: _ = socket.send(Array("GET /health/live HTTP/1.1\r\nHo".utf8))
        case .halfBody: _ = socket.send(Array(Self.credit("half", token: token).dropLast()))
        case .unread:
            let request = Array("GET /openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n".utf8)
            _ = socket.send(Array(repeating: request, count: 2000).flatMap { $0 })
        }
    }

    static func credit(_ key: String, token: String) -> [UInt8] {
        let body = #"{"member":"m-0","amount":1,"reason":"load"}"#
        let head = """
            POST /v1/credits HTTP/1.1\r
            Host: x\r
            Authorization: Bearer \(token)\r
            Content-Type: application/json\r
            Idempotency-Key: \(key)\r
            Content-Length: \(body.utf8.count)\r
            \r

            """
        return Array((head + body).utf8)
    }
}
