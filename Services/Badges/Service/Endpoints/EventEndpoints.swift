import Access
import BadgesDomain
import Primitives
import ServiceHost
import Storage
import Wire

/// What other services tell of members.
struct EventEndpoints: Sendable {
    /// How many events one request may tell.
    private static let largestBatch = 500

    let store: Store
    let desk: BadgesDesk
    let stamps: Stamps

    var endpoints: [Endpoint] {
        [Endpoint(.post, "/v1/events", for: .roles([.service])) { try await take($0) }]
    }

    private func take(_ exchange: borrowing Exchange) async throws -> Reply {
        let stamp = try stamps.stamp(exchange)
        var reader = try ObjectReader(try exchange.json())
        guard let items = try reader.required("events").elements,
            (1...Self.largestBatch).contains(items.count)
        else { throw JSONFault(at: "events", "must be a list of 1 to \(Self.largestBatch)") }
        try reader.finish()
        var events: [ToldEvent] = []
        for (index, item) in items.enumerated() {
            let path = "events[\(index)]"
            events.append(try ToldEvent(item, at: path, from: stamp.caller.subject))
        }
        let told = events
        let results = try await store.write(weight: told.count, deadline: exchange.deadline) {
            [desk] transaction in try desk.take(told, stamp, transaction)
        }
        return .json { writer in
            writer.name("results")
            writer.array(results) { writer, result in
                writer.object { writer in
                    writer.member("id", result.id.text)
                    writer.member("status", 201 as Int64)
                    writer.member("replayed", result.isReplayed)
                }
            }
        }
    }
}
