import Problems
import TestSupport
import Testing
import Wire

@Suite("Writes that find no time or no room", .timeLimit(.minutes(2)))
struct LoadTests {
    @Test("writes that find the queue full are refused at once, and succeed under the same key")
    func queueFull() async throws {
        let gate = CommitGate()
        try await Gateway.serving(["queue-limit": "1"], adjusting: gate.install) { gateway in
            let answers = try await gateway.overload(gate)
            let refused = answers.filter { $0.status != 201 }

            #expect(refused.count == 3)
            for answer in refused {
                expect(answer, refuses: .unavailable)
                #expect(answer.header("Retry-After") == "1")
            }
            #expect(try await gateway.available("m") == 2)
            var replayed = 0
            for number in 0...4 {
                let again = try await gateway.credit("m", 1, key: "over-\(number)")
                #expect(again.status == 201)
                replayed += again.isReplayed ? 1 : 0
            }
            #expect(replayed == 2)
            #expect(try await gateway.available("m") == 5)
        }
    }

    @Test("a write whose time is over before it begins is dropped, and nothing is done")
    func timeIsOver() async throws {
        let gate = CommitGate()
        try await Gateway.serving(["queue-limit": "1"], adjusting: gate.install) { gateway in
            gate.shut()
            let held = Task { try await gateway.credit("m", 1, key: "held") }
            try await until { gate.isHolding }
            try await withThrowingTaskGroup(of: RawSocket.Response?.self) { group in
                for number in 1...2 {
                    let request = [UInt8].request(
                        "POST /v1/credits",
                        token: gateway.host,
                        headers: "Idempotency-Key: late-\(number)\r\nRequest-Timeout-Ms: 1\r\n",
                        json: .movement(of: "m", 1)
                    )
                    group.addTask {
                        try await RawSocket.answers(to: request, port: gateway.service.port).first
                    }
                }
                // The queue takes one: where the other is refused, the one is waiting.
                let refused = try await group.next()
                #expect(refused??.json["detail"] == "the queue is full")
                let over = ContinuousClock.now + .milliseconds(5)
                try await until { ContinuousClock.now > over }
                gate.open()
                let late = try await group.next()

                #expect(late??.status == 503)
                #expect(late??.json["detail"] == "the time limit is over")
                #expect(try await held.value.status == 201)
                #expect(try await gateway.available("m") == 1)
            }
        }
    }
}
