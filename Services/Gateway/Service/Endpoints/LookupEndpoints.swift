import Access
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// Finds transfers by id and by key, and shows the end of the chain.
struct LookupEndpoints: Sendable {
    let store: Store

    var endpoints: [Endpoint] {
        let callers = Endpoint.Audience.roles([.service, .operator, .viewer])
        return [
            Endpoint(.get, "/v1/transfers/{id}", for: callers) { try byID($0) },
            Endpoint(.get, "/v1/transfers", for: callers, query: ["key", "caller"]) {
                try byKey($0)
            },
            Endpoint(.get, "/v1/chain", for: .roles([.operator, .viewer])) { _ in try head() },
        ]
    }

    private func byID(_ exchange: borrowing Exchange) throws -> Reply {
        guard let id = TimeOrderedID(exchange.parameter("id")),
            let found = try store.read({ try $0.transfer(id) })
        else { throw Problem(.notFound, "there is no such transfer") }
        return Self.reply(found)
    }

    /// A service looks in its own key space, everybody else in that of the service it names.
    private func byKey(_ exchange: borrowing Exchange) throws -> Reply {
        guard let key = exchange.query("key"), IdempotencyKey(key) != nil else {
            throw JSONFault(at: "key", "must be 1 to 128 printable ASCII characters")
        }
        let caller = try exchange.caller
        let space: String
        if let service = exchange.query("caller") {
            guard caller.role != .service || service == caller.subject else {
                throw Problem(.forbidden, "a service sees its own keys only")
            }
            space = Caller(role: .service, subject: service).name
        } else {
            space = caller.name
        }
        let found = try store.read { try $0.lookup(key, of: space) }
        guard let found, let record = found.record else {
            throw Problem(.notFound, "the key has not been used")
        }
        return Self.reply(TransferReply(record: record, member: found.member))
    }

    private func head() throws -> Reply {
        let head = try store.read { try Chain.head($0) }
        return .json { writer in
            writer.member("number", head?.number ?? 0)
            writer.member("hash", (head?.hash ?? Chain.genesis).hexadecimal)
            writer.member("at", ifPresent: head?.at.description)
        }
    }

    private static func reply(_ found: TransferReply) -> Reply {
        var writer = JSONWriter()
        found.write(result: &writer, isReplayed: nil)
        return Reply(body: writer.bytes)
    }
}
