import Access
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// Shows what a service owes its neighbours, and lets operators bring on what is parked.
package struct OutboxEndpoints: Sendable {
    private let store: Store
    private let relay: Relay
    private let now: @Sendable () -> Instant

    /// Serves the rows of a store and the relay that delivers them.
    package init(store: Store, relay: Relay, now: @escaping @Sendable () -> Instant) {
        self.store = store
        self.relay = relay
        self.now = now
    }

    /// The endpoints.
    package var endpoints: [Endpoint] {
        [
            Endpoint(
                .get,
                "/v1/outbox",
                for: .roles([.operator, .viewer]),
                query: ["state", "limit", "after"]
            ) { try list($0) },
            Endpoint(.post, "/v1/outbox/{id}/retry", for: .roles([.operator])) { exchange in
                let json = try exchange.optionalJSON()
                try ObjectReader(json).finish()
                return try await act(.retry, json, exchange)
            },
            Endpoint(.post, "/v1/outbox/{id}/settle", for: .roles([.operator])) { exchange in
                let json = try exchange.json()
                var reader = try ObjectReader(json)
                let reason = try reader.text("reason")
                try reader.finish()
                return try await act(.settle(reason: reason), json, exchange)
            },
        ]
    }

    private func act(
        _ action: RowAction,
        _ json: JSON,
        _ exchange: borrowing Exchange
    ) async throws -> Reply {
        let id = exchange.parameter("id")
        let caller = try exchange.caller
        let route = "outbox/\(action.name)"
        let key = ReplyKey(
            caller: caller.name,
            route: route,
            key: try exchange.idempotencyKey(),
            digest: RequestDigest(operation: route, path: [id], body: json).bytes,
            now: now()
        )
        let record = action.record(of: id, by: caller, at: key.now, request: exchange.requestID)
        let (reply, neighbour) = try await store.write(
            deadline: exchange.deadline
        ) { [hook = relay.hook] transaction -> (Reply, String?) in
            var neighbour: String?
            let reply = try transaction.once(key) { transaction in
                let row = try action.apply(
                    to: id,
                    by: caller.name,
                    at: key.now,
                    hook,
                    transaction
                )
                neighbour = row.neighbour
                try transaction.record(record)
                return KeyedReply(status: 200, body: Reply.json { row.write(to: &$0) }.body)
            }
            return (Reply(reply), neighbour)
        }
        if let neighbour { relay.lookAgain(for: neighbour) }
        return reply
    }

    private func list(_ exchange: borrowing Exchange) throws -> Reply {
        let limit = try exchange.limit()
        let after = try exchange.place(from: 0, in: 0...Int64.max)
        guard let choice = ListedRow.Choice(exchange.query("state")) else {
            let names = RowState.allCases.map(\.name).joined(separator: ", ")
            throw JSONFault(at: "state", "must be parked, \(names)")
        }
        let page = try store.read { try self.page(choice, after: after, limit: limit, $0) }
        let now = now()
        return .json { writer in
            writer.name("neighbours")
            writer.array(page.standings) { writer, standing in
                writer.object { write(standing, at: now, to: &$0) }
            }
            writer.name("items")
            writer.array(page.rows.prefix(limit)) { writer, entry in
                writer.object { writer in
                    entry.row.write(to: &writer)
                    writer.name("actions")
                    writer.array(entry.actions) { writer, action in
                        writer.object { action.write(to: &$0) }
                    }
                }
            }
            if page.rows.count > limit {
                writer.member("next", "\(page.rows[limit - 1].row.number)")
            }
        }
    }

    private struct Page {
        let standings: [LaneStanding]
        let rows: [(row: ListedRow, actions: [ListedAction])]
    }

    private func page(
        _ choice: ListedRow.Choice,
        after: Int64,
        limit: Int,
        _ reads: borrowing Snapshot
    ) throws -> Page {
        var rows: [(row: ListedRow, actions: [ListedAction])] = []
        for row in try reads.listedRows(choice, after: after, limit: limit + 1) {
            rows.append((row, try ListedAction.all(on: row.id, reads)))
        }
        return Page(standings: try relay.standings(reads), rows: rows)
    }

    private func write(_ standing: LaneStanding, at now: Instant, to writer: inout JSONWriter) {
        let entry = relay.health(of: standing.lane.name)
        writer.member("name", standing.lane.name)
        writer.member("state", entry?.health.rawValue ?? "absent")
        writer.member("detail", ifPresent: entry?.detail)
        writer.member("owed", standing.owed)
        writer.member("parked", standing.parked)
        writer.member("oldestOwedAt", ifPresent: standing.oldest?.description)
        if standing.oldest != nil {
            writer.member("oldestSeconds", Int64(standing.age(at: now)))
        }
    }
}
