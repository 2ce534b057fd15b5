import Access

/// One operation that a service offers.
package struct Endpoint: Sendable {
    /// The methods of HTTP in use.
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
    }

    /// Who may call.
    package enum Audience: Sendable {
        /// Everybody, without a token.
        case anyone
        /// Callers whose token has one of these roles.
        case roles(Set<Role>)
    }

    /// The method.
    package let method: Method
    /// The path, with parameters in braces: `/v1/members/{member}/balance`.
    package let path: String
    /// Who may call.
    package let audience: Audience
    /// The names that the query may hold.
    package let query: [String]
    /// Serves one request.
    package let handle: @Sendable (borrowing Exchange) async throws -> Reply

    /// Offers an operation.
    package init(
        _ method: Method,
        _ path: String,
        for audience: Audience,
        query: [String] = [],
        _ handle: @escaping @Sendable (borrowing Exchange) async throws -> Reply
    ) {
        self.method = method
        self.path = path
        self.audience = audience
        self.query = query
        self.handle = handle
    }

    var takesBody: Bool { method != .get }
}
