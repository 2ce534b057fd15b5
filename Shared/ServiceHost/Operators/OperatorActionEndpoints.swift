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
        guard let before = exchange.query("after").map({ Int64($0) }) ?? Int64.max, before > 0
        else { throw JSONFault(at: "after", "is no cursor of this list") }
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
