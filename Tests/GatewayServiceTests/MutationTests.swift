import Calls
import TestSupport
import Testing
import Wire

@Suite("Mutated requests", .timeLimit(.minutes(5)))
struct MutationTests {
    private static let count = 20_000
    private static let workers = 4

    @Test("20,000 mutated requests give no 5xx, end nothing, and leave the ledger sound")
    func mutations() async throws {
        let seed = SeededGenerator.seed(for: "mutated requests")
        try await Gateway.serving { gateway in
            try await gateway.batch(
                ["m-1", "m-2"].flatMap { member in
                    ["points", "tickets"].map { (asset: String) in
                        JSON.movement(of: member, 1_000_000, asset: asset)
                            .keyed("\(member) \(asset)")
                    }
                }
            )
            let seeds = Self.seeds(gateway)
            let port = gateway.service.port
            let counts = try await gateway.atOnce(Self.workers) { worker in
                try await onThread {
                    var sender = MutationSender(
                        port: port,
                        Mutator(seeds: seeds, seed: seed &+ UInt64(worker))
                    )
                    for _ in 0..<(Self.count / Self.workers) { try sender.step() }
                    return sender.counts
                }
            }
            let total = counts.reduce(into: [:]) { $0.merge($1) { $0 + $1 } }

            print("mutated requests: \(total.sorted { $0.key < $1.key })")
            #expect(total.keys.filter { $0 >= 500 && $0 != 503 } == [])
            // Were most of them refused for one reason, the test would reach no depth.
            for status in [200, 201, 400, 401, 404, 409, 422] {
                #expect(total[status, default: 0] > 20)
            }
            #expect(try await gateway.get("/health/ready").status == 200)
            #expect(try await gateway.credit("after", 1, key: "after").status == 201)
            #expect(try await gateway.stopped(LedgerAudit.faults) == [])
        }
    }

    /// Valid requests of every kind, their keys ending in zeros.
    private static func seeds(_ gateway: Gateway) -> [[UInt8]] {
        let credit = JSON.movement(of: "m-1", 5, .init("reference", "o-1"))
        let debit: JSON = [
            "member": "m-2", "reason": "draw", "notAfter": "2027-01-01T00:00:00Z",
            "oneOf": [["asset": "tickets", "amount": 1], ["asset": "points", "amount": 5]],
        ]
        let batch = JSON.batch([
            credit.keyed("1-000000"), debit.keyed("2-000000", "debit"),
            JSON.movement(of: "m-1", 900_000_000).keyed("3-000000", "debit"),
        ])
        let requests: [(String, JSON?, String?)] = [
            ("POST /v1/credits", credit, gateway.host),
            ("POST /v1/credits?dryRun=true", credit, gateway.host),
            ("POST /v1/debits", debit, gateway.host),
            ("POST /v1/debits", .movement(of: "m-3", 7), gateway.host),
            ("POST /v1/batches", batch, gateway.host),
            ("GET /v1/members/m-1/balance", nil, gateway.host),
            ("GET /v1/members/m-1/transfers?limit=3&after=9", nil, gateway.host),
            ("GET /v1/transfers?key=1-000000&caller=host", nil, gateway.operator),
            ("GET /v1/transfers/019cb0f1-1c00-7d1e-a1b2-6f0c3f3a9d10", nil, gateway.host),
            ("GET /v1/chain", nil, gateway.viewer),
            ("POST /v1/members/m-4/freeze", ["reason": "r"], gateway.operator),
            ("POST /v1/members/m-4/unfreeze", ["reason": "r"], gateway.operator),
            ("PUT /v1/programme?dryRun=true", Gateway.pointsAndTickets, gateway.operator),
            ("GET /v1/programme/versions?limit=2", nil, gateway.viewer),
            ("POST /v1/programme/rollback", ["version": 1], gateway.operator),
            ("GET /health/ready", nil, nil), ("GET /problems/internal", nil, nil),
        ]
        return requests.enumerated().map { index, request in
            let (line, body, token) = request
            let headers = "X-Request-Id: r-1\r\nIdempotency-Key: \(index)-000000\r\n"
            guard let body else { return .request(line, token: token, headers: headers) }
            return .request(line, token: token, headers: headers, json: body)
        }
    }
}

/// Sends mutated requests, over one connection for as long as its frame is intact.
private struct MutationSender: ~Copyable {
    private let port: Int
    private var mutator: Mutator
    private var connection: RawSocket?
    /// How many answers had which status.
    private(set) var counts: [Int: Int] = [:]

    init(port: Int, _ mutator: Mutator) {
        self.port = port
        self.mutator = mutator
    }

    mutating func step() throws {
        let bytes = mutator.next()
        guard RequestShape.isWhole(bytes) else { return try sendAlone(bytes) }
        var current = try take()
        guard current.send(bytes), let response = try current.response() else {
            // The service may have closed it after the answer before; once more on a fresh one.
            return try sendAlone(bytes)
        }
        counts[response.status, default: 0] += 1
        if !response.isLast { connection = consume current }
    }

    private mutating func take() throws -> RawSocket {
        if let open = connection.take() { return open }
        return try RawSocket(port: port)
    }

    /// Sends what may have no end on a connection of its own, and reads to its end.
    private mutating func sendAlone(_ bytes: [UInt8]) throws {
        var connection = try RawSocket(port: port)
        _ = connection.send(bytes)
        connection.finish()
        for response in try connection.responses() {
            counts[response.status, default: 0] += 1
        }
    }
}
