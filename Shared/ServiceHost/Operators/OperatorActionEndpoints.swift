import Access
import Storage
import Wire

/// Shows what operators did, newest first.
struct OperatorActionEndpoints: Sendable {
    let store: Store

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .get,
                "/v1/audit",
                for: .roles([.operator, .viewer]),
                query: ["limit", "after"]
            ) { try list($0) }
        ]
    }

    private func list(_ exchange: borrowing Exchange) throws -> Reply {
        let limit = try exchange.limit()
        let before = try exchange.place(from: Int64.max, in: 1...Int64.max)
        let actions = try store.read { reads in
            try RecordedAction.all(before: before, limit: limit + 1, reads)
        }
        return .json { writer in
            writer.name("items")
            writer.array(actions.prefix(limit)) { writer, action in
                writer.object { action.write(to: &$0) }
            }
            if actions.count > limit { writer.member("next", "\(actions[limit - 1].number)") }
        }
    }
}
