import Problems
import Storage
import TestSupport
import Testing
import Wire

@Suite("Reconciliation of what is stored with the rows", .timeLimit(.minutes(2)))
struct ReconciliationTests {
    @Test("finds nothing in a store that is sound, page by page, however many accounts it has")
    func sound() async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            try await gateway.fillAccount()
            for batch in 0..<3 {
                let operations = (0..<500).map { number in
                    JSON.movement(of: "n\(batch)-\(number)", 5).keyed("k\(batch)-\(number)")
                }
                #expect(try await gateway.batch(operations).status == 200)
            }
            let result = try await gateway.differences()

            #expect(result.checked == 1501)
            #expect(result.pages > 1)
            #expect(result.found == [])
            for cursor in ["x", "-1", "1.5"] {
                let answer = try await gateway.get(
                    "/v1/reconciliation?after=\(cursor)",
                    token: gateway.viewer
                )
                expect(answer, refuses: .invalidRequest)
            }
            let host = try await gateway.get("/v1/reconciliation")
            #expect(host.slug == "forbidden")
        }
    }

    @Test("names what was changed behind the service's back", arguments: AccountTampering.all)
    func tampering(tampering: StoreTampering) async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            try await gateway.fillAccount()
            try await gateway.credit("other", 5, key: "other")
            #expect(try await gateway.differences().found == [])
            try await gateway.stopped { store in
                try await store.write { try tampering.change($0) }
            }
            try await gateway.restarted { again in
                let result = try await again.differences()
                let names = result.found.compactMap { $0["what"]?.text }

                #expect(result.checked == 2)
                #expect(result.found.allSatisfy { $0["member"] == "m" })
                #expect(result.found.allSatisfy { $0["stored"] != $0["computed"] })
                for name in tampering.found {
                    #expect(names.contains { $0.hasPrefix(name) }, "\(names)")
                }
            }
        }
    }
}

/// Changes of what is stored of account 1, behind the service's back.
enum AccountTampering {
    static let all = numbers + rows

    private static let numbers = [
        StoreTampering("a balance", finds: ["balance.available"]) {
            try $0.execute(
                "UPDATE holding SET available = available + 1 WHERE account = 1 AND day < 0"
            )
        },
        StoreTampering("what was earned", finds: ["balance.earned"]) {
            try $0.execute("UPDATE holding SET earned = earned + 1 WHERE account = 1 AND day < 0")
        },
        StoreTampering("what was spent", finds: ["balance.spent"]) {
            try $0.execute("UPDATE holding SET spent = spent + 1 WHERE account = 1 AND day < 0")
        },
        StoreTampering("the place of the newest line", finds: ["newestLine"]) {
            try $0.execute("UPDATE holding SET entry = entry + 1 WHERE account = 1 AND day < 0")
        },
        StoreTampering("a balance that is gone", finds: ["balance.held"]) {
            try $0.execute("DELETE FROM holding WHERE account = 1 AND day < 0")
        },
        StoreTampering("a lot", finds: ["lot.2027-12-31.available"]) {
            try $0.execute(
                "UPDATE holding SET available = available - 1 WHERE account = 1 AND day > 0"
            )
        },
        StoreTampering("what has gone with a lot", finds: ["lot.2027-12-31.lapsed"]) {
            try $0.execute("UPDATE holding SET lapsed = lapsed + 1 WHERE account = 1 AND day > 0")
        },
        StoreTampering("what stands of a transfer", finds: ["undone."]) {
            try $0.execute("UPDATE standing SET undone = undone - 1 WHERE account = 1")
        },
        StoreTampering("a pending amount", finds: ["open.pending"]) {
            try $0.execute("UPDATE pending_credit SET amount = amount + 1 WHERE account = 1")
        },
        StoreTampering("what a hold holds", finds: ["open.held"]) {
            try $0.execute("UPDATE hold SET pieces = 'a*+1' WHERE account = 1")
        },
    ]

    private static let rows = [
        StoreTampering("a transfer's amount", finds: ["statement.1"]) {
            try $0.execute("UPDATE transfer SET amount = amount + 1 WHERE number = 1")
        },
        StoreTampering("a transfer's balance", finds: ["statement.2"]) {
            try $0.execute("UPDATE transfer SET available = available + 1 WHERE number = 2")
        },
        StoreTampering("a transfer's postings", finds: ["lot.never.available"]) {
            try $0.execute("UPDATE transfer SET postings = 'a*+100' WHERE number = 1")
        },
        StoreTampering("a transfer that is gone", finds: ["statement.3"]) {
            try $0.execute("DELETE FROM transfer WHERE number = 2")
        },
    ]
}

extension Gateway {
    /// Gives the member `m`, whose account is the first, of everything that an account can have.
    fileprivate func fillAccount() async throws {
        try await credit("m", 100, key: "credit")
        let debit = try await debit("m", 30, key: "debit")
        try await reverse(debit.transferID, 10, key: "reversal")
        let hold = try await post("/v1/holds", .movement(of: "m", 20), key: "hold")
        let order = try await send(.event("o", lines: [.line(5000, of: "presale")]))
        guard hold.status == 201, order.json.sum(of: "grants") == 50 else {
            throw Unexpected(answer: hold.text + order.text)
        }
    }
}
