import Access
import GatewayDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// Takes business events, alone and in batches, and looks them up.
struct EventEndpoints: Sendable {
    let store: Store
    let desk: EventDesk
    let counts: MovementCounts
    let stamps: Stamps

    var endpoints: [Endpoint] {
        [
            Endpoint(.post, "/v1/events", for: .roles([.service, .operator])) {
                try await take($0)
            },
            Endpoint(
                .get,
                "/v1/events/{id}",
                for: .roles([.service, .operator, .viewer]),
                query: ["caller"]
            ) { try find($0) },
        ]
    }

    private func take(_ exchange: borrowing Exchange) async throws -> Reply {
        let json = try exchange.json()
        let events: [EventDesk.Sent]
        let isBatch: Bool
        switch try EventReader.body(json) {
        case .one(let request):
            isBatch = false
            events = [EventDesk.Sent(request: request, body: json.text(of: nil), index: nil)]
        case .batch(let requests):
            isBatch = true
            events = requests.enumerated().map { index, request in
                EventDesk.Sent(
                    request: request,
                    body: json.text(of: index),
                    index: index
                )
            }
        }
        let stamp = try stamps.stamp(exchange)
        let applied = try await store.write(
            weight: events.count,
            deadline: exchange.deadline
        ) { [desk] in try desk.apply(events, stamp, $0) }
        for record in applied.flatMap(\.records) { counts.count(record) }
        if !isBatch, let one = applied.first { return Self.reply(one) }
        return .json { writer in
            writer.name("results")
            writer.array(applied) { $1.write(to: &$0, showingReplay: true) }
        }
    }

    private static func reply(_ applied: AppliedEvent) -> Reply {
        var reply = Reply(status: Int(applied.status), body: applied.body)
        reply.isReplayed = applied.isReplayed
        if applied.status != 201 { reply.contentType = "application/problem+json" }
        return reply
    }

    private func find(_ exchange: borrowing Exchange) throws -> Reply {
        let space = try KeySpace.name(exchange)
        let id = exchange.parameter("id")
        let found = try store.read { reads in
            try reads.caller(named: space).flatMap { try reads.event(id, of: $0) }
        }
        guard let found else { throw Problem(.notFound, "there is no such event") }
        var writer = JSONWriter()
        AppliedEvent(id: found.id, EventOutcome(found), isReplayed: true)
            .write(to: &writer, showingReplay: false)
        return Reply(body: writer.bytes)
    }
}

extension JSON {
    /// The text of one of its events, or of itself.
    fileprivate func text(of index: Int?) -> String {
        let json = index.flatMap { self["events"]?[$0] } ?? self
        return String(decoding: JSONWriter.bytes(of: json), as: UTF8.self)
    }
}
