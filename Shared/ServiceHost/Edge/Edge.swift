import Access
import Hummingbird
import Logging
import Primitives
import Problems
import Wire

/// What every request passes on its way to a handler and back: id, token, rate, body, metrics.
struct Edge: Sendable {
    let verifier: TokenVerifier
    let limits: Limits
    let logger: Logger
    let metrics: PrometheusRegistry
    let identity = RequestIdentity()

    /// What one request may take.
    struct Limits: Sendable {
        let bodyBytes: Int
        let request: Duration
        let memberRate: RateLimiter?
        let serviceRate: RateLimiter?
        let origins: Set<String>
    }

    /// Serves a request at an endpoint; whatever goes wrong becomes a problem.
    func serve(
        _ endpoint: Endpoint,
        _ request: Request,
        _ parameters: Parameters,
        counting counts: EndpointMetrics
    ) async -> Response {
        let start = ContinuousClock.now
        let headers = RequestHeaders(request.headers)
        let requestID = identity.id(given: headers.requestID)
        var reply: Reply
        var fault: (any Error)?
        do {
            let exchange = try await exchange(
                endpoint,
                request,
                headers,
                parameters,
                requestID: requestID,
                start: start
            )
            reply = try await endpoint.handle(exchange)
        } catch {
            let problem = Problem(refusing: error)
            reply = Reply(problem, instance: requestID)
            if problem.slug == .internalFault { fault = error }
        }
        counts.record(status: reply.status, since: start)
        log(reply, fault, endpoint, headers, requestID)
        return response(reply, origin: headers.origin, requestID: requestID)
    }

    /// One event a request: a fault of the service's own as an error, all else for debugging.
    private func log(
        _ reply: Reply,
        _ fault: (any Error)?,
        _ endpoint: Endpoint,
        _ headers: RequestHeaders,
        _ requestID: String
    ) {
        let level: Logger.Level = fault == nil ? .debug : .error
        guard logger.logLevel <= level else { return }
        logger.log(
            level: level,
            "served",
            metadata: [
                "request": "\(requestID)", "route": "\(endpoint.method.rawValue) \(endpoint.path)",
                "status": "\(reply.status)", "traceparent": "\(headers.traceparent ?? "none")",
                "error": "\(fault.map { "\($0)" } ?? "none")",
            ]
        )
    }

    private func exchange(
        _ endpoint: Endpoint,
        _ request: Request,
        _ headers: RequestHeaders,
        _ parameters: Parameters,
        requestID: String,
        start: ContinuousClock.Instant
    ) async throws -> Exchange {
        if let name = headers.doubled { throw JSONFault(at: name, "stands twice in the head") }
        let caller = try await caller(headers, at: endpoint)
        let deadline = start + (try timeLimit(headers))
        return Exchange(
            requestID: requestID,
            verifiedCaller: caller,
            deadline: deadline,
            headers: headers,
            parameters: parameters,
            query: try query(of: request, at: endpoint),
            body: endpoint.takesBody ? try await body(of: request, headers) : ByteBuffer()
        )
    }

    private func caller(
        _ headers: RequestHeaders,
        at endpoint: Endpoint
    ) async throws -> Caller? {
        guard case .roles(let roles) = endpoint.audience else { return nil }
        guard let token = headers.bearerToken else {
            throw Problem(.unauthenticated, "a bearer token is missing")
        }
        let caller = try await verifier.caller(of: String(token))
        guard roles.contains(caller.role) else {
            throw Problem(.forbidden, "a \(caller.role.rawValue) may not do this")
        }
        let limiter = caller.role == .member ? limits.memberRate : limits.serviceRate
        if let wait = limiter?.wait(for: caller.name) {
            throw Problem(
                .rateLimited,
                retryAfterSeconds: Int(wait.components.seconds) + 1
            )
        }
        return caller
    }

    private func timeLimit(_ headers: RequestHeaders) throws(JSONFault) -> Duration {
        guard let text = headers.requestTimeout else { return limits.request }
        guard let milliseconds = Int64(text), (1...3_600_000).contains(milliseconds) else {
            throw JSONFault(
                at: "Request-Timeout-Ms",
                "must be a whole number from 1 to 3600000"
            )
        }
        return min(limits.request, .milliseconds(milliseconds))
    }

    private func query(
        of request: Request,
        at endpoint: Endpoint
    ) throws(JSONFault) -> [(name: String, value: String)] {
        guard request.uri.query != nil else { return [] }
        var found: [(name: String, value: String)] = []
        for (name, value) in request.uri.queryParameters {
            let name = String(name)
            guard endpoint.query.contains(name) else {
                throw JSONFault(at: String(name.prefix(64)), "is not known in the query here")
            }
            guard !found.contains(where: { $0.name == name }) else {
                throw JSONFault(at: name, "stands twice in the query")
            }
            found.append((name, String(value)))
        }
        return found
    }

    private func body(
        of request: Request,
        _ headers: RequestHeaders
    ) async throws -> ByteBuffer {
        let limit = limits.bodyBytes
        let refusal = Problem(.payloadTooLarge, members: [.init("limit", .integer(Int64(limit)))])
        if let length = headers.contentLength.flatMap({ Int($0) }), length > limit {
            throw refusal
        }
        var body = ByteBuffer()
        do {
            for try await part in request.body {
                var part = part
                guard body.readableBytes + part.readableBytes <= limit else { throw refusal }
                if body.readableBytes == 0 { body = part } else { body.writeBuffer(&part) }
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            // A service that is being ended stops to read, which is no fault of the caller's.
            throw Task.isCancelled
                ? Problem(.unavailable, "the service is stopping", retryAfterSeconds: 1)
                : Problem(JSONFault(at: "", "the body is cut short, or its chunks are malformed"))
        }
        if body.readableBytes > 0 {
            guard headers.isBodyJSON else {
                throw Problem(.unsupportedMediaType, "the body must be application/json")
            }
            guard !headers.isBodyEncoded else {
                throw Problem(.unsupportedMediaType, "the body must not be compressed")
            }
        }
        return body
    }
}
