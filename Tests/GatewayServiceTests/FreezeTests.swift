import Primitives
import Problems
import Storage
import TestSupport
import Testing
import Wire

@Suite("Freezing an account", .timeLimit(.minutes(2)))
struct FreezeTests {
    @Test("a frozen account neither earns nor spends until it is unfrozen")
    func freeze() async throws {
        try await Gateway.serving { gateway in
            try await gateway.credit("m", 10, key: "k1")
            let frozen = try await gateway.change("m", "freeze", key: "f")
            let credit = try await gateway.credit("m", 1, key: "k2")
            let debit = try await gateway.debit("m", 1, key: "k3")
            let other = try await gateway.credit("n", 1, key: "k4")
            let unfrozen = try await gateway.change("m", "unfreeze", key: "u")

            #expect(frozen.status == 200)
            #expect(frozen.json == ["member": "m", "state": "frozen"])
            expect(credit, refuses: .accountFrozen, isFinal: true)
            expect(debit, refuses: .accountFrozen, isFinal: true)
            #expect(other.status == 201)
            #expect(unfrozen.json == ["member": "m", "state": "open"])
            #expect(try await gateway.credit("m", 1, key: "k2").slug == "account-frozen")
            #expect(try await gateway.credit("m", 1, key: "k5").status == 201)
            #expect(try await gateway.available("m") == 11)
        }
    }

    @Test("a member without an account can be frozen before its first credit")
    func withoutAccount() async throws {
        try await Gateway.serving { gateway in
            #expect(try await gateway.change("new", "freeze", key: "f").status == 200)
            expect(
                try await gateway.credit("new", 1, key: "k"),
                refuses: .accountFrozen,
                isFinal: true
            )
            #expect(try await gateway.available("new") == 0)
        }
    }

    @Test("a frozen account's answers are replayed, and its balance and statement are shown")
    func whileFrozen() async throws {
        try await Gateway.serving { gateway in
            let credit = try await gateway.credit("m", 10, key: "k")
            try await gateway.change("m", "freeze", key: "f")
            let again = try await gateway.credit("m", 10, key: "k")

            #expect(again.isReplayed)
            #expect(again.body == credit.body)
            #expect(try await gateway.available("m") == 10)
            #expect(try await gateway.statement(of: "m").count == 1)
        }
    }

    @Test("a repeat is answered as the first and does nothing, also after a restart")
    func replay() async throws {
        try await Gateway.serving { gateway in
            let first = try await gateway.change("m", "freeze", key: "f")
            try await gateway.change("m", "unfreeze", key: "u")
            let again = try await gateway.change("m", "freeze", key: "f")
            #expect(again.isReplayed)
            #expect(again.body == first.body)
            try await gateway.restarted { gateway in
                let again = try await gateway.change("m", "freeze", key: "f")
                #expect(again.isReplayed)
                #expect(again.body == first.body)
                #expect(try await gateway.credit("m", 1, key: "k").status == 201)
            }
        }
    }

    @Test("a key of a freeze with another reason is reused; of an unfreeze it is another key")
    func keys() async throws {
        try await Gateway.serving { gateway in
            try await gateway.change("m", "freeze", key: "k", reason: "fraud")
            expect(
                try await gateway.change("m", "freeze", key: "k", reason: "other"),
                refuses: .idempotencyKeyReused
            )
            #expect(try await !gateway.change("m", "unfreeze", key: "k").isReplayed)
            #expect(try await !gateway.credit("m", 1, key: "k").isReplayed)
        }
    }

    @Test("each action is kept with who did it, when and why")
    func actions() async throws {
        try await Gateway.serving { gateway in
            try await gateway.change("m", "freeze", key: "f", reason: "fraud")
            gateway.clock.advance(milliseconds: 1000)
            try await gateway.change("m", "unfreeze", key: "u", reason: "mistake")
            let kept = try await gateway.stopped { store in
                try store.read { reads in
                    try reads.all(
                        "SELECT place, at, state, caller, reason FROM account_action ORDER BY place"
                    ) { "\($0.int(0)) \($0.int(1)) \($0.int(2)) \($0.text(3)) \($0.text(4))" }
                }
            }

            let start = Gateway.start.milliseconds
            #expect(
                kept == [
                    "1 \(start) 1 operator:olga fraud",
                    "2 \(start + 1000) 0 operator:olga mistake",
                ]
            )
        }
    }
}
