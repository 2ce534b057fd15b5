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
        try await Gateway.serving(programme: Gateway.earningPoints) { gateway in
            try await gateway.batch(
                ["m-1", "m-2"].flatMap { member in
                    ["points", "tickets"].map { (asset: String) in
                        JSON.movement(of: member, 1_000_000, asset: asset)
                            .keyed("\(member) \(asset)")
                    }
                }
            )
            let seeds = try await MutationSeeds.all(gateway)
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
            try await gateway.expectReconciled()
            #expect(try await gateway.stopped(LedgerAudit.faults) == [])
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
