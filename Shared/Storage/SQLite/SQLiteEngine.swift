import Foundation
import Glibc
import GRDBSQLite
import Logging
import Synchronization

/// The embedded store: one file, one process, one writer, many readers.
final class SQLiteEngine: Sendable {
    let writer: GroupWriter
    let readers: ReaderPool
    let checker: StoreChecker
    private let connection: SQLiteConnection
    private let lock: Mutex<StoreLock?>

    /// Opens, checks and migrates the file.
    ///
    /// - Throws: `StorageError`.
    init(
        path: String,
        migrations: [Migration],
        configuration: Store.Configuration,
        logger: Logger
    ) throws {
        lock = Mutex(try StoreLock(path: path))
        let wasClosed = !Self.hasContent(path + "-wal")
        connection = try SQLiteConnection(
            path: path,
            isReadOnly: false,
            cachePages: -32_768,
            isDurable: configuration.isDurable
        )
        if !wasClosed { try Self.check(connection, path: path, logger: logger) }
        try Self.migrate(connection, migrations)
        readers = ReaderPool(path: path, limit: configuration.readLimit)
        checker = StoreChecker(path: path)
        writer = GroupWriter(connection: connection, configuration: configuration)
    }

    /// Finishes what was accepted, then closes the file.
    func close() async {
        // Closing waits for a last commit, so it has a thread of its own, not one of Swift's.
        await withUnsafeContinuation { continuation in
            Thread.detachNewThread { [self] in
                writer.close()
                readers.close()
                checker.close()
                // Lost is an error after the last commit: the WAL stays and is read at the start.
                try? connection.close()
                lock.withLock { $0 = nil }
                continuation.resume()
            }
        }
    }

    /// Checks a store that was not closed properly.
    private static func check(
        _ connection: SQLiteConnection,
        path: String,
        logger: Logger
    ) throws {
        logger.notice("the store was not closed properly; it is being checked")
        let verdict = try connection.text(engineSQL: "PRAGMA quick_check(1)")
        guard verdict == "ok" else {
            throw StorageError.damaged("\(path): \(verdict ?? "quick_check said nothing")")
        }
        logger.notice("the store is sound")
    }

    private static func migrate(
        _ connection: SQLiteConnection,
        _ migrations: [Migration]
    ) throws {
        for table in [Migration.ownTables, Migration.testClock] {
            try connection.execute(engineSQL: SQLiteDialect.render(table))
        }
        let done = try connection.first(
            "SELECT COALESCE(MAX(number), 0) FROM migration",
            []
        ) { Int($0.int(0)) }
        guard let done, done <= migrations.count else {
            throw StorageError.newer(store: done ?? 0, known: migrations.count)
        }
        for migration in migrations.dropFirst(done) {
            try connection.run("BEGIN IMMEDIATE", []) { _ in true }
            do {
                for statement in [Migration.keyedReplies] + migration.statements {
                    try connection.execute(engineSQL: SQLiteDialect.render(statement))
                }
                try connection.run(
                    "INSERT INTO migration (number) VALUES (?)",
                    [.int(Int64(migration.number))]
                ) { _ in true }
                try connection.run("COMMIT", []) { _ in true }
            } catch {
                // Lost is a second error; closing the connection undoes the transaction too.
                try? connection.run("ROLLBACK", []) { _ in true }
                throw error
            }
        }
    }

    private static func hasContent(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_size > 0
    }
}
