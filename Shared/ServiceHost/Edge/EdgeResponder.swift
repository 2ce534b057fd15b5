import Hummingbird
import Problems

/// Finds the endpoint of a request; answers with a problem where there is none.
struct EdgeResponder: HTTPResponder {
    private let edge: Edge
    private let endpoints: [Endpoint]
    private let unrouted: EndpointMetrics
    private let router: RouterResponder<BasicRequestContext>

    init(edge: Edge, endpoints: [Endpoint]) {
        self.edge = edge
        self.endpoints = endpoints
        unrouted = EndpointMetrics(route: "none", method: "any", factory: edge.metrics)
        let router = Router(context: BasicRequestContext.self)
        for endpoint in endpoints {
            let counts = EndpointMetrics(
                route: endpoint.path,
                method: endpoint.method.rawValue,
                factory: edge.metrics
            )
            router.on(
                RouterPath(endpoint.path),
                method: .init(endpoint.method)
            ) { request, context in
                await edge.serve(endpoint, request, context.parameters, counting: counts)
            }
        }
        self.router = router.buildResponder()
    }

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        let response = try await router.respond(to: request, context: context)
        // Every endpoint's answer carries the request's id; the router's own answer does not.
        if response.headers[.requestID] != nil { return response }
        return request.method == .options ? edge.preflight(request) : notFound(request)
    }

    private func notFound(_ request: Request) -> Response {
        let start = ContinuousClock.now
        let headers = RequestHeaders(request.headers)
        let requestID = edge.identity.id(given: headers.requestID)
        let allowed = endpoints.filter { $0.matches(request.uri.path) }.map(\.method.rawValue)
        let slug: Slug = allowed.isEmpty ? .notFound : .methodNotAllowed
        var reply = Reply(Problem(slug), instance: requestID)
        reply.allow = allowed.isEmpty ? nil : Set(allowed).sorted().joined(separator: ", ")
        unrouted.record(status: reply.status, since: start)
        let response = edge.response(reply, origin: headers.origin, requestID: requestID)
        // What answers HEAD has no body; one would be taken for the next answer's beginning.
        return request.method == .head ? response.createHeadResponse() : response
    }
}

extension Endpoint {
    /// Whether a path is one of the endpoint's.
    fileprivate func matches(_ path: String) -> Bool {
        let own = self.path.split(separator: "/")
        let other = path.split(separator: "/")
        return own.count == other.count
            && zip(own, other).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
    }
}

extension HTTPRequest.Method {
    fileprivate init(_ method: Endpoint.Method) {
        switch method {
        case .get: self = .get
        case .post: self = .post
        case .put: self = .put
        }
    }
}
