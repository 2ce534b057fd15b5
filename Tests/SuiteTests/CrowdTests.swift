import Calls
import Foundation
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("Crowds of connections")
    struct CrowdTests {
        /// The words of a shell that limits itself, and then becomes what it is given.
        private static func limited(_ limit: String) -> [String] {
            ["/bin/sh", "-c", #"ulimit \#(limit) && exec "$0" "$@""#]
        }

        @Test("5,000 silent connections cost little, and everybody else is served quickly")
        func silent() async throws {
            let stage = try await Stage()
            let gateway = try await stage.startFirst()
            let id = gateway.process.id
            for number in 0..<50 { try await credit(number, gateway) }
            let before = try ProcessFigures.residentBytes(of: id)
            let crowd = try await Crowd.gather(port: gateway.process.port, count: 5000)
            try await until { try await connections(gateway) >= crowd.count }
            var longest = Duration.zero
            for number in 50..<250 {
                let start = ContinuousClock.now
                try await credit(number, gateway)
                longest = max(longest, ContinuousClock.now - start)
            }
            let each = (try ProcessFigures.residentBytes(of: id) - before) / max(1, crowd.count)
            print("\(crowd.count) connections of \(each) bytes; the longest credit took \(longest)")

            #expect(crowd.count >= 500)
            #expect(each < 65_536)
            #expect(longest < .seconds(2))
            let start = ContinuousClock.now
            #expect(await gateway.stop() == .exited(code: 0))
            #expect(ContinuousClock.now - start < .seconds(10))
            withExtendedLifetime(crowd) {}
        }

        @Test("One connection too many is answered 503 at once; one that ends makes room")
        func tooMany() async throws {
            let stage = try await Stage(["connections-limit": "20"])
            let gateway = try await stage.startFirst()
            let port = gateway.process.port
            do {
                // With the one over which the programme was published there are 20.
                let crowd = try await Crowd.gather(port: port, count: 19)
                try await until { try await connections(gateway) == 20 }
                let refused = try await onThread {
                    var socket = try RawSocket(port: port)
                    return try socket.responses()
                }
                #expect(refused.map(\.status) == [503])
                #expect(refused.first?.json["type"] == "/problems/unavailable")
                #expect(refused.first?.head.contains("\r\nRetry-After: 1") == true)
                #expect(refused.first?.isLast == true)
                withExtendedLifetime(crowd) {}
            }
            let client = TestClient(address: gateway.process.address)
            try await until { try await client.send(.get, "/health/ready").status == 200 }
            let metrics = try await client.send(.get, "/metrics").text
            #expect(metrics.contains(#"ended_total{service="gateway",reason="refused"}"#))
            client.close()
            #expect(gateway.process.log.contains("too many connections"))
            #expect(await gateway.stop() == .exited(code: 0))
        }

        @Test("Where the process can open no more files, it waits, works on, and recovers")
        func noMoreFiles() async throws {
            let stage = try await Stage(["connections-limit": "1000"])
            let gateway = try await stage.startFirst(
                connections: 1,
                within: Self.limited("-n 256")
            )
            let id = gateway.process.id
            #expect(gateway.process.log.contains("may open too few files"))
            try await credit(1, gateway)
            do {
                let crowd = try await Crowd.gather(port: gateway.process.port, count: 700)
                let busy = try ProcessFigures.busy(id)
                for number in 2..<12 {
                    try await credit(number, gateway)
                    try await Task.sleep(for: .milliseconds(100))
                }
                #expect(try ProcessFigures.busy(id) - busy < .milliseconds(700))
                withExtendedLifetime(crowd) {}
            }
            let client = TestClient(address: gateway.process.address)
            try await until { try await client.send(.get, "/health/ready").status == 200 }
            client.close()
            #expect(try await gateway.balance(of: "m-0") == 11)
            let end = await gateway.stop()
            #expect(end == .exited(code: 0), "\(gateway.process.log)")
        }

        @Test("A service allows itself as many open files as the system lets it")
        func raisedLimit() async throws {
            let stage = try await Stage()
            let gateway = try await stage.start(within: Self.limited("-Sn 300"))
            let limits = try ProcessFigures.openFiles(gateway.process.id)
            #expect(limits.count == 2 && limits[0] == limits[1] && limits[0] > 300)
            #expect(await gateway.stop() == .exited(code: 0))
        }

        @Test("Clients that ask for ever and never read take a bounded room")
        func unread() async throws {
            let stage = try await Stage(["idle-limit-ms": "2000"])
            let gateway = try await stage.startFirst()
            let id = gateway.process.id
            let port = gateway.process.port
            let request = Array("GET /openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n".utf8)
            let block = Array(repeating: request, count: 1000).flatMap { $0 }
            let before = try ProcessFigures.residentBytes(of: id)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await onThread {
                            let socket = try RawSocket(port: port, receiveBytes: 4096)
                            while socket.send(block) {}
                        }
                    }
                }
                try await group.waitForAll()
            }
            let grown = try ProcessFigures.residentBytes(of: id) - before
            print("20 clients that never read: \(grown / 1_048_576) MiB")

            #expect(grown < 100 * 1_048_576)
            #expect(await gateway.stop() == .exited(code: 0))
        }

        private func credit(_ number: Int, _ gateway: Gateway) async throws {
            let operation = Operation(key: "k-\(number)", kind: .credit, member: "m-0", amount: 1)
            let replies = try await gateway.send(.alone(operation))
            #expect(replies.map(\.settled.status) == [201])
        }

        private func connections(_ gateway: Gateway) async throws -> Int {
            let start = #"jifen_http_connections{service="gateway"} "#
            let text = try await gateway.client.send(.get, "/metrics").text
            let line = text.split(separator: "\n").first { $0.hasPrefix(start) }
            return line.flatMap { Double($0.dropFirst(start.count)) }.map { Int($0) } ?? 0
        }

        private func until(_ isSo: () async throws -> Bool) async throws {
            for _ in 0..<300 {
                // Lost is why a call failed that will be made again.
                if (try? await isSo()) == true { return }
                try await Task.sleep(for: .milliseconds(50))
            }
            Issue.record("it did not come about within 15 s")
        }
    }
}
