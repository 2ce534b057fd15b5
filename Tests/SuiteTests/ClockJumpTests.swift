import Access
import Calls
import Foundation
import Primitives
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("A clock of the system that jumps")
    struct ClockJumpTests {
        private static let yearMs: Int64 = 365 * 86_400_000

        @Test("takes no time back from an account; ids stay unique, tokens follow the clock")
        func jumps() async throws {
            let stage = try await Stage()
            let clock = try ShiftedClock(in: stage)
            var gateway = try await stage.startFirst(adding: try clock.environment)
            var seen: [(id: String, at: Instant)] = []
            for (place, shift) in [0, Self.yearMs, -Self.yearMs, 0].enumerated() {
                try clock.shift(by: shift)
                let token = try await clock.token(of: stage)
                for number in 1...3 {
                    let row = try await Self.credit("\(place)-\(number)", gateway, token)
                    #expect(row.at >= seen.last?.at ?? row.at, "time went back")
                    seen.append(row)
                }
                // A token of now is for now: it has expired, or is not valid yet.
                let status = try await Self.status(of: gateway, stage.token)
                #expect(status == (shift == 0 ? 200 : 401))
                let other = try await Self.credit("o-\(place)", gateway, token, "o-\(place)")
                #expect(abs(other.at.milliseconds - clock.now.milliseconds) < 30_000)
                #expect(try await Self.status(of: gateway, token) == 200)
            }
            #expect(Set(seen.map(\.id)).count == seen.count)

            gateway.client.close()
            await gateway.process.kill()
            try clock.shift(by: -Self.yearMs)
            gateway = try await stage.start(adding: try clock.environment)
            let token = try await clock.token(of: stage)
            for (number, row) in seen.enumerated() {
                let again = try await Self.credit("\(number / 3)-\(number % 3 + 1)", gateway, token)
                #expect(again.id == row.id && again.at == row.at)
            }
            let last = try await Self.credit("last", gateway, token)
            #expect(last.at >= seen.last?.at ?? last.at)
            #expect(gateway.process.log.contains("the clock stands before the newest row"))
            #expect(await gateway.stop() == .exited(code: 0))
        }

        @Test("ahead while the service runs lets the background job settle nothing")
        func held() async throws {
            let stage = try await Stage(["job-pause-ms": "20"])
            let clock = try ShiftedClock(in: stage)
            var gateway = try await stage.startFirst(adding: try clock.environment)
            let end = Instant(milliseconds: clock.now.milliseconds + 30 * 86_400_000)
            let hold: JSON = [
                "member": "m-1", "amount": 1, "reason": "test",
                "expiresAt": .string(end.description),
            ]
            _ = try await Self.credit("k", gateway, stage.token)
            let answer = try await gateway.client.send(
                .post,
                "/v1/holds",
                hold,
                token: stage.token,
                key: "h"
            )
            try #require(answer.status == 201, "\(answer.text)")

            try clock.shift(by: Self.yearMs)
            try await gateway.expectLog("the system's clock has jumped ahead")
            try clock.shift(by: 0)
            try await gateway.expectLog("the system's clock is right again")
            #expect(try await gateway.balance(of: "m-1") == 4)

            // Started under that clock, the service takes it as it is, and says so.
            try clock.shift(by: Self.yearMs)
            #expect(await gateway.stop() == .exited(code: 0))
            gateway = try await stage.start(adding: try clock.environment)
            try await gateway.expectLog("the newest row is more than a day old")
            try await gateway.expectMetric("jifen_due_settled_total{service=\"gateway\"} 1")
            #expect(await gateway.stop() == .exited(code: 0))
        }

        private static func credit(
            _ key: String,
            _ gateway: Gateway,
            _ token: String,
            _ member: String = "m-1"
        ) async throws -> (id: String, at: Instant) {
            let answer = try await gateway.client.send(
                .post,
                "/v1/credits",
                ["member": .string(member), "amount": 5, "reason": "test"],
                token: token,
                key: key
            )
            try #require(answer.status == 201, "\(answer.text)")
            let row = answer.json["transfer"]
            return (
                try #require(row?["id"]?.text),
                try #require(row?["at"]?.text.flatMap { Instant($0) })
            )
        }

        private static func status(of gateway: Gateway, _ token: String) async throws -> Int {
            try await gateway.client.send(.get, "/v1/members/m-1/balance", token: token).status
        }
    }
}

extension Gateway {
    /// Waits for a line of the log.
    fileprivate func expectLog(_ text: String) async throws {
        for _ in 0..<200 where !process.log.contains(text) {
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(process.log.contains(text), "\(process.log)")
    }

    /// Waits for a line of the metrics.
    fileprivate func expectMetric(_ line: String) async throws {
        var text = ""
        for _ in 0..<200 where !text.contains(line) {
            text = try await client.send(.get, "/metrics").text
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(text.contains(line))
    }
}
