import Problems
import Storage
import Wire

/// What every service offers.
enum CommonEndpoints {
    static func all(
        of blueprint: Blueprint,
        store: Store,
        metrics: PrometheusRegistry
    ) -> [Endpoint] {
        [
            Endpoint(.get, "/health/live", for: .anyone) { _ in
                .json { $0.member("status", "live") }
            },
            Endpoint(.get, "/health/ready", for: .anyone) { _ in try ready(store) },
            Endpoint(.get, "/metrics", for: .anyone) { _ in
                Reply(
                    body: Array(metrics.text().utf8),
                    contentType: "text/plain; version=0.0.4"
                )
            },
            Endpoint(.get, "/openapi.yaml", for: .anyone) { _ in
                Reply(body: blueprint.openAPI, contentType: "application/yaml")
            },
            Endpoint(.get, "/problems/{slug}", for: .anyone) { try page($0) },
        ]
    }

    private static func ready(_ store: Store) throws -> Reply {
        _ = try store.read { try $0.first("SELECT 1") { $0.int(0) } }
        return .json { $0.member("status", "ready") }
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
