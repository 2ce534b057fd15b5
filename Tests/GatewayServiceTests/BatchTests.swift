import Problems
import TestSupport
import Testing
import Wire

@Suite("Batches", .timeLimit(.minutes(2)))
struct BatchTests {
    @Test("results stand in the order of the operations, each applied, refused or replayed")
    func order() async throws {
        try await Gateway.serving { gateway in
            try await gateway.credit("m", 5, key: "earlier")
            let answer = try await gateway.batch([
                JSON.movement(of: "m", 20).keyed("k1"),
                JSON.movement(of: "m", 26).keyed("k2", "debit"),
                JSON.movement(of: "m", 25).keyed("k3", "debit"),
                JSON.movement(of: "m", 5).keyed("earlier"),
                JSON.movement(of: "n", 1, asset: "tickets").keyed("k4"),
            ])
            let results = answer.results

            #expect(answer.status == 200)
            #expect(results.compactMap { $0["key"]?.text } == ["k1", "k2", "k3", "earlier", "k4"])
            #expect(results.compactMap { $0["status"]?.integer } == [201, 409, 201, 201, 201])
            #expect(
                results.map { $0["replayed"] } == [false, false, false, true, false] as [JSON]
            )
            #expect(results[0]["balance"]?["available"] == 25)
            #expect(results[1]["problem"]?["final"] == true)
            #expect(results[1]["problem"]?["missing"] == 1)
            #expect(results[1]["transfer"] == nil)
            #expect(results[2]["balance"]?["available"] == 0)
            #expect(results[3]["balance"]?["available"] == 5)
            #expect(try await gateway.available("m") == 0)
            #expect(try await gateway.available("n", "tickets") == 1)
        }
    }

    @Test("a batch that is sent again is answered as the first, all of it replayed")
    func replay() async throws {
        try await Gateway.serving { gateway in
            let operations = [
                JSON.movement(of: "m", 20).keyed("k1"),
                JSON.movement(of: "m", 26).keyed("k2", "debit"),
            ]
            let first = try await gateway.batch(operations)
            let again = try await gateway.batch(operations)

            #expect(
                again.text == first.text.replacing(#""replayed":false"#, with: #""replayed":true"#)
            )
            #expect(!again.isReplayed)
            #expect(try await gateway.available("m") == 20)
        }
    }

    @Test("an operation that stands twice in a batch is done once, the second time replayed")
    func duplicate() async throws {
        try await Gateway.serving { gateway in
            let operation = JSON.movement(of: "m", 20).keyed("k")
            let refused = JSON.movement(of: "n", 1).keyed("r", "debit")
            let results = try await gateway.batch([
                operation, refused, operation, refused, operation,
            ]).results

            #expect(
                results.map { $0["replayed"] } == [false, false, true, true, true] as [JSON]
            )
            #expect(results[2].without("replayed") == results[0].without("replayed"))
            #expect(results[3].without("replayed") == results[1].without("replayed"))
            #expect(results[4] == results[2])
            #expect(try await gateway.available("m") == 20)
        }
    }

    @Test(
        "a key of another request refuses the whole batch, names its index and commits nothing",
        arguments: [0, 1, 2]
    )
    func reusedKey(index: Int) async throws {
        try await Gateway.serving { gateway in
            try await gateway.credit("m", 5, key: "used")
            var operations = (0..<3).map { JSON.movement(of: "m", 1).keyed("k\($0)") }
            operations[index] = JSON.movement(of: "m", 6).keyed("used")
            let answer = try await gateway.batch(operations)

            expect(answer, refuses: .idempotencyKeyReused)
            #expect(answer.json["index"] == .integer(Int64(index)))
            #expect(answer.json["detail"]?.text?.contains("operations[\(index)]") == true)
            #expect(try await gateway.available("m") == 5)
            #expect(try await gateway.get("/v1/transfers?key=k\(index == 0 ? 1 : 0)").status == 404)
        }
    }

    @Test("one key for two requests inside a batch refuses the whole batch at the second")
    func contradiction() async throws {
        try await Gateway.serving { gateway in
            let answer = try await gateway.batch([
                JSON.movement(of: "m", 1).keyed("a"), JSON.movement(of: "m", 1).keyed("k"),
                JSON.movement(of: "m", 1).keyed("k", "debit"),
            ])

            expect(answer, refuses: .idempotencyKeyReused)
            #expect(answer.json["index"] == 2)
            #expect(try await gateway.statement(of: "m").isEmpty)
            #expect(try await gateway.stopped(LedgerAudit.faults) == [])
        }
    }

    @Test(
        "a malformed operation refuses the whole batch at its place and commits nothing",
        arguments: [
            (0, JSON.movement(of: "m", 0).keyed("x"), "amount"),
            (1, JSON.movement(of: "m m", 1).keyed("x"), "member"),
            (2, JSON.movement(of: "m", 1, asset: "gold").keyed("x"), "asset"),
            (1, JSON.movement(of: "m", 1).keyed("x", "hold"), "type"),
            (2, JSON.movement(of: "m", 1).keyed("x", "capture"), "type"),
            (1, JSON.movement(of: "m", 1).keyed("x", "reversal"), "transfer"),
            (0, ["key": "x", "type": "reversal", "transfer": "17", "reason": "r"], "transfer"),
            (2, ["key": "x", "type": "reversal", "ofKey": "ä", "reason": "r"], "ofKey"),
            (1, ["key": "x", "type": "reversal", "ofKey": "k0"], "reason"),
            (
                0,
                [
                    "key": "x", "type": "reversal", "ofKey": "k0", "reason": "r",
                    "transfer": "019cb0f1-1c00-7d1e-a1b2-6f0c3f3a9d10",
                ],
                "transfer"
            ),
            (2, JSON.movement(of: "m", 1), "key"),
            (0, JSON.movement(of: "m", 1).keyed("x").with("notafter", "x"), "notafter"),
        ] as [(Int, JSON, String)]
    )
    func malformed(index: Int, operation: JSON, member: String) async throws {
        try await Gateway.serving { gateway in
            var operations = (0..<3).map { JSON.movement(of: "m", 1).keyed("k\($0)") }
            operations[index] = operation
            let answer = try await gateway.batch(operations)

            expect(answer, refuses: .invalidRequest)
            #expect(answer.faultPaths == ["operations[\(index)].\(member)"])
            #expect(try await gateway.statement(of: "m").isEmpty)
            operations[index] = JSON.movement(of: "m", 1).keyed("k\(index)")
            let mended = try await gateway.batch(operations)
            #expect(mended.results.map { $0["replayed"] } == [false, false, false] as [JSON])
        }
    }

    @Test("a batch holds 1,000 operations and no more")
    func size() async throws {
        try await Gateway.serving { gateway in
            let operations = (0...1000).map { JSON.movement(of: "m", 1).keyed("k\($0)") }
            let tooMany = try await gateway.batch(operations)
            #expect(try await gateway.available("m") == 0)
            let most = try await gateway.batch(Array(operations.dropLast()))

            expect(tooMany, refuses: .invalidRequest)
            #expect(tooMany.faultPaths == ["operations"])
            #expect(most.results.count == 1000)
            #expect(most.results.last?["balance"]?["available"] == 1000)
            #expect(try await gateway.available("m") == 1000)
        }
    }

    @Test(
        "a key stands for the same request alone and in a batch, in whatever order it is sent",
        arguments: [true, false]
    )
    func digest(isAloneFirst: Bool) async throws {
        let alone: JSON = [
            "member": "m", "amount": 20, "reason": "r", "reference": "o-1", "cause": "reward",
        ]
        let inBatch: JSON = [
            "cause": "reward", "reason": "r", "type": "credit", "member": "m",
            "reference": "o-1", "key": "k", "amount": 20,
        ]
        try await Gateway.serving { gateway in
            if isAloneFirst {
                let first = try await gateway.post("/v1/credits", alone, key: "k")
                let result = try #require(try await gateway.batch([inBatch]).results.first)
                #expect(result["replayed"] == true)
                #expect(result["transfer"] == first.json["transfer"])
            } else {
                let result = try #require(try await gateway.batch([inBatch]).results.first)
                let again = try await gateway.post("/v1/credits", alone, key: "k")
                #expect(again.isReplayed)
                #expect(again.json["transfer"] == result["transfer"])
            }
            #expect(try await gateway.available("m") == 20)
        }
    }

    @Test("a debit with choices in a batch takes the first that is there in full")
    func choices() async throws {
        try await Gateway.serving { gateway in
            let debit: JSON = [
                "key": "d", "type": "debit", "member": "m", "reason": "draw",
                "oneOf": [["asset": "tickets", "amount": 1], ["asset": "points", "amount": 50]],
            ]
            let results = try await gateway.batch([
                JSON.movement(of: "m", 60).keyed("c"), debit,
                JSON.movement(of: "m", 1, asset: "tickets").keyed("t"), debit.with("key", "d2"),
            ]).results

            #expect(results[1]["transfer"]?["asset"] == "points")
            #expect(results[1]["balance"]?["available"] == 10)
            #expect(results[3]["transfer"]?["asset"] == "tickets")
            #expect(results[3]["balance"]?["available"] == 0)
        }
    }
}
