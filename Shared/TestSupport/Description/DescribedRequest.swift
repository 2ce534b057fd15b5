import Access
import Wire

/// A request that shows that its reply is as it is described.
package struct DescribedRequest: Sendable {
    /// The method and the path as they are described.
    package let route: String
    /// What is sent, or nil.
    package let body: JSON?
    /// The key that is sent in the header, or nil.
    package let key: String?
    /// Whose token is sent.
    package let role: Role
    /// The status that the answer must have.
    package let status: Int
    /// Under which name the id of what it makes or finds first is kept, or nil.
    package let naming: String?
    private let path: String

    /// Describes a request.
    ///
    /// - Parameters:
    ///   - route: The method and the path as they are described.
    ///   - path: The path and query that are sent, where they differ from the route's; names in
    ///     capitals stand for ids that were kept.
    ///   - body: What is sent.
    ///   - key: The key in the header.
    ///   - role: Whose token is sent.
    ///   - status: The status that the answer must have.
    ///   - naming: Under which name the answer's id is kept.
    package init(
        _ route: String,
        _ path: String? = nil,
        _ body: JSON? = nil,
        key: String? = nil,
        by role: Role = .service,
        status: Int = 200,
        naming: String? = nil
    ) {
        self.route = route
        self.path = path ?? String(route.split(separator: " ").last ?? "")
        self.body = body
        self.key = key
        self.role = role
        self.status = status
        self.naming = naming
    }

    /// The method of HTTP.
    package var method: String { String(route.prefix { $0 != " " }) }

    /// The path, each name in capitals replaced by the id that is kept under it.
    package func path(with ids: [String: String]) -> String {
        ids.reduce(path) { $0.replacing($1.key, with: $1.value) }
    }
}
