import Access
import CheckinDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// Freezes that other services hand out.
struct GrantEndpoints: Sendable {
    let store: Store
    let desk: CheckinDesk
    let stamps: Stamps

    var endpoints: [Endpoint] {
        [
            Endpoint(.post, "/v1/grants", for: .roles([.service, .operator])) {
                try await grant($0)
            }
        ]
    }

    private func grant(_ exchange: borrowing Exchange) async throws -> Reply {
        let json = try exchange.json()
        let grant = try FreezeGrant(json)
        let stamp = try stamps.stamp(exchange)
        let key = ReplyKey(grant.key, in: json, for: "grants", stamp)
        return try await store.once(key, stamp, until: exchange.deadline) { [desk] transaction in
            let (rules, _) = try desk.rules(transaction.reads)
            var member = try desk.member(grant.member, at: stamp.now, rules, transaction.reads)
            do throws(FreezeRefusal) {
                try member.giveFreezes(grant.count, at: stamp.now, rules)
            } catch {
                throw Problem(error)
            }
            var ids = FreshIDs(stamp.id)
            try desk.save(member, of: grant.member, rules, &ids, transaction)
            try grant.record(on: rules.programmeDay(at: stamp.now), stamp, transaction)
            return KeyedReply(
                status: 201,
                body: Reply.json { writer in
                    writer.member("member", grant.member.text)
                    writer.member("freezes", grant.count)
                    writer.member("held", member.freezes.held)
                    writer.member("source", grant.source)
                }.body
            )
        }
    }
}

/// Freezes for a member, and where they come from.
private struct FreezeGrant: Sendable {
    let key: IdempotencyKey
    let member: MemberID
    let count: Int64
    let source: String

    init(_ json: JSON) throws(JSONFault) {
        var reader = try ObjectReader(json)
        key = try reader.key()
        member = try reader.identifier("member")
        guard try reader.text("kind") == "freeze" else {
            throw JSONFault(at: "kind", "must be freeze")
        }
        count = try reader.integer("count", in: 1...31)
        source = try reader.text("source")
        try reader.finish()
    }
    /// Counts the freezes, and records who gave them where an operator did.
    func record(
        on day: CalendarDay,
        _ stamp: Stamp,
        _ transaction: borrowing Transaction
    ) throws {
        transaction.count(DayCount(.freezesGranted, of: count), on: day)
        let subject = "member:\(member.text)"
        try transaction.record(
            OperatorAction("freezes.grant", on: subject, because: source, stamp)
        )
    }
}
