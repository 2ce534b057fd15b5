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

    /// Begins to count the log's pages.
    init(connection: SQLiteConnection) {
        self.connection = connection
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
        guard size.pages > Self.foldAbove else { return nil }
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
            return nil
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_FULL: return nil
        default:
            let error = StorageError(handle: connection.handle)
            return error.isFatal ? "\(error)" : nil
        }
    }
}
