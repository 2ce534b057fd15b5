import Calls
import Primitives
import Problems
import Storage
import TestSupport
import Wire

extension Scenario {
    static let ledger = [
        Scenario(.insufficientPoints, "a debit of more than there is", isFinal: true) {
            try await $0.credit("m", 30, key: "c")
            return try await $0.debit("m", 50, key: "k")
        },
        Scenario(.accountFrozen, "a credit to a frozen account", isFinal: true) {
            try await $0.change("m", "freeze", key: "f")
            return try await $0.credit("m", 1, key: "k")
        },
        Scenario(.accountClosed, "a credit to a closed account", isFinal: true) { gateway in
            try await gateway.credit("m", 1, key: "c")
            try await gateway.stopped { store in
                _ = try await store.write { try $0.execute("UPDATE account SET state = 2") }
            }
            return try await gateway.restarted { try await $0.credit("m", 1, key: "k") }
        },
        Scenario(.chargeLapsed, "a charge that comes a millisecond late", isFinal: true) {
            let notAfter = Instant(milliseconds: Gateway.start.milliseconds - 1).description
            let charge = JSON.movement(of: "m", 1, .init("notAfter", .string(notAfter)))
            return try await $0.post("/v1/debits", charge, key: "k")
        },
        Scenario(.limitReached, "a credit above the largest balance", isFinal: true) {
            try await $0.fill("m")
            return try await $0.credit("m", 1, key: "k")
        },
    ]

    static let keys = [
        Scenario(.idempotencyKeyMissing, "a credit without a key") {
            try await $0.post("/v1/credits", .movement(of: "m", 1))
        },
        Scenario(.idempotencyKeyMissing, "a key of 129 characters") {
            try await $0.credit("m", 1, key: String(repeating: "k", count: 129))
        },
        Scenario(.idempotencyKeyMissing, "a key that is not ASCII") {
            try await $0.credit("m", 1, key: "schlüssel")
        },
        Scenario(.idempotencyKeyMissing, "a freeze without a key") {
            try await $0.post(
                "/v1/members/m/freeze",
                ["reason": "r"],
                token: $0.operator
            )
        },
        Scenario(.idempotencyKeyMissing, "a roll-back without a key") {
            try await $0.post("/v1/programme/rollback", ["version": 1], token: $0.operator)
        },
        Scenario(.idempotencyKeyReused, "another credit under the key of a credit") {
            try await $0.credit("m", 1, key: "k")
            return try await $0.credit("m", 2, key: "k")
        },
        Scenario(.idempotencyKeyReused, "a debit under the key of a credit") {
            try await $0.credit("m", 1, key: "k")
            return try await $0.debit("m", 1, key: "k")
        },
        Scenario(.idempotencyKeyReused, "a default that is written out the second time") {
            try await $0.credit("m", 1, key: "k")
            return try await $0.credit("m", 1, asset: "points", key: "k")
        },
        Scenario(.idempotencyKeyReused, "a batch with a key of another request") {
            try await $0.credit("m", 1, key: "k")
            return try await $0.batch([JSON.movement(of: "m", 2).keyed("k")])
        },
        Scenario(.idempotencyKeyReused, "a freeze of another member under the key") {
            try await $0.change("m-1", "freeze", key: "k")
            return try await $0.change("m-2", "freeze", key: "k")
        },
        Scenario(.idempotencyKeyReused, "a roll-back to another version under the key") {
            for version in [1, 2] as [Int64] {
                let answer = try await $0.post(
                    "/v1/programme/rollback",
                    ["version": .integer(version)],
                    token: $0.operator,
                    key: "k"
                )
                if version == 2 { return answer }
            }
            throw Unexpected(answer: "both versions were rolled back to")
        },
    ]

    static let faults = [
        Scenario(.invalidProgramme, "a zone that is none") {
            try await $0.client.send(
                .put,
                "/v1/programme",
                Gateway.pointsAndTickets.with("zone", "Asia/Nowhere"),
                token: $0.operator
            )
        },
        Scenario(.internalFault, "a table that is gone") { gateway in
            try await gateway.stopped { store in
                _ = try await store.write { try $0.execute("DROP TABLE holding") }
            }
            return try await gateway.restarted { try await $0.credit("m", 1, key: "k") }
        },
        Scenario(.unavailable, "a write that finds the queue full") { _ in
            let gate = CommitGate()
            return try await Gateway.serving(
                ["queue-limit": "1"],
                adjusting: gate.install
            ) { gateway in
                let answers = try await gateway.overload(gate)
                return answers.first { $0.status != 201 } ?? answers[0]
            }
        },
    ]
}

extension Gateway {
    /// Credits a member up to the largest balance, 2^53 - 1.
    func fill(_ member: String) async throws {
        let most = Points.largestMovement.value
        var amounts = [Int64](repeating: most, count: Int(Points.largestBalance.value / most))
        amounts.append(Points.largestBalance.value % most)
        for start in stride(from: 0, to: amounts.count, by: 1000) {
            let operations = amounts[start...].prefix(1000).enumerated().map { index, amount in
                JSON.movement(of: member, amount).keyed("fill-\(start + index)")
            }
            try await batch(operations)
        }
    }

    /// Sends five credits while the first one's commit is held and the queue takes one more.
    ///
    /// - Returns: Their answers; three were refused before the gate was opened.
    func overload(_ gate: CommitGate) async throws -> [Answer] {
        gate.shut()
        return try await withThrowingTaskGroup(of: Answer.self) { group in
            group.addTask { try await credit("m", 1, key: "over-0") }
            try await until { gate.isHolding }
            for number in 1...4 {
                group.addTask { try await credit("m", 1, key: "over-\(number)") }
            }
            var answers: [Answer] = []
            while answers.count < 3, let answer = try await group.next() { answers.append(answer) }
            gate.open()
            while let answer = try await group.next() { answers.append(answer) }
            return answers
        }
    }
}
