import Access
import BadgesDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// What members do with tasks: take them up, and claim what they have earned.
struct TaskEndpoints: Sendable {
    let store: Store
    let desk: BadgesDesk
    let stamps: Stamps

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .post,
                "/v1/members/{member}/tasks/{task}/claim",
                for: .roles([.member, .service])
            ) { try await claim($0) },
            Endpoint(
                .post,
                "/v1/members/{member}/tasks/{task}/takeup",
                for: .roles([.member, .service])
            ) { try await takeUp($0) },
        ]
    }

    private func claim(_ exchange: borrowing Exchange) async throws -> Reply {
        let json = try exchange.optionalJSON()
        var reader = try ObjectReader(json)
        let period = try reader.optionalDay("period")
        try reader.finish()
        return try await change("tasks.claim", exchange, json) { desk, id, turn, ids, transaction in
            try desk.claim(id, in: period, &turn, &ids, transaction)
        }
    }

    private func takeUp(_ exchange: borrowing Exchange) async throws -> Reply {
        let json = try exchange.optionalJSON()
        try ObjectReader(json).finish()
        return try await change("tasks.takeup", exchange, json) { desk, id, turn, _, transaction in
            try desk.takeUp(id, &turn, transaction)
        }
    }

    /// What is done to a task of a member.
    private typealias Work =
        @Sendable (
            BadgesDesk, TaskID, inout BadgesDesk.Turn, inout FreshIDs, borrowing Transaction
        ) throws -> TaskStanding

    /// Changes how a member stands with the task of the path, once under the request's key.
    private func change(
        _ route: String,
        _ exchange: borrowing Exchange,
        _ json: JSON,
        _ work: @escaping Work
    ) async throws -> Reply {
        let member = try exchange.member()
        guard let id = TaskID(exchange.parameter("task")) else {
            throw Problem(.notFound, "there is no such task")
        }
        let stamp = try stamps.stamp(exchange)
        let key = ReplyKey(
            caller: stamp.caller.name,
            route: route,
            key: try exchange.idempotencyKey(),
            digest: RequestDigest(operation: route, path: [member.text, id.text], body: json).bytes,
            now: stamp.now
        )
        return try await store.once(key, stamp, until: exchange.deadline) { [desk] transaction in
            var ids = FreshIDs(stamp.id)
            var turn = try desk.turn(of: member, at: stamp.now, transaction)
            let task = try work(desk, id, &turn, &ids, transaction)
            // What is taken up may be done already, and what is claimed may unlock another task.
            turn.touched.formUnion([id])
            try desk.end(&turn, &ids, transaction)
            transaction.count(turn.tally)
            let (entry, period) = (task.entry, task.period)
            let now = try TaskStanding(entry, period, by: turn.counters, transaction.reads)
            let parts = turn.section.parts
            return KeyedReply(
                status: 201,
                body: Reply.json { writer in
                    writer.member("member", member.text)
                    now.write(to: &writer, parts)
                }.body
            )
        }
    }
}
