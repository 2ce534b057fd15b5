import TestSupport
import Testing
import Wire

/// The valid requests that the mutation test spoils.
enum MutationSeeds {
    private typealias Seed = (line: String, body: JSON?, token: String?)

    /// Valid requests of every kind, their keys ending in zeros.
    ///
    /// - Throws: What kept the gateway from making the holds and transfers that some name.
    static func all(_ gateway: Gateway) async throws -> [[UInt8]] {
        let seeds =
            movements(gateway) + (try await holdings(gateway)) + events(gateway) + reads(gateway)
            + others(gateway)
        return seeds.enumerated().map { index, seed in
            let headers = "X-Request-Id: r-1\r\nIdempotency-Key: \(index)-000000\r\n"
            guard let body = seed.body else {
                return .request(seed.line, token: seed.token, headers: headers)
            }
            return .request(seed.line, token: seed.token, headers: headers, json: body)
        }
    }

    private static func movements(_ gateway: Gateway) -> [Seed] {
        let credit = JSON.movement(of: "m-1", 5, .init("reference", "o-1"))
        let lasting = JSON.movement(
            of: "m-1",
            6,
            .init("availableAt", "2026-03-02T08:00:00Z"),
            .init("expiresOn", "2026-03-31")
        )
        let debit: JSON = [
            "member": "m-2", "reason": "draw", "notAfter": "2027-01-01T00:00:00Z",
            "oneOf": [["asset": "tickets", "amount": 1], ["asset": "points", "amount": 5]],
        ]
        let batch = JSON.batch([
            credit.keyed("1-000000"), debit.keyed("2-000000", "debit"),
            JSON.movement(of: "m-1", 900_000_000).keyed("3-000000", "debit"),
        ])
        let undone = JSON.batch([
            credit.keyed("4-000000"),
            [
                "key": "5-000000", "type": "reversal", "ofKey": "4-000000", "amount": 2,
                "reason": "r",
            ], ["key": "6-000000", "type": "reversal", "ofKey": "5-000000", "reason": "r"],
        ])
        return [
            ("POST /v1/credits", credit, gateway.host),
            ("POST /v1/credits", lasting, gateway.host),
            ("POST /v1/credits?dryRun=true", credit, gateway.host),
            ("POST /v1/debits", debit, gateway.host),
            ("POST /v1/debits", .movement(of: "m-3", 7), gateway.host),
            ("POST /v1/batches", batch, gateway.host),
            ("POST /v1/batches", undone, gateway.host),
        ]
    }

    /// Requests about holds and transfers that are there, each with enough left for many.
    private static func holdings(_ gateway: Gateway) async throws -> [Seed] {
        let many = JSON.movement(of: "m-1", 100_000)
        let reversal: JSON = ["amount": 2, "reason": "returned"]
        let hold = try await gateway.transfer("/v1/holds", many, key: "hold")
        let given = try await gateway.transfer("/v1/holds", many, key: "given")
        let credit = try await gateway.transfer("/v1/credits", many, key: "credit")
        let debit = try await gateway.transfer("/v1/debits", many, key: "debit")
        let undone = try await gateway.transfer(
            "/v1/transfers/\(debit)/reversals",
            ["amount": 50_000, "reason": "r"],
            key: "undone"
        )
        let held = JSON.movement(of: "m-1", 3, .init("expiresAt", "2026-03-02T08:00:00Z"))
        return [
            ("POST /v1/holds", held, gateway.host),
            ("POST /v1/holds?dryRun=true", held, gateway.host),
            ("POST /v1/holds/\(hold)/capture", ["amount": 3, "reason": "r"], gateway.host),
            ("POST /v1/holds/\(hold)/capture?dryRun=true", [:], gateway.host),
            ("POST /v1/holds/\(given)/release", ["reason": "r"], gateway.host),
            ("GET /v1/holds/\(hold)", nil, gateway.viewer),
            ("POST /v1/transfers/\(credit)/reversals", reversal, gateway.host),
            ("POST /v1/transfers/\(debit)/reversals", reversal, gateway.host),
            ("POST /v1/transfers/\(undone)/reversals", reversal, gateway.operator),
            (
                "POST /v1/batches",
                .batch([
                    [
                        "key": "7-000000", "type": "reversal", "transfer": .string(undone),
                        "amount": 1, "reason": "r",
                    ]
                ]), gateway.host
            ),
        ]
    }

    private static func events(_ gateway: Gateway) -> [Seed] {
        let order: JSON = .plainEvent(
            "o-000000",
            .init("lines", [["category": "phones", "amountMinor": 900], ["amountMinor": 500]]),
            .init("attributes", ["channel": "app", "grade": 4, "new": true])
        )
        let refund: JSON = .plainEvent(
            "r-000000",
            of: "order.refunded",
            .init("refersTo", "o-000000"),
            .init("lines", [["id": "2", "amountMinor": 100]])
        )
        let receipt: JSON = .plainEvent(
            "c-000000",
            of: "order.received",
            .init("refersTo", "o-000000")
        )
        return [
            ("POST /v1/events", order, gateway.host), ("POST /v1/events", refund, gateway.host),
            ("POST /v1/events", receipt, gateway.host),
            ("POST /v1/events", ["events": [receipt, order, refund]], gateway.host),
            ("GET /v1/events/o-000000?caller=host", nil, gateway.operator),
        ]
    }

    private static func reads(_ gateway: Gateway) -> [Seed] {
        [
            ("GET /v1/members/m-1/balance", nil, gateway.host),
            ("GET /v1/members/m-1/transfers?limit=3&after=9", nil, gateway.host),
            ("GET /v1/transfers?key=1-000000&caller=host", nil, gateway.operator),
            ("GET /v1/transfers/019cb0f1-1c00-7d1e-a1b2-6f0c3f3a9d10", nil, gateway.host),
            ("GET /v1/chain", nil, gateway.viewer),
            ("GET /v1/reconciliation?after=1", nil, gateway.viewer),
        ]
    }

    private static func others(_ gateway: Gateway) -> [Seed] {
        [
            ("POST /v1/members/m-4/freeze", ["reason": "r"], gateway.operator),
            ("POST /v1/members/m-4/unfreeze", ["reason": "r"], gateway.operator),
            ("PUT /v1/programme?dryRun=true", Gateway.pointsAndTickets, gateway.operator),
            ("GET /v1/programme/versions?limit=2", nil, gateway.viewer),
            ("POST /v1/programme/rollback", ["version": 1], gateway.operator),
            ("GET /health/ready", nil, nil), ("GET /problems/internal", nil, nil),
        ]
    }
}

extension Gateway {
    /// Expects that the gateway itself finds its balances and lots equal to its journal.
    func expectReconciled() async throws {
        var next: String? = "0"
        while let after = next {
            let page = try await get(
                "/v1/reconciliation?after=\(after)",
                token: self.operator
            ).json
            #expect(page["differences"] == [])
            next = page["next"]?.text
        }
    }
}
