import Storage
import TestSupport
import Testing
import Wire

@Suite("The same operation, many times", .timeLimit(.minutes(2)))
struct SameKeyTests {
    @Test("a credit that is sent 100 times at once moves its points once, also after a restart")
    func alone() async throws {
        try await Gateway.serving { gateway in
            let answers = try await gateway.atOnce(100) { _ in
                try await gateway.credit("m", 10, key: "k")
            }
            let body = try #require(answers.first?.body)

            #expect(answers.count { $0.status == 201 } == 100)
            #expect(answers.count { !$0.isReplayed } == 1)
            #expect(answers.count { $0.body == body } == 100)
            #expect(try await gateway.available("m") == 10)
            try await gateway.restarted { again in
                let answers = try await again.atOnce(100) { _ in
                    try await again.credit("m", 10, key: "k")
                }
                #expect(answers.count { $0.isReplayed && $0.body == body } == 100)
                #expect(try await again.available("m") == 10)
            }
        }
    }

    @Test("a credit that is sent 100 times at once, alone and in batches, moves its points once")
    func aloneAndInBatches() async throws {
        try await Gateway.serving { gateway in
            let before = try await gateway.manyTimes()
            let body = try #require(before.first?.body)

            #expect(before.count == 100)
            #expect(before.count { $0.body == body } == 100)
            #expect(before.count { !$0.isReplayed } == 1)
            #expect(try await gateway.available("m") == 10)
            #expect(try await gateway.available("neighbour") == 60)
            try await gateway.restarted { again in
                let after = try await again.manyTimes()
                #expect(after.count { $0.isReplayed && $0.body == body } == 100)
                #expect(try await again.available("m") == 10)
                #expect(try await again.available("neighbour") == 60)
                #expect(try await again.stopped(LedgerAudit.faults) == [])
            }
        }
    }

    @Test("a debit that is refused is refused 100 times with the same bytes")
    func refused() async throws {
        try await Gateway.serving { gateway in
            let answers = try await gateway.atOnce(100) { _ in
                try await gateway.debit("m", 10, key: "k")
            }
            let body = try #require(answers.first?.body)

            #expect(answers.count { $0.status == 409 && $0.body == body } == 100)
            #expect(answers.count { !$0.isReplayed } == 1)
        }
    }

    @Test("of two requests under one key that race, one is done and the other refused")
    func race() async throws {
        try await Gateway.serving { gateway in
            let answers = try await gateway.atOnce(40) { number in
                try await gateway.credit("m", number % 2 == 0 ? 10 : 20, key: "k")
            }
            let done = try #require(answers.first { $0.status == 201 })
            let amount = done.json["transfer"]?["amount"]?.integer

            #expect(answers.count { $0.status == 201 && $0.body == done.body } == 20)
            #expect(answers.count { $0.slug == "idempotency-key-reused" } == 20)
            #expect(try await gateway.available("m") == amount)
        }
    }

    @Test("a freeze that is sent 50 times at once is done once")
    func freeze() async throws {
        try await Gateway.serving { gateway in
            let answers = try await gateway.atOnce(50) { _ in
                try await gateway.change("m", "freeze", key: "k")
            }

            #expect(answers.count { $0.status == 200 && $0.body == answers[0].body } == 50)
            #expect(answers.count { !$0.isReplayed } == 1)
            let actions = try await gateway.stopped { store in
                try store.read { try $0.first("SELECT COUNT(*) FROM account_action") { $0.int(0) } }
            }
            #expect(actions == 1)
        }
    }
}

/// What one credit was answered, alone or as an element of a batch.
private struct Outcome: Sendable {
    /// The answer as it is alone.
    let body: String
    let isReplayed: Bool

    init(_ answer: Answer) {
        body = answer.text
        isReplayed = answer.isReplayed
    }

    /// Takes the element of the key apart; nil where the batch was answered otherwise.
    init?(batch answer: Answer) {
        let pattern = /\{"key":"k","status":201,"replayed":(true|false),("transfer":.*?\}),/
        guard let match = answer.text.firstMatch(of: pattern),
            let balance = answer.text[match.range.upperBound...].firstMatch(of: /^.*?\}/)
        else { return nil }
        body = "{\(match.output.2),\(balance.output)}"
        isReplayed = match.output.1 == "true"
    }
}

extension Gateway {
    /// Sends the credit `k` 40 times alone and 60 times inside batches with others, all at once.
    fileprivate func manyTimes() async throws -> [Outcome] {
        try await atOnce(100) { number in
            if number < 40 { return Outcome(try await credit("m", 10, key: "k")) }
            let own = JSON.movement(of: "neighbour", 1).keyed("own-\(number)")
            let shared = JSON.movement(of: "m", 10).keyed("k")
            let answer = try await batch(number % 2 == 0 ? [own, shared] : [shared, own])
            guard let outcome = Outcome(batch: answer) else {
                throw Unexpected(answer: answer.text)
            }
            return outcome
        }
    }

    /// Does something many times at once.
    func atOnce<Value: Sendable>(
        _ count: Int,
        _ body: @escaping @Sendable (Int) async throws -> Value
    ) async throws -> [Value] {
        try await withThrowingTaskGroup(of: Value.self) { group in
            for number in 0..<count { group.addTask { try await body(number) } }
            var values: [Value] = []
            for try await value in group { values.append(value) }
            return values
        }
    }
}
