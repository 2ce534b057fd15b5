import Hummingbird
import Problems

extension Reply {
    /// Answers with a refusal.
    init(_ problem: Problem, instance: String) {
        self.init(
            status: problem.slug.status,
            body: problem.bytes(instance: instance),
            contentType: "application/problem+json"
        )
        retryAfterSeconds = problem.retryAfterSeconds
    }
}

extension Edge {
    /// The reply as it goes out, with the headers that every reply has.
    func response(_ reply: Reply, origin: String?, requestID: String) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = reply.contentType
        headers[.requestID] = requestID
        if reply.isReplayed { headers[.idempotencyReplayed] = "true" }
        if let seconds = reply.retryAfterSeconds { headers[.retryAfter] = "\(seconds)" }
        if let location = reply.location { headers[.location] = location }
        if let allow = reply.allow { headers[.allow] = allow }
        // Which origin asked changes the headers, also of an answer to one that may not.
        let varying = [reply.variesBy, limits.origins.isEmpty ? nil : "Origin"].compactMap(\.self)
        if !varying.isEmpty { headers[.vary] = varying.joined(separator: ", ") }
        if reply.status == 401 { headers[.wwwAuthenticate] = "Bearer" }
        if let origin, limits.origins.contains(origin) {
            headers[.accessControlAllowOrigin] = origin
            headers[.accessControlExposeHeaders] =
                "Idempotency-Replayed, Location, Retry-After, X-Request-Id"
        }
        return Response(
            status: .init(code: reply.status),
            headers: headers,
            body: .init(byteBuffer: ByteBuffer(bytes: reply.body))
        )
    }

    /// Answers what a browser asks before it calls from another origin.
    func preflight(_ request: Request) -> Response {
        var headers = HTTPFields()
        if let origin = request.headers[.origin], limits.origins.contains(origin) {
            headers[.accessControlAllowOrigin] = origin
            headers[.vary] = "Origin"
            headers[.accessControlAllowMethods] = "GET, POST, PUT"
            headers[.accessControlAllowHeaders] =
                "Authorization, Content-Type, Idempotency-Key, Request-Timeout-Ms, X-Request-Id, "
                + "traceparent"
            headers[.accessControlMaxAge] = "600"
        }
        return Response(status: .noContent, headers: headers)
    }
}
