import GRDBSQLite
import Logging

extension SQLiteEngine {
    /// Tables of which the first are made before all others, so that a start that was cut short
    /// has no other.
    private static let firstTables: Set<String> = ["migration", "test_clock", "operator_action"]

    /// Opens a store's file, checks it where it was not closed, and brings it up to date.
    ///
    /// What is refused stays as it is, its log included.
    ///
    /// - Throws: `StorageError`.
    static func open(
        _ file: StoreFile,
        migrations: [Migration],
        isDurable: Bool,
        logger: Logger
    ) throws -> SQLiteConnection {
        do {
            try file.admitHeader()
            let wasClosed = !file.hasLog
            if !wasClosed { try admitLog(of: file, logger) }
            let connection = try SQLiteConnection(
                path: file.place,
                isReadOnly: false,
                cachePages: -32_768,
                isDurable: isDurable
            )
            do {
                let done = try admitTables(of: connection, file, known: migrations.count, logger)
                try connection.execute(engineSQL: "PRAGMA journal_mode = WAL")
                if !wasClosed {
                    try check(connection, logger)
                    try fold(connection, logger)
                }
                try migrate(connection, migrations, done: done)
                // A step over all rows leaves a log that the first commits would wait for.
                if done > 0, done < migrations.count { try fold(connection, logger) }
            } catch {
                connection.distrust()
                throw error
            }
            return connection
        } catch let error as StorageError {
            throw error.whileOpening(file.path)
        }
    }

    /// Refuses a log whose damage would lose what had been acknowledged.
    private static func admitLog(of file: StoreFile, _ logger: Logger) throws {
        let scan: LogScan
        do {
            scan = try LogScan(path: file.log)
        } catch {
            throw StorageError.unreachable("its write-ahead log cannot be read")
        }
        guard let place = scan.damagedAt, scan.commitsBehind > 0 else { return }
        guard scan.losesCommits else {
            logger.warning(
                "the last commit in the log was not finished, or is damaged, and is left out"
            )
            return
        }
        throw StorageError.damaged(
            "the write-ahead log \(file.log) is damaged at byte \(place), and commits that stand "
                + "behind it would be lost; restore the log, or cut it there to go on without them"
        )
    }

    /// Refuses the tables of another application, and those of a newer version.
    ///
    /// - Returns: How many migrations are done.
    private static func admitTables(
        of connection: SQLiteConnection,
        _ file: StoreFile,
        known: Int,
        _ logger: Logger
    ) throws -> Int {
        let tables = Set(
            try connection.all(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
                []
            ) { $0.text(0) }
        )
        guard tables.contains("migration") else {
            guard tables.isEmpty else {
                throw StorageError.unusable(
                    path: file.path,
                    reason: "it is the database of another application"
                )
            }
            logger.notice("a new store is made", metadata: ["path": "\(file.place)"])
            return 0
        }
        let done = try connection.first(
            "SELECT COALESCE(MAX(number), 0) FROM migration",
            []
        ) { Int(clamping: $0.int(0)) }
        guard tables.isSubset(of: firstTables) || tables.contains("keyed_reply") else {
            throw StorageError.unusable(
                path: file.path,
                reason: "it is the database of another application"
            )
        }
        guard let done, done <= known else {
            throw StorageError.newer(store: done ?? 0, known: known)
        }
        return done
    }

    /// Checks a store that was not closed properly.
    private static func check(_ connection: SQLiteConnection, _ logger: Logger) throws {
        logger.notice("the store was not closed properly; it is being checked")
        let verdict = try connection.text(engineSQL: "PRAGMA quick_check(1)")
        guard verdict == "ok" else {
            throw StorageError.damaged(verdict ?? "quick_check said nothing")
        }
        logger.notice("the store is sound")
    }

    /// Folds the log into the file, before anything follows it.
    ///
    /// After a flush that failed the system may show bytes that never reached the disk; written
    /// to the file and flushed once more, they have.
    private static func fold(_ connection: SQLiteConnection, _ logger: Logger) throws {
        let code = sqlite3_wal_checkpoint_v2(
            connection.handle,
            nil,
            SQLITE_CHECKPOINT_TRUNCATE,
            nil,
            nil
        )
        guard code != SQLITE_OK else { return }
        let error = StorageError(handle: connection.handle)
        guard error == .full else { throw error }
        logger.error("the disk is full: the log of the last run is not folded into the store")
    }

    private static func migrate(
        _ connection: SQLiteConnection,
        _ migrations: [Migration],
        done: Int
    ) throws {
        for table in [Migration.ownTables, Migration.testClock, Migration.operatorActions] {
            try connection.execute(engineSQL: SQLiteDialect.render(table))
        }
        for migration in migrations.dropFirst(done) {
            try connection.begin()
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
}
