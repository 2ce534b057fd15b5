import Access
import Intents
import Primitives
import ServiceHost
import Wire

/// Freezes that members buy.
struct FreezeEndpoints: Sendable {
    let intents: Intents
    let work: FreezeWork
    let stamps: Stamps

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .post,
                "/v1/members/{member}/freezes",
                for: .roles([.member, .operator]),
                query: ["dryRun"]
            ) { try await buy($0) },
            Endpoint(
                .get,
                "/v1/freezes/{id}",
                for: .roles([.member, .service, .operator, .viewer])
            ) { try intents.look(work.kind, $0) },
        ]
    }

    private func buy(_ exchange: borrowing Exchange) async throws -> Reply {
        let json = try exchange.optionalJSON()
        try ObjectReader(json).finish()
        let stamp = try stamps.stamp(exchange)
        let member = try exchange.member()
        return try await intents.serve(work.kind, of: member, exchange, body: json) {
            [work] opening, transaction in
            try work.reserve(stamp, opening, transaction)
        }
    }
}
