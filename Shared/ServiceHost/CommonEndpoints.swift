import Access
import CoreMetrics
import Problems
import Storage
import Wire

/// What every service offers.
enum CommonEndpoints {
    static func all(
        of blueprint: Blueprint,
        assembly: Assembly,
        metrics: PrometheusRegistry
    ) -> [Endpoint] {
        let store = assembly.store
        let depth = metrics.makeMeter(label: "jifen_store_queue_depth", dimensions: [])
        return [
            Endpoint(.get, "/health/live", for: .anyone) { _ in
                .json { $0.member("status", "live") }
            },
            Endpoint(.get, "/health/ready", for: .anyone) { _ in try ready(store) },
            Endpoint(.get, "/metrics", for: .anyone) { _ in
                depth.set(Int64(store.queueDepth))
                assembly.measure()
                return Reply(
                    body: Array(metrics.text().utf8),
                    contentType: "text/plain; version=0.0.4"
                )
            },
            Endpoint(.get, "/openapi.yaml", for: .anyone) { _ in
                Reply(body: blueprint.openAPI, contentType: "application/yaml")
            },
            Endpoint(.get, "/problems/{slug}", for: .anyone) { try page($0) },
            Endpoint(.get, "/v1/store/check", for: .roles([.operator, .viewer])) { _ in
                try await check(store)
            },
        ] + OperatorActionEndpoints(store: store).endpoints
    }

    private static func ready(_ store: Store) throws -> Reply {
        _ = try store.read { try $0.first("SELECT 1") { $0.int(0) } }
        return .json { $0.member("status", "ready") }
    }

    private static func check(_ store: Store) async throws -> Reply {
        let start = ContinuousClock.now
        let faults = try await store.check()
        let duration = ContinuousClock.now - start
        return .json { writer in
            writer.member("sound", faults.isEmpty)
            writer.name("faults")
            writer.array(faults) { writer, fault in writer.string(fault) }
            writer.member("durationMs", duration.nanoseconds / 1_000_000)
        }
    }

    /// What a slug means, for the person who follows a problem's `type`.
    private static func page(_ exchange: borrowing Exchange) throws -> Reply {
        guard let slug = Slug(rawValue: exchange.parameter("slug")) else {
            throw Problem(.notFound, "there is no such problem")
        }
        let html = """
            <!doctype html><meta charset="utf-8"><title>\(slug.title)</title>
            <h1>\(slug.title)</h1>
            <p><code>\(slug.rawValue)</code>, status \(slug.status)</p>
            <p>\(slug.explanation)</p>

            """
        return Reply(body: Array(html.utf8), contentType: "text/html; charset=utf-8")
    }
}
