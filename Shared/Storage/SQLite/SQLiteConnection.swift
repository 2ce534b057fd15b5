import GRDB
import GRDBSQLite

/// One connection to the file, with its prepared statements.
///
/// Opening, preparing and closing are GRDB's; binding and stepping are done on the statement
/// itself, because a durable credit must not pay for an existential a column.
// Sendable: a connection is used only inside `use`, which GRDB's queue serialises.
final class SQLiteConnection: @unchecked Sendable {
    private let queue: DatabaseQueue
    private var database: Database?
    private var statements: [UnsafePointer<UInt8>: Statement] = [:]

    /// Opens the file.
    ///
    /// - Throws: `StorageError`.
    init(path: String, isReadOnly: Bool, cachePages: Int, isDurable: Bool = true) throws {
        var configuration = GRDB.Configuration()
        configuration.readonly = isReadOnly
        configuration.busyMode = .timeout(2)
        configuration.label = isReadOnly ? "reader" : "writer"
        configuration.prepareDatabase { database in
            if !isReadOnly {
                try database.execute(sql: "PRAGMA journal_mode = WAL")
                try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
            }
            try database.execute(sql: "PRAGMA synchronous = \(isDurable ? "FULL" : "OFF")")
            try database.execute(sql: "PRAGMA mmap_size = 0")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            try database.execute(sql: "PRAGMA cache_size = \(cachePages)")
        }
        queue = try translated { try DatabaseQueue(path: path, configuration: configuration) }
    }

    /// Lends the connection; nothing else uses it meanwhile.
    func use<Value>(_ body: (SQLiteConnection) throws -> Value) throws -> Value {
        try queue.writeWithoutTransaction { database in
            self.database = database
            return try body(self)
        }
    }

    /// The handle of the C interface, inside `use`.
    var handle: OpaquePointer? { database?.sqliteConnection }

    /// Runs SQL that an engine has made, inside `use`.
    func execute(engineSQL sql: String) throws {
        try translated { try database?.execute(sql: sql) }
    }

    /// The first value of SQL that an engine has made, inside `use`.
    func text(engineSQL sql: String) throws -> String? {
        guard let database else { throw StorageError.closed }
        return try translated { try String.fetchOne(database, sql: sql) }
    }

    /// Closes the file; the last connection to be closed folds the WAL into it.
    func close() throws {
        // Lost is only the error of a connection that is closed already.
        _ = try? use { connection in
            connection.statements = [:]
            connection.database = nil
        }
        try translated { try queue.close() }
    }
}

extension SQLiteConnection: Connection {
    var changeCount: Int64 { sqlite3_total_changes64(handle) }

    func run(
        _ sql: StaticString, _ values: [SQLValue], _ visit: (borrowing Row) throws -> Bool
    ) throws {
        let statement = try prepared(sql)
        defer { sqlite3_reset(statement) }
        try bind(values, to: statement)
        while true {
            let code = sqlite3_step(statement)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_ROW else { throw StorageError(handle: handle) }
            guard try visit(Row(statement: statement)) else { return }
        }
    }

    private func prepared(_ sql: StaticString) throws -> OpaquePointer {
        if let statement = statements[sql.utf8Start] { return statement.sqliteStatement }
        guard let database else { throw StorageError.closed }
        let statement = try translated { try database.makeStatement(sql: "\(sql)") }
        statements[sql.utf8Start] = statement
        return statement.sqliteStatement
    }

    private func bind(_ values: [SQLValue], to statement: OpaquePointer) throws {
        var place: Int32 = 0
        for value in values {
            place += 1
            let code =
                switch value {
                case .int(let value): sqlite3_bind_int64(statement, place, value)
                case .text(var text): text.bindText(to: statement, at: place)
                case .blob(let bytes): bytes.bindBlob(to: statement, at: place)
                case .null: sqlite3_bind_null(statement, place)
                }
            guard code == SQLITE_OK else { throw StorageError(handle: handle) }
        }
        guard place == sqlite3_bind_parameter_count(statement) else {
            throw StorageError.fault("a statement has other parameters than values")
        }
    }
}

/// Tells SQLite to copy what it is given.
private let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

extension String {
    fileprivate mutating func bindText(to statement: OpaquePointer, at place: Int32) -> Int32 {
        withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) {
                sqlite3_bind_text(statement, place, $0.baseAddress, Int32($0.count), copied)
            }
        }
    }
}

extension [UInt8] {
    fileprivate func bindBlob(to statement: OpaquePointer, at place: Int32) -> Int32 {
        withUnsafeBytes { bytes in
            bytes.isEmpty
                ? sqlite3_bind_zeroblob(statement, place, 0)
                : sqlite3_bind_blob(
                    statement, place, bytes.baseAddress, Int32(bytes.count), copied)
        }
    }
}
