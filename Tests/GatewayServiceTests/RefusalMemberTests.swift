import Primitives
import Problems
import TestSupport
import Testing
import Wire

@Suite("What a refusal tells a machine", .timeLimit(.minutes(2)))
struct RefusalMemberTests {
    @Test("a shortfall names the asset, what there is and what is missing")
    func insufficientPoints() async throws {
        try await Gateway.serving { gateway in
            try await gateway.credit("m", 30, key: "c")
            let answer = try await gateway.debit("m", 50, key: "k")

            expect(answer, refuses: .insufficientPoints, isFinal: true)
            #expect(answer.json["asset"] == "points")
            #expect(answer.json["available"] == 30)
            #expect(answer.json["missing"] == 20)
            #expect(answer.json["choices"] == nil)
            #expect(try await gateway.available("m") == 30)
        }
    }

    @Test("a debit with choices lists what is missing for each of them")
    func choices() async throws {
        try await Gateway.serving { gateway in
            try await gateway.credit("m", 30, key: "c")
            let answer = try await gateway.post(
                "/v1/debits",
                [
                    "member": "m", "reason": "draw",
                    "oneOf": [
                        ["asset": "tickets", "amount": 1], ["asset": "points", "amount": 50],
                    ],
                ],
                key: "k"
            )

            expect(answer, refuses: .insufficientPoints, isFinal: true)
            #expect(answer.json["asset"] == "tickets")
            #expect(
                answer.json["choices"]
                    == [
                        ["asset": "tickets", "available": 0, "missing": 1],
                        ["asset": "points", "available": 30, "missing": 20],
                    ]
            )
        }
    }

    @Test("a lapsed charge names its last instant, and is made when it comes in time")
    func chargeLapsed() async throws {
        try await Gateway.serving { gateway in
            try await gateway.credit("m", 10, key: "c")
            let notAfter = Gateway.start.description
            let charge = JSON.movement(of: "m", 1, .init("notAfter", .string(notAfter)))
            let inTime = try await gateway.post("/v1/debits", charge, key: "in-time")
            gateway.clock.advance(milliseconds: 1)
            let late = try await gateway.post("/v1/debits", charge, key: "late")
            let again = try await gateway.post("/v1/debits", charge, key: "in-time")

            #expect(inTime.status == 201)
            expect(late, refuses: .chargeLapsed, isFinal: true)
            #expect(late.json["notAfter"] == .string(notAfter))
            #expect(again.body == inTime.body)
            #expect(try await gateway.available("m") == 9)
        }
    }

    @Test("a balance reaches 2^53 - 1 exactly, and then no credit fits")
    func largestBalance() async throws {
        try await Gateway.serving { gateway in
            try await gateway.fill("m")
            #expect(try await gateway.available("m") == Points.largestBalance.value)
            let answer = try await gateway.credit("m", 1, key: "k")

            expect(answer, refuses: .limitReached, isFinal: true)
            #expect(answer.json["limit"] == "largestBalance")
            #expect(answer.json["most"] == .integer(Points.largestBalance.value))
            #expect(try await gateway.available("m") == Points.largestBalance.value)
        }
    }

    @Test("a body that is too large is told the limit")
    func payloadTooLarge() async throws {
        let scenario = try #require(Scenario.all.first { $0.slug == .payloadTooLarge })

        #expect(try await scenario.answer().json["limit"] == 1_048_576)
    }

    @Test("a request's own id is the instance of its refusal and comes back in a header")
    func requestID() async throws {
        try await Gateway.serving { gateway in
            let answer = try await gateway.debit(
                "m",
                1,
                key: "k",
                headers: [("X-Request-Id", "order-17:debit")]
            )
            let malformed = try await gateway.debit(
                "m",
                0,
                key: "k",
                headers: [("X-Request-Id", "a b")]
            )

            #expect(answer.header("X-Request-Id") == "order-17:debit")
            #expect(answer.json["instance"] == "order-17:debit")
            #expect(malformed.header("X-Request-Id").flatMap { TimeOrderedID($0) } != nil)
        }
    }
}
