/// What one command may do to the store; all of it is committed, or none.
///
/// A body that has a transaction is synchronous and may be run again from its start, so it takes
/// instants, ids and randomness from its command. A body refuses before it writes.
package struct Transaction: ~Copyable {
    /// The store as the command sees it, what it has written itself included.
    package let reads: Snapshot
    private let connection: any Connection
    private let memory: GroupMemory

    init(connection: any Connection, memory: GroupMemory) {
        self.connection = connection
        self.memory = memory
        reads = Snapshot(connection: connection, memory: memory)
    }

    /// What the commands of the group share.
    package borrowing func part<Part: GroupPart>(_ type: Part.Type) -> Part {
        memory.part(type)
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

    /// Runs a part of the command that may fail without the rest.
    ///
    /// What a part that fails has written is undone, and the command goes on; so a command of many
    /// rows passes over one that cannot be done. A part has no parts of its own.
    ///
    /// - Parameter body: The part; it may be run again from its start with the command.
    /// - Returns: What the part returned, or what it threw.
    /// - Throws: `StorageError` where the command cannot go on either: its time is over, or the
    ///   disk is full or has failed.
    package borrowing func attempt<Value>(
        _ body: (borrowing Transaction) throws -> Value
    ) throws -> Result<Value, any Error> {
        try connection.run("SAVEPOINT part", []) { _ in true }
        let marks = memory.marks
        let result: Result<Value, any Error>
        do {
            result = .success(try body(self))
        } catch let error as StorageError where error.undoesGroup || error == .timeIsOver {
            throw error
        } catch {
            result = .failure(error)
            try connection.run("ROLLBACK TO SAVEPOINT part", []) { _ in true }
            memory.undo(to: marks)
        }
        try connection.run("RELEASE SAVEPOINT part", []) { _ in true }
        return result
    }

    /// How many rows the store's writer has changed so far, and how much the group has gathered
    /// that is still to be stored; equal before and after a body that has written nothing.
    package var changeCount: Int64 { connection.changeCount + memory.size }
}
