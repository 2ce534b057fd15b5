import GRDBSQLite

/// Keeps the write-ahead log short; only the writer folds it into the file.
///
/// SQLite before 3.51.3 can corrupt a log that a second writer resets.
final class WriteAheadLog {
    /// From how many pages of 4 KiB on the log is folded: 32 MiB.
    static let foldAbove: Int32 = 8192

    private final class Size {
        var pages: Int32 = 0
    }

    private let size = Size()

    private let connection: SQLiteConnection
    private let condition: StoreCondition
    private var nextFold = foldAbove

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

    /// Folds a log that has grown large; what readers still need is folded at a later commit.
    ///
    /// - Returns: Why the store cannot go on, or nil.
    func fold() -> String? {
        guard size.pages > nextFold else { return nil }
        let code = sqlite3_wal_checkpoint_v2(
            connection.handle,
            nil,
            SQLITE_CHECKPOINT_RESTART,
            nil,
            nil
        )
        switch code {
        case SQLITE_OK:
            size.pages = 0
            nextFold = Self.foldAbove
            condition.folded(hadRoom: true)
            return nil
        case SQLITE_BUSY, SQLITE_LOCKED: return nil
        case SQLITE_FULL:
            // Each attempt writes what fits once more, so the next one waits for 4 MiB of log.
            nextFold = size.pages.addingReportingOverflow(1024).partialValue
            condition.folded(hadRoom: false)
            return nil
        default:
            return StorageError(handle: connection.handle).fatalReason
        }
    }
}
