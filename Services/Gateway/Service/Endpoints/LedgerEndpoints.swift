import Access
import GatewayDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// The operations of the ledger, alone and in batches.
struct LedgerEndpoints: Sendable {
    let store: Store
    let ledger: Ledger
    let counts: MovementCounts
    let stamps: Stamps

    var endpoints: [Endpoint] {
        let callers = Endpoint.Audience.roles([.service, .operator])
        return [
            Endpoint(.post, "/v1/credits", for: callers, query: ["dryRun"]) {
                try await single(.credit, $0)
            },
            Endpoint(.post, "/v1/debits", for: callers, query: ["dryRun"]) {
                try await single(.debit, $0)
            },
            Endpoint(.post, "/v1/holds", for: callers, query: ["dryRun"]) {
                try await single(.hold, $0)
            },
            Endpoint(.post, "/v1/holds/{id}/capture", for: callers, query: ["dryRun"]) {
                try await single(.capture, of: "hold", $0)
            },
            Endpoint(.post, "/v1/holds/{id}/release", for: callers, query: ["dryRun"]) {
                try await single(.release, of: "hold", $0)
            },
            Endpoint(.post, "/v1/transfers/{id}/reversals", for: callers, query: ["dryRun"]) {
                try await single(.reversal, of: "transfer", $0)
            },
            Endpoint(.post, "/v1/batches", for: callers) { try await batch($0) },
        ]
    }

    /// Serves one operation; `thing` is the member that the path's `{id}` is in a batch.
    private func single(
        _ type: OperationType,
        of thing: String? = nil,
        _ exchange: borrowing Exchange
    ) async throws -> Reply {
        var json = thing == "hold" ? try exchange.optionalJSON() : try exchange.json()
        if let thing { json = try Self.naming(thing, exchange.parameter("id"), in: json) }
        let operation = try OperationReader.operation(type, json)
        let stamp = try stamps.stamp(exchange)
        if try exchange.queryFlag("dryRun") { return try preview(operation, stamp) }
        let keyed = KeyedOperation(
            key: try exchange.idempotencyKey(),
            request: OperationReader.request(type, json),
            operation: operation
        )
        let applied = try await store.write(deadline: exchange.deadline) { [ledger] in
            try ledger.apply(keyed, stamp, $0)
        }
        counts.count(applied)
        var reply = Reply(status: applied.reply.status, body: applied.reply.body)
        reply.isReplayed = applied.isReplayed
        if reply.status >= 400 { reply.contentType = "application/problem+json" }
        return reply
    }

    /// The body with what the path names as a member, as a batch has it.
    private static func naming(
        _ thing: String,
        _ id: String,
        in json: JSON
    ) throws -> JSON {
        guard TimeOrderedID(id) != nil else {
            throw Problem(.notFound, "there is no such \(thing)")
        }
        guard case .object(let members) = json else { return json }
        if let named = members.first(where: { [thing, "ofKey"].contains($0.name) }) {
            throw JSONFault(at: named.name, "the path says what it is about")
        }
        return .object(members + [.init(thing, .string(id))])
    }

    private func batch(_ exchange: borrowing Exchange) async throws -> Reply {
        let batch = try OperationReader.batch(try exchange.json())
        let stamp = try stamps.stamp(exchange)
        let applied = try await store.write(
            weight: batch.count,
            deadline: exchange.deadline
        ) { [ledger] in
            try ledger.apply(batch: batch, stamp, $0)
        }
        for one in applied { counts.count(one) }
        return .json { writer in
            writer.name("results")
            writer.array(applied) { $1.reply.write(result: &$0, isReplayed: $1.isReplayed) }
        }
    }

    /// What an operation would do; the reply has no id.
    private func preview(_ operation: Operation, _ stamp: Stamp) throws -> Reply {
        let movement = try store.read { try ledger.preview(operation, stamp, $0) }
        return .json { writer in
            writer.member("dryRun", true)
            writer.member("kind", movement.kind.name)
            writer.member("asset", movement.asset.text)
            writer.member("amount", movement.amount.value)
            writer.name("balance")
            writer.object { writer in
                writer.member("asset", movement.asset.text)
                writer.member("available", movement.balance.available.value)
                writer.member("pending", movement.balance.pending.value)
                writer.member("held", movement.balance.held.value)
            }
        }
    }
}
