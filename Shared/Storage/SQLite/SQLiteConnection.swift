import CSQLite
import Foundation
import GRDB
import GRDBSQLite

/// One connection to the file, with its prepared statements.
///
/// Opening, preparing and closing are GRDB's; binding and stepping are done on the statement
/// itself, because a durable credit must not pay for a queue and an existential a column.
// Sendable: the writer's thread alone uses its connection; a reader's is lent to one read at a
// time by the pool.
final class SQLiteConnection: @unchecked Sendable {
    /// How long a lock is waited for.
    static let busyMs: Int32 = 2000

    private let queue: DatabaseQueue
    /// The handle of the C interface, until the connection is closed.
    private(set) var handle: OpaquePointer?
    private var statements: [UnsafePointer<UInt8>: Statement] = [:]
    private let bound = BoundValues()
    private let isReadOnly: Bool
    private var memory = ReadMemory()
    private var hasBegun = false
    /// Why SQLite has undone a transaction by itself; until the next one begins no statement
    /// runs, because none may run outside of one.
    private(set) var undone: StorageError?

    /// Opens the file.
    ///
    /// - Throws: `StorageError`.
    init(path: String, isReadOnly: Bool, cachePages: Int, isDurable: Bool = true) throws {
        self.isReadOnly = isReadOnly
        var configuration = GRDB.Configuration()
        configuration.readonly = isReadOnly
        configuration.busyMode = .timeout(Double(Self.busyMs) / 1000)
        // Statements are prepared inside transactions that GRDB has not begun.
        configuration.allowsUnsafeTransactions = true
        configuration.label = isReadOnly ? "reader" : "writer"
        configuration.prepareDatabase { database in
            if !isReadOnly {
                try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
                let largest = WriteAheadLog.largestFile
                try database.execute(sql: "PRAGMA journal_size_limit = \(largest)")
            }
            try database.execute(sql: "PRAGMA synchronous = \(isDurable ? "FULL" : "OFF")")
            try database.execute(sql: "PRAGMA mmap_size = 0")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            try database.execute(sql: "PRAGMA cache_size = \(cachePages)")
        }
        Self.configureLibrary
        let address = try Self.address(of: path)
        queue = try translated {
            try DatabaseQueue(path: address, configuration: configuration)
        }
        handle = queue.inDatabase { $0.sqliteConnection }
        // Nobody observes through GRDB, whose hooks expect every step to go through its queue.
        _ = sqlite3_commit_hook(handle, nil, nil)
        _ = sqlite3_rollback_hook(handle, nil, nil)
    }

    /// Set up once in a process, before its first connection.
    private static let configureLibrary: Void = {
        // A refusal means that SQLite is in use already; it then only stays a little slower.
        _ = jifen_sqlite_stop_counting_memory()
    }()

    /// The file's address with the locking of a store that one process owns: the lock is taken
    /// once, and a read costs no system call.
    private static func address(of path: String) throws -> String {
        guard
            let escaped = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed)
        else { throw StorageError.unknownAddress(path) }
        return "file:\(escaped)?vfs=unix-excl"
    }

    /// Begins a transaction that writes.
    func begin() throws {
        undone = nil
        hasBegun = true
        try run("BEGIN IMMEDIATE", []) { _ in true }
    }

    /// Runs SQL that an engine has made.
    func execute(engineSQL sql: String) throws {
        try translated { try queue.inDatabase { try $0.execute(sql: sql) } }
    }

    /// The first value of SQL that an engine has made.
    func text(engineSQL sql: String) throws -> String? {
        try translated { try queue.inDatabase { try String.fetchOne($0, sql: sql) } }
    }

    /// Makes closing leave the write-ahead log alone, because what is on disk is not known.
    func distrust() {
        _ = jifen_sqlite_keep_log_on_close(handle)
    }

    /// Closes the file; the last connection to be closed folds the WAL into it.
    func close() throws {
        handle = nil
        queue.inDatabase { _ in statements = [:] }
        try translated { try queue.close() }
    }
}

extension SQLiteConnection: Connection {
    var changeCount: Int64 { sqlite3_total_changes64(handle) }

    func run(
        _ sql: StaticString,
        _ values: [SQLValue],
        _ visit: (borrowing Row) throws -> Bool
    ) throws {
        if let undone { throw undone }
        let statement = try prepared(sql)
        defer { sqlite3_reset(statement) }
        try bound.bind(values, to: statement) { try step(statement, visit) }
    }

    func remembered<Value>(_ make: () throws -> Value) throws -> Value {
        guard let version = snapshotVersion else { return try make() }
        if let known = memory.value(of: version, as: Value.self) { return known }
        let value = try make()
        memory.keep(value)
        return value
    }

    /// A number that is another one where the store has changed since an earlier read, or nil where
    /// no read has begun.
    private var snapshotVersion: UInt32? {
        guard isReadOnly, let handle, sqlite3_txn_state(handle, nil) == SQLITE_TXN_READ
        else { return nil }
        var version: UInt32 = 0
        let code = sqlite3_file_control(handle, nil, SQLITE_FCNTL_DATA_VERSION, &version)
        return code == SQLITE_OK ? version : nil
    }

    func plan(of sql: String) throws -> [String] {
        guard handle != nil else { throw StorageError.closed }
        let statement = try translated {
            try queue.inDatabase { try $0.makeStatement(sql: "EXPLAIN QUERY PLAN \(sql)") }
        }
        // Parameters without a value count as null.
        defer { sqlite3_reset(statement.sqliteStatement) }
        var steps: [String] = []
        try step(statement.sqliteStatement) { row in
            steps.append(row.text(3))
            return true
        }
        return steps
    }

    private func step(
        _ statement: OpaquePointer,
        _ visit: (borrowing Row) throws -> Bool
    ) throws {
        while true {
            let code = sqlite3_step(statement)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_ROW else { throw failure() }
            guard try visit(Row(statement: statement)) else { return }
        }
    }

    private func failure() -> StorageError {
        let error = StorageError(handle: handle)
        if hasBegun, sqlite3_get_autocommit(handle) != 0 { undone = error }
        return error
    }

    private func prepared(_ sql: StaticString) throws -> OpaquePointer {
        if let statement = statements[sql.utf8Start] { return statement.sqliteStatement }
        guard handle != nil else { throw StorageError.closed }
        let statement = try translated {
            try queue.inDatabase { try $0.makeStatement(sql: "\(sql)") }
        }
        statements[sql.utf8Start] = statement
        return statement.sqliteStatement
    }
}
