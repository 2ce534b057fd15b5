import Access

extension Endpoint {
    /// Shows operators, a page at a time, where what is stored is not what it was made of.
    ///
    /// - Parameter handle: Serves one request, whose `after` names where it goes on.
    /// - Returns: The operation.
    package static func reconciliation(
        _ handle: @escaping @Sendable (borrowing Exchange) async throws -> Reply
    ) -> Endpoint {
        Endpoint(
            .get,
            "/v1/reconciliation",
            for: .roles([.operator, .viewer]),
            query: ["after"],
            handle
        )
    }
}
