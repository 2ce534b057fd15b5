import Calls
import TestSupport
import Testing
import Wire

@Suite("Statements", .timeLimit(.minutes(2)))
struct StatementTests {
    @Test(
        "pages of any size list every transfer once, newest first",
        arguments: [1, 7, 50, 64, 65, 130, 131, 200]
    )
    func pages(limit: Int) async throws {
        try await Gateway.serving { gateway in
            try await gateway.makeTransfers(130)
            let items = try await gateway.statement(of: "m", limit: limit)

            #expect(
                items.compactMap { $0["reason"]?.text } == (0..<130).reversed().map { "n\($0)" }
            )
            #expect(Set(items.compactMap { $0["id"]?.text }).count == 130)
        }
    }

    @Test("a page holds 50 unless told otherwise, and the last one has no next")
    func lastPage() async throws {
        try await Gateway.serving { gateway in
            try await gateway.makeTransfers(100)
            let first = try await gateway.get("/v1/members/m/transfers").json
            let next = try #require(first["next"]?.text)
            let last = try await gateway.get("/v1/members/m/transfers?after=\(next)").json

            #expect(first["items"]?.elements?.count == 50)
            #expect(last["items"]?.elements?.count == 50)
            #expect(last["next"] == nil)
        }
    }

    @Test("what is written between two pages neither shifts nor repeats the older ones")
    func growing() async throws {
        try await Gateway.serving { gateway in
            try await gateway.makeTransfers(60)
            let first = try await gateway.get("/v1/members/m/transfers?limit=30").json
            try await gateway.credit("m", 1, key: "between")
            let next = try #require(first["next"]?.text)
            let rest = try await gateway.get("/v1/members/m/transfers?limit=200&after=\(next)").json

            #expect(
                rest["items"]?.elements?.compactMap { $0["reason"]?.text }
                    == (0..<30).reversed().map { "n\($0)" }
            )
        }
    }

    @Test("each transfer says what the member had after it, asset by asset")
    func balanceAfter() async throws {
        try await Gateway.serving { gateway in
            try await gateway.makeTransfers(130)
            var available: [JSON: Int64] = [:]
            for item in try await gateway.statement(of: "m").reversed() {
                let amount = try #require(item["amount"]?.integer)
                let asset = try #require(item["asset"])
                available[asset, default: 0] += item["kind"] == "credit" ? amount : -amount
                #expect(item["balanceAfter"] == .integer(available[asset] ?? -1))
            }
            #expect(try await gateway.available("m") == available["points"])
            #expect(try await gateway.available("m", "tickets") == available["tickets"])
        }
    }

    @Test("a statement holds its member's transfers only")
    func ownOnly() async throws {
        try await Gateway.serving { gateway in
            try await gateway.credit("m-1", 1, key: "k1")
            try await gateway.credit("m-2", 2, key: "k2")
            try await gateway.credit("m-1", 3, key: "k3")

            let items = try await gateway.statement(of: "m-1")
            #expect(items.compactMap { $0["amount"]?.integer } == [3, 1])
            #expect(items.allSatisfy { $0["member"] == "m-1" })
        }
    }
}

extension Gateway {
    /// Gives `m` a number of transfers of both kinds and assets, with reasons from `n0` on.
    fileprivate func makeTransfers(_ count: Int) async throws {
        let operations = (0..<count).map { number in
            JSON.movement(
                of: "m",
                number % 3 == 2 ? 1 : 5,
                asset: number % 2 == 0 ? nil : "tickets"
            )
            .with("reason", .string("n\(number)"))
            .keyed("k\(number)", number % 3 == 2 && number > 6 ? "debit" : "credit")
        }
        let answer = try await batch(operations)
        guard answer.results.allSatisfy({ $0["status"] == 201 }) else {
            throw Unexpected(answer: answer.text)
        }
    }
}
