import GatewayDomain
import Access
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// Finds transfers by id and by key, and shows the end of the chain.
struct LookupEndpoints: Sendable {
    let store: Store
    let programme: GatewayProgramme
    let now: @Sendable () -> Instant

    var endpoints: [Endpoint] {
        let callers = Endpoint.Audience.roles([.service, .operator, .viewer])
        return [
            Endpoint(.get, "/v1/transfers/{id}", for: callers) { try byID($0) },
            Endpoint(.get, "/v1/transfers", for: callers, query: ["key", "caller"]) {
                try byKey($0)
            },
            Endpoint(.get, "/v1/holds/{id}", for: callers) { try hold($0) },
        ]
    }

    private func byID(_ exchange: borrowing Exchange) throws -> Reply {
        guard let id = TimeOrderedID(exchange.parameter("id")),
            let found = try store.read({ try $0.transfer(id, dueBy: now(), programme) })
        else { throw Problem(.notFound, "there is no such transfer") }
        return Self.reply(found)
    }

    private func hold(_ exchange: borrowing Exchange) throws -> Reply {
        guard let id = TimeOrderedID(exchange.parameter("id")),
            let (record, member, hold) = try store.read({ try hold(id, $0) })
        else { throw Problem(.notFound, "there is no such hold") }
        return .json { writer in
            writer.member("id", id.description)
            writer.member("member", member)
            writer.member("asset", hold.asset.text)
            writer.member("amount", record.amount)
            writer.member("left", hold.left.value)
            writer.member("state", hold.state.name)
            writer.member("expiresAt", hold.lapsesAt.description)
            writer.member("reason", record.reason)
            writer.member("reference", ifPresent: record.reference)
        }
    }

    /// A hold as it stands, lapsed where its time is over, whether that is stored or not.
    private func hold(
        _ id: TimeOrderedID,
        _ reads: borrowing Snapshot
    ) throws -> (TransferRecord, member: String, Hold)? {
        guard let found = try reads.transfer(id),
            let hold = try reads.hold(id, of: found.record.account),
            let opened = try reads.account(found.record.account)
        else { return nil }
        let zone = try programme.current(reads).section.calendar
        let due = try Book.open(opened, .balances, at: now(), in: zone, programme, reads).due
        let settled = due.compactMap(\.settled.hold).first { $0.id == id }
        return (found.record, found.member, settled ?? hold)
    }

    private func byKey(_ exchange: borrowing Exchange) throws -> Reply {
        guard let key = exchange.query("key"), IdempotencyKey(key) != nil else {
            throw JSONFault(at: "key", "must be 1 to 128 printable ASCII characters")
        }
        let space = try KeySpace.name(exchange)
        let found = try store.read { try $0.lookup(key, of: space) }
        guard let found, let record = found.record else {
            throw Problem(.notFound, "the key has not been used")
        }
        return Self.reply(TransferReply(record: record, member: found.member))
    }

    private static func reply(_ found: TransferReply) -> Reply {
        var writer = JSONWriter()
        found.write(result: &writer, isReplayed: nil)
        return Reply(body: writer.bytes)
    }
}
