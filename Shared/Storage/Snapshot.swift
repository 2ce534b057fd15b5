/// A connection of an engine: runs one statement at a time, on one thread at a time.
protocol Connection: AnyObject {
    /// Runs a statement, visiting each row until the visitor says false.
    func run(
        _ sql: StaticString,
        _ values: [SQLValue],
        _ visit: (borrowing Row) throws -> Bool
    ) throws

    /// What was made of the store as it is, where that is known; else what the body makes of it.
    func remembered<Value>(_ make: () throws -> Value) throws -> Value

    /// The steps by which the engine finds the rows of a statement, which does not run.
    func plan(of sql: String) throws -> [String]

    /// How many rows the connection has changed since it was opened.
    var changeCount: Int64 { get }
}

/// What a read sees: the store as it was at one instant.
///
/// Statements are literals, so that nothing from a request can become SQL. What reads rows is
/// compiled where it is called, for what is made of those rows: what serves any type is slower.
@usableFromInline
package struct Snapshot: ~Copyable {
    let connection: any Connection
    /// What the commands of a group share; nil where this is not the view of a command.
    let memory: GroupMemory?

    init(connection: any Connection, memory: GroupMemory? = nil) {
        self.connection = connection
        self.memory = memory
    }

    /// The first row of a result, or nil where there is none.
    ///
    /// - Throws: `StorageError`.
    @inlinable
    package borrowing func first<Value>(
        _ sql: StaticString,
        _ values: SQLValue...,
        as read: (borrowing Row) throws -> Value
    ) throws -> Value? {
        var found: Value?
        try run(sql, values) { row in
            found = try read(row)
            return false
        }
        return found
    }

    /// All rows of a result, which the statement must bound.
    ///
    /// - Throws: `StorageError`.
    @inlinable
    package borrowing func all<Value>(
        _ sql: StaticString,
        _ values: SQLValue...,
        as read: (borrowing Row) throws -> Value
    ) throws -> [Value] {
        var found: [Value] = []
        try run(sql, values) { row in
            found.append(try read(row))
            return true
        }
        return found
    }

    /// Visits the rows of a result in turn, without gathering them.
    ///
    /// - Throws: `StorageError`, or what the visitor throws.
    package borrowing func each(
        _ sql: StaticString,
        _ values: SQLValue...,
        visit: (borrowing Row) throws -> Void
    ) throws {
        try connection.run(sql, values) { row in
            try visit(row)
            return true
        }
    }

    /// What the commands of the group share, or nil where this is not the view of a command.
    package borrowing func part<Part: GroupPart>(_ type: Part.Type) -> Part? {
        memory?.part(type)
    }

    /// Something that is made of the whole store, and not made again until anything is committed.
    ///
    /// It is kept for the next reads, one value of each type. It is made each time within a
    /// command, and where no statement of the read has run before, as no snapshot is taken yet.
    ///
    /// - Parameter make: Makes it of this snapshot alone.
    /// - Returns: What the body has made of the store as this snapshot sees it.
    /// - Throws: What the body throws.
    package borrowing func remembered<Value>(_ make: () throws -> Value) throws -> Value {
        try connection.remembered(make)
    }

    /// Runs a statement, visiting each row until the visitor says false.
    @usableFromInline
    borrowing func run(
        _ sql: StaticString,
        _ values: [SQLValue],
        _ visit: (borrowing Row) throws -> Bool
    ) throws {
        try connection.run(sql, values, visit)
    }

    /// How the engine finds the rows of a statement, for those who look after its speed.
    ///
    /// - Parameter sql: The statement; it does not run, so it may come from a file.
    /// - Returns: The steps, in the engine's own words.
    /// - Throws: `StorageError`, also where it is no statement or names a table that is not there.
    package borrowing func queryPlan(of sql: String) throws -> [String] {
        try connection.plan(of: sql)
    }
}

extension Connection {
    func first<Value>(
        _ sql: StaticString,
        _ values: [SQLValue],
        _ read: (borrowing Row) throws -> Value
    ) throws -> Value? {
        var found: Value?
        try run(sql, values) { row in
            found = try read(row)
            return false
        }
        return found
    }

    func all<Value>(
        _ sql: StaticString,
        _ values: [SQLValue],
        _ read: (borrowing Row) throws -> Value
    ) throws -> [Value] {
        var found: [Value] = []
        try run(sql, values) { row in
            found.append(try read(row))
            return true
        }
        return found
    }
}
