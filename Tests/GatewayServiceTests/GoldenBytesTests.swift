import Primitives
import TestSupport
import Testing
import Wire

/// Format 1 of a row's answer: what is stored today must answer with these bytes for ever.
@Suite("The bytes of answers, format 1", .timeLimit(.minutes(2)))
struct GoldenBytesTests {
    private static let credit = """
        {"transfer":{"id":"ID","kind":"credit","member":"m-1","asset":"points","amount":120,\
        "reason":"order paid","reference":"order-77","cause":"reward",\
        "at":"2026-03-01T08:00:00.000Z","programme":1,"balanceAfter":120},\
        "balance":{"asset":"points","available":120,"pending":0,"held":0}}
        """
    private static let debit = """
        {"transfer":{"id":"ID","kind":"debit","member":"m-1","asset":"points","amount":50,\
        "reason":"draw","at":"2026-03-01T08:00:00.250Z","programme":1,"balanceAfter":70},\
        "balance":{"asset":"points","available":70,"pending":0,"held":0}}
        """
    private static let refusal = """
        {"type":"/problems/insufficient-points","title":"There are too few points","status":409,\
        "instance":"request-3","asset":"points","available":70,"missing":1,"final":true}
        """
    private static let choices = """
        {"type":"/problems/insufficient-points","title":"There are too few points","status":409,\
        "instance":"request-4","asset":"tickets","available":0,"missing":1,"choices":[\
        {"asset":"tickets","available":0,"missing":1},\
        {"asset":"points","available":70,"missing":930}],"final":true}
        """

    private struct Sent {
        let path: String
        let body: JSON
        let key: String
        let answer: String
    }

    private static let sent = [
        Sent(
            path: "/v1/credits",
            body: [
                "member": "m-1", "amount": 120, "reason": "order paid", "reference": "order-77",
                "cause": "reward",
            ],
            key: "key-1",
            answer: credit
        ),
        Sent(
            path: "/v1/debits",
            body: ["member": "m-1", "amount": 50, "reason": "draw"],
            key: "key-2",
            answer: debit
        ),
        Sent(
            path: "/v1/debits",
            body: ["member": "m-1", "amount": 71, "reason": "draw"],
            key: "key-3",
            answer: refusal
        ),
        Sent(
            path: "/v1/debits",
            body: [
                "member": "m-1", "reason": "draw",
                "oneOf": [
                    ["asset": "tickets", "amount": 1], ["asset": "points", "amount": 1000],
                ],
            ],
            key: "key-4",
            answer: choices
        ),
    ]

    @Test("a credit, a debit and two refusals answer with golden bytes, now and after a restart")
    func single() async throws {
        try await Gateway.serving { gateway in
            var first: [[UInt8]] = []
            for (index, sent) in Self.sent.enumerated() {
                if index == 1 { gateway.clock.advance(milliseconds: 250) }
                let answer = try await gateway.post(
                    sent.path,
                    sent.body,
                    key: sent.key,
                    headers: [("X-Request-Id", "request-\(index + 1)")]
                )
                first.append(answer.body)
                #expect(answer.text.withoutIDs == sent.answer)
                #expect(!answer.isReplayed)
            }
            gateway.clock.advance(milliseconds: 86_400_000)
            try await gateway.restarted { again in
                for (sent, body) in zip(Self.sent, first) {
                    let answer = try await again.post(
                        sent.path,
                        sent.body,
                        key: sent.key,
                        headers: [("X-Request-Id", "another")]
                    )
                    #expect(answer.body == body)
                    #expect(answer.isReplayed)
                }
            }
        }
    }

    @Test("an element of a batch and a look-up answer with golden bytes")
    func elements() async throws {
        try await Gateway.serving { gateway in
            let credit = Self.sent[0].body.keyed("key-1")
            let debit: JSON = ["member": "m-1", "amount": 121, "reason": "draw"]
            let batch = try await gateway.post(
                "/v1/batches",
                .batch([credit, debit.keyed("key-2", "debit"), credit]),
                headers: [("X-Request-Id", "request-1")]
            )
            let applied = Self.credit.dropFirst().dropLast()
            let problem = """
                "problem":{"type":"/problems/insufficient-points",\
                "title":"There are too few points","status":409,"instance":"request-1",\
                "asset":"points","available":120,"missing":1,"final":true}
                """

            #expect(
                batch.text.withoutIDs == """
                    {"results":[{"key":"key-1","status":201,"replayed":false,\(applied)},\
                    {"key":"key-2","status":409,"replayed":false,\(problem)},\
                    {"key":"key-1","status":201,"replayed":true,\(applied)}]}
                    """
            )
            #expect(
                try await gateway.get("/v1/transfers?key=key-1").text.withoutIDs
                    == #"{"key":"key-1","status":201,\#(applied)}"#
            )
            #expect(
                try await gateway.get("/v1/transfers?key=key-2").text
                    == #"{"key":"key-2","status":409,\#(problem)}"#
            )
        }
    }

    @Test("the id of a transfer is a UUID of version 7 of the instant at which it was made")
    func identifier() async throws {
        try await Gateway.serving { gateway in
            let id = try await gateway.credit("m-1", 1, key: "k").transferID

            let digits = id.filter { $0 != "-" }
            #expect(Int64(digits.prefix(12), radix: 16) == Gateway.start.milliseconds)
            #expect(digits.dropFirst(12).first == "7")
        }
    }
}

extension String {
    /// The text with each transfer's id, which is random, replaced.
    fileprivate var withoutIDs: String {
        replacing(/"id":"[0-9a-f-]{36}"/, with: #""id":"ID""#)
    }
}
