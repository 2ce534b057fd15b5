import Storage

/// A change of a store behind its service's back, and what an audit finds of it.
package struct StoreTampering: Sendable, CustomStringConvertible {
    /// What is changed.
    package let description: String
    /// How the names of the differences begin that may be found.
    package let found: Set<String>
    /// The change.
    package let change: @Sendable (borrowing Transaction) throws -> Void

    /// Describes a change.
    ///
    /// - Parameters:
    ///   - description: What is changed.
    ///   - found: How the names of the differences begin that may be found.
    ///   - change: The change.
    package init(
        _ description: String,
        finds found: Set<String>,
        change: @escaping @Sendable (borrowing Transaction) throws -> Void
    ) {
        self.description = description
        self.found = found
        self.change = change
    }
}
