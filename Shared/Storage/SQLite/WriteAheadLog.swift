import GRDBSQLite

/// Keeps the write-ahead log short; only the writer folds it into the file.
///
/// SQLite before 3.51.3 can corrupt a log that a second writer resets.
final class WriteAheadLog {
    /// After how many further pages of 4 KiB they are folded: 8 MiB.
    ///
    /// All writes wait while folded pages are flushed; in a large file 32 MiB of them, which lie
    /// far apart, took up to 0.8 s.
    static let step: Int32 = 2048
    /// From how many pages on readers are waited for, so that the log begins anew: 32 MiB.
    static let restartAbove: Int32 = 8192
    /// How long short reads are waited for, so that what is folded is complete and flushed.
    private static let shortWaitMs: Int32 = 10
    /// How long readers are waited for above 32 MiB; writes wait too.
    private static let longWaitMs: Int32 = 100

    private final class Size {
        var pages: Int32 = 0
    }

    private let size = Size()

    private let connection: SQLiteConnection
    private let condition: StoreCondition
    private var nextFold = step
    private var lastPages: Int32 = 0

    /// Begins to count the log's pages.
    init(connection: SQLiteConnection, condition: StoreCondition) {
        self.connection = connection
        self.condition = condition
        _ = sqlite3_wal_hook(
            connection.handle,
            { context, _, _, pages in
                if let context {
                    Unmanaged<Size>.fromOpaque(context).takeUnretainedValue().pages = pages
                }
                return SQLITE_OK
            },
            Unmanaged.passUnretained(size).toOpaque()
        )
    }

    /// Folds what has been added to the log; where no reader needs the log any more, the next
    /// commit begins it anew.
    ///
    /// - Returns: Why the store cannot go on, or nil.
    func fold() -> String? {
        let pages = size.pages
        if pages < lastPages { nextFold = Self.step }
        lastPages = pages
        guard pages > nextFold else { return nil }
        // Whatever comes of it, the next attempt waits for as much again.
        nextFold = pages.addingReportingOverflow(Self.step).partialValue
        let mustRestart = pages > Self.restartAbove
        switch checkpoint(mustRestart) {
        case SQLITE_OK:
            condition.folded(hadRoom: true)
            return nil
        case SQLITE_BUSY, SQLITE_LOCKED:
            // A long reader, such as a check of the whole store, is not waited for at each step.
            if mustRestart { nextFold = pages.addingReportingOverflow(4 * Self.step).partialValue }
            return nil
        case SQLITE_FULL:
            condition.folded(hadRoom: false)
            return nil
        default:
            return StorageError(handle: connection.handle).fatalReason
        }
    }

    private func checkpoint(_ mustRestart: Bool) -> Int32 {
        sqlite3_busy_timeout(connection.handle, mustRestart ? Self.longWaitMs : Self.shortWaitMs)
        defer { sqlite3_busy_timeout(connection.handle, SQLiteConnection.busyMs) }
        return sqlite3_wal_checkpoint_v2(
            connection.handle,
            nil,
            mustRestart ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_FULL,
            nil,
            nil
        )
    }
}
