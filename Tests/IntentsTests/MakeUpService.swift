import Access
import Calls
import Intents
import Primitives
import ServiceHost
import Storage
import TestSupport
import Wire

/// A service that offers make-up days over HTTP, as a real one wires its intents.
enum MakeUpService {
    static func blueprint(gateway: PretendGateway, caller: HTTPCaller) -> Blueprint {
        Blueprint(
            name: "makeups",
            version: "1.0.0",
            summary: "make-up days for tests",
            port: 8999,
            settings: IntentTerms.settings,
            openAPI: [],
            assemble: { parts in
                let store = try Store.open(
                    parts.settings.text("store"),
                    migrations: [Stage.migration],
                    configuration: parts.store,
                    logger: parts.logger
                )
                let intents = Intents(
                    [MakeUps.kind],
                    in: store,
                    charging: caller.charging(at: gateway.url) { "Bearer one" },
                    terms: IntentTerms(parts.settings),
                    now: parts.now,
                    metrics: parts.metrics,
                    logger: parts.logger
                )
                return Assembly(
                    store: store,
                    endpoints: endpoints(intents) + IntentEndpoints(intents).endpoints
                )
            }
        )
    }

    private static func endpoints(_ intents: Intents) -> [Endpoint] {
        let callers = Endpoint.Audience.roles([.member, .service])
        return [
            Endpoint(.post, "/v1/members/{member}/makeups", for: callers, query: ["dryRun"]) {
                exchange in
                let member = try exchange.member()
                let body = try exchange.json()
                var reader = try ObjectReader(body)
                let day = try reader.integer("day", in: 0...100)
                try reader.finish()
                return try await intents.serve(
                    MakeUps.kind,
                    of: member,
                    exchange,
                    body: body,
                    reserve: MakeUps.reserve(day: day)
                )
            },
            Endpoint(.get, "/v1/makeups/{id}", for: callers) { exchange in
                try intents.look(MakeUps.kind, exchange)
            },
        ]
    }
}
