import Access
import CheckinDomain
import Intents
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// Make-up days, and their reversal by an operator.
struct MakeUpEndpoints: Sendable {
    let store: Store
    let intents: Intents
    let work: MakeUpWork
    let stamps: Stamps

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .post,
                "/v1/members/{member}/makeups",
                for: .roles([.member, .operator]),
                query: ["dryRun"]
            ) { try await makeUp($0) },
            Endpoint(
                .get,
                "/v1/makeups/{id}",
                for: .roles([.member, .service, .operator, .viewer])
            ) { try intents.look(work.kind, $0) },
            Endpoint(.post, "/v1/makeups/{id}/reversal", for: .roles([.operator])) {
                try await reverse($0)
            },
        ]
    }

    private func makeUp(_ exchange: borrowing Exchange) async throws -> Reply {
        let json = try exchange.json()
        var reader = try ObjectReader(json)
        guard let day = try reader.optionalDay("day") else {
            throw JSONFault(at: "day", "is missing")
        }
        try reader.finish()
        let stamp = try stamps.stamp(exchange)
        let member = try exchange.member()
        return try await intents.serve(work.kind, of: member, exchange, body: json) {
            [work] opening, transaction in
            let reservation = try work.reserve(day, stamp, opening, transaction)
            let subject = "member:\(member.text) day:\(day)"
            try transaction.record(OperatorAction("makeup", on: subject, stamp))
            return reservation
        }
    }

    private func reverse(_ exchange: borrowing Exchange) async throws -> Reply {
        let json = try exchange.json()
        var reader = try ObjectReader(json)
        let reason = try reader.text("reason")
        try reader.finish()
        let intent = try intents.intent(work.kind, exchange)
        let stamp = try stamps.stamp(exchange)
        let key = ReplyKey(
            caller: stamp.caller.name,
            route: "makeups/reversal",
            key: try exchange.idempotencyKey(),
            digest: RequestDigest(
                operation: "makeups/reversal",
                path: [intent.id.description],
                body: json
            ).bytes,
            now: stamp.now
        )
        let day = try Meaning(intent.meaning).repairedDay
        return try await store.once(key, stamp, until: exchange.deadline) { [work] transaction in
            let reply = try work.reverse(
                intent.id,
                of: intent.member,
                on: day,
                wasCharged: intent.charge != nil,
                reason: reason,
                stamp,
                transaction
            )
            try transaction.record(
                OperatorAction(
                    "makeup.reversal",
                    on: "makeup:\(intent.id)",
                    because: reason,
                    stamp
                )
            )
            return reply
        }
    }
}
