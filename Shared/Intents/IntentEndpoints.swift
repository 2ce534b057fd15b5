import Access
import Primitives
import ServiceHost
import Storage
import Wire

/// Shows operators the intents that are pending, and which of them need a person.
package struct IntentEndpoints: Sendable {
    private let intents: Intents

    /// Shows the pending ones of these intents.
    package init(_ intents: Intents) {
        self.intents = intents
    }

    /// What is offered: `GET /v1/intents`.
    package var endpoints: [Endpoint] {
        [
            Endpoint(
                .get,
                "/v1/intents",
                for: .roles([.operator, .viewer]),
                query: ["state", "alarmed", "limit", "after"]
            ) { try list($0) }
        ]
    }

    private func list(_ exchange: borrowing Exchange) throws -> Reply {
        guard ["pending", nil].contains(exchange.query("state")) else {
            throw JSONFault(at: "state", "must be pending")
        }
        let isAlarmed = try exchange.queryFlag("alarmed")
        let limit = try exchange.limit()
        let place = try exchange.place(from: PendingPlace.start) { PendingPlace(cursor: $0) }
        let (found, counts) = try intents.store.read { reads in
            (
                try isAlarmed
                    ? reads.alarmedIntents(after: place, limit: limit)
                    : reads.pendingIntents(after: place, limit: limit),
                try reads.pendingCounts()
            )
        }
        return .json { writer in
            writer.member("pending", counts.values.reduce(0) { $0 + $1.pending })
            writer.member("alarmed", counts.values.reduce(0) { $0 + $1.alarmed })
            writer.name("items")
            writer.array(found) { $0.write(pending: $1, href: href(of: $1)) }
            if found.count == limit { writer.member("next", ifPresent: found.last?.cursor) }
        }
    }

    private func href(of intent: Intent) -> String? {
        intents.kinds[intent.kind]?.href(intent.id)
    }
}

extension PendingPlace {
    /// The place that a cursor names, or nil.
    fileprivate init?(cursor: String) {
        guard let colon = cursor.lastIndex(of: ":"),
            let id = TimeOrderedID(String(cursor[cursor.index(after: colon)...]))
        else { return nil }
        self.init(kind: String(cursor[..<colon]), id: id.bytes)
    }
}

extension Intent {
    /// Where a list goes on behind it.
    fileprivate var cursor: String { "\(kind):\(id)" }
}

extension JSONWriter {
    /// Writes an intent as the list shows it.
    fileprivate mutating func write(pending intent: Intent, href: String?) {
        object { writer in
            writer.member("id", intent.id.description)
            writer.member("kind", intent.kind)
            writer.member("member", intent.member.text)
            writer.member("state", intent.state.name)
            writer.member("href", ifPresent: href)
            writer.member("createdAt", intent.createdAt.description)
            writer.member("notAfter", intent.notAfter.description)
            writer.member("attempts", intent.attempts)
            guard let alarm = intent.alarm else { return }
            writer.name("alarm")
            writer.object { writer in
                if let status = alarm.status { writer.member("status", Int64(status)) }
                writer.member("reason", alarm.reason)
                writer.member("at", alarm.at.description)
            }
        }
    }
}
