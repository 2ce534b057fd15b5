import Access
import Wire

/// A request that shows that its reply is as it is described.
package struct DescribedRequest: Sendable {
    /// The method and the address; names in capitals stand for ids that were kept.
    package let line: String
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

    /// Describes a request.
    ///
    /// - Parameters:
    ///   - line: The method and the address, such as `GET /v1/draws/DRAW?limit=1`; names in
    ///     capitals stand for ids that were kept.
    ///   - body: What is sent.
    ///   - key: The key in the header.
    ///   - role: Whose token is sent.
    ///   - status: The status that the answer must have.
    ///   - naming: Under which name the answer's id is kept.
    package init(
        _ line: String,
        _ body: JSON? = nil,
        key: String? = nil,
        by role: Role = .service,
        status: Int = 200,
        naming: String? = nil
    ) {
        self.line = line
        self.body = body
        self.key = key
        self.role = role
        self.status = status
        self.naming = naming
    }

    /// The method of HTTP.
    package var method: String { String(line.prefix { $0 != " " }) }

    /// The path without its query, as it is written.
    package var path: String {
        String(line.drop { $0 != " " }.dropFirst().prefix { $0 != "?" })
    }

    /// The path and the query, each name in capitals replaced by the id that is kept under it.
    package func address(with ids: [String: String]) -> String {
        ids.reduce(String(line.drop { $0 != " " }.dropFirst())) {
            $0.replacing($1.key, with: $1.value)
        }
    }
}
