import Access
import CheckinDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// Pauses: days on which no check-in is expected.
struct PauseEndpoints: Sendable {
    let store: Store
    let desk: CheckinDesk
    let stamps: Stamps

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .post,
                "/v1/members/{member}/pauses",
                for: .roles([.member, .operator])
            ) { try await pause($0) }
        ]
    }

    private func pause(_ exchange: borrowing Exchange) async throws -> Reply {
        let id = try exchange.member()
        let json = try exchange.json()
        let span = try Self.span(json)
        let stamp = try stamps.stamp(exchange)
        let key = ReplyKey(
            caller: stamp.caller.name,
            route: "pauses",
            key: try exchange.idempotencyKey(),
            digest: RequestDigest(operation: "pauses", path: [id.text], body: json).bytes,
            now: stamp.now
        )
        return try await store.once(key, stamp, until: exchange.deadline) { [desk] transaction in
            let (rules, _) = try desk.rules(transaction.reads)
            var member = try desk.member(id, at: stamp.now, rules, transaction.reads)
            desk.hear(stamp.caller, &member, at: stamp.now, rules)
            do throws(PauseRefusal) {
                try member.pause(span, at: stamp.now, rules)
            } catch {
                throw Problem(error)
            }
            var ids = FreshIDs(stamp.id)
            try desk.save(member, of: id, rules, &ids, transaction)
            try transaction.record(OperatorAction("pause", on: "member:\(id.text)", stamp))
            return KeyedReply(
                status: 201,
                body: Reply.json { writer in
                    writer.member("member", id.text)
                    writer.member("from", span.lowerBound.description)
                    writer.member("to", span.upperBound.description)
                }.body
            )
        }
    }

    private static func span(_ json: JSON) throws(JSONFault) -> ClosedRange<CalendarDay> {
        var reader = try ObjectReader(json)
        guard let from = try reader.optionalDay("from") else {
            throw JSONFault(at: "from", "is missing")
        }
        guard let to = try reader.optionalDay("to") else {
            throw JSONFault(at: "to", "is missing")
        }
        try reader.finish()
        guard from <= to else { throw JSONFault(at: "to", "is before from") }
        return from...to
    }
}
