/// What one command may do to the store; all of it is committed, or none.
///
/// A body that has a transaction is synchronous and may be run again from its start, so it takes
/// instants, ids and randomness from its command. A body refuses before it writes.
package struct Transaction: ~Copyable {
    /// The store as the command sees it, what it has written itself included.
    package let reads: Snapshot
    private let connection: any Connection

    init(connection: any Connection) {
        self.connection = connection
        reads = Snapshot(connection: connection)
    }

    /// Runs a statement that has no result.
    ///
    /// - Returns: The number of rows that it changed.
    /// - Throws: `StorageError`.
    @discardableResult
    package borrowing func execute(_ sql: StaticString, _ values: SQLValue...) throws -> Int64 {
        let before = connection.changeCount
        try connection.run(sql, values) { _ in true }
        return connection.changeCount - before
    }

    /// How many rows the store's writer has changed so far; equal before and after a body that
    /// has written nothing.
    var changeCount: Int64 { connection.changeCount }
}
