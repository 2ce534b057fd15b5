import Access
import GatewayDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// Credits and debits, alone and in batches.
struct LedgerEndpoints: Sendable {
    let store: Store
    let ledger: Ledger
    let counts: MovementCounts
    let now: @Sendable () -> Instant

    var endpoints: [Endpoint] {
        let callers = Endpoint.Audience.roles([.service, .operator])
        return [
            Endpoint(.post, "/v1/credits", for: callers, query: ["dryRun"]) {
                try await single(.credit, $0)
            },
            Endpoint(.post, "/v1/debits", for: callers, query: ["dryRun"]) {
                try await single(.debit, $0)
            },
            Endpoint(.post, "/v1/batches", for: callers) { try await batch($0) },
        ]
    }

    private func single(
        _ kind: Operation.Kind,
        _ exchange: borrowing Exchange
    ) async throws -> Reply {
        let json = try exchange.json()
        let operation = try OperationReader.operation(kind, json)
        if try exchange.queryFlag("dryRun") { return try preview(operation) }
        let keyed = KeyedOperation(
            key: try exchange.idempotencyKey(),
            request: OperationReader.request(kind, json),
            operation: operation
        )
        let stamp = Stamp(
            caller: try exchange.caller,
            requestID: exchange.requestID,
            now: now()
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

    private func batch(_ exchange: borrowing Exchange) async throws -> Reply {
        let batch = try OperationReader.batch(try exchange.json())
        let stamp = Stamp(
            caller: try exchange.caller,
            requestID: exchange.requestID,
            now: now()
        )
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
    private func preview(_ operation: Operation) throws -> Reply {
        let movement = try store.read { try ledger.preview(operation, now: now(), $0) }
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
