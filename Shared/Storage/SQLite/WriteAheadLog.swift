import GRDBSQLite

/// Keeps the write-ahead log short; only the writer folds it into the file.
///
/// A commit never waits for the flush of many folded pages, which lie far apart and take up to
/// 0.1 ms each. Pages are folded in two steps. A reader marks where the log ends; after the next
/// commit SQLite copies what stands before the mark, and does not flush it, because the log that
/// it cannot begin anew still holds it all. The file is then flushed beside the commits. Once
/// little is left, SQLite folds and flushes the rest, and the log begins anew.
///
/// SQLite before 3.51.3 can corrupt a log that a second writer resets.
// Sendable: it is used by the writer's thread alone, and closed when that has ended.
final class WriteAheadLog: @unchecked Sendable {
    /// After how many further pages of 4 KiB they are folded: 8 MiB.
    static let step: Int32 = 2048
    /// From how many pages on the log is to begin anew: 32 MiB.
    static let anewAbove: Int32 = 8192
    /// From how many pages on writes wait until the log has begun anew: 40 MiB.
    static let mustAbove: Int32 = 10_240
    /// From how many pages on they wait until all have ended that read the log: 48 MiB.
    static let atOnceAbove: Int32 = 12_288
    /// To how many bytes the log's file is cut when it begins anew: 64 MiB.
    ///
    /// Else it would stay as long as it ever was, such as after a check of the whole store.
    static let largestFile = 64 << 20
    /// How many pages a commit may wait for: 2 MiB.
    static let few: Int32 = 512
    /// How long readers are waited for, so that the log begins anew.
    private static let shortWaitMs: Int32 = 10
    /// How long readers are waited for above 40 MiB.
    private static let longWaitMs: Int32 = 100
    /// How many pages more there may be before another try while a read lasts long: 32 MiB.
    private static let whileReadLong = 4 * step

    private final class Size {
        var pages: Int32 = 0
    }

    private let size = Size()
    private let connection: SQLiteConnection
    private let marker: SQLiteConnection
    private let flusher: FileFlusher
    private let condition: StoreCondition
    /// How long all readers may take to end, in milliseconds, and whether one may take longer.
    private let atOnceWaitMs: Int32
    private let isReadLong: () -> Bool
    private var isMarked = false
    private var folded: Int32 = 0
    private var nextFold = step
    private var lastPages: Int32 = 0

    /// Begins to count the log's pages.
    ///
    /// - Parameters:
    ///   - connection: The writer's.
    ///   - marker: A reader's, which marks up to where the log is folded.
    ///   - flusher: Flushes the file.
    ///   - condition: Hears whether there is room.
    ///   - readLimit: How long a read may last.
    ///   - isReadLong: Whether a read may last longer, such as a check of the whole store.
    init(
        connection: SQLiteConnection,
        marker: SQLiteConnection,
        flusher: FileFlusher,
        condition: StoreCondition,
        readLimit: Duration,
        isReadLong: @escaping () -> Bool
    ) {
        self.connection = connection
        self.marker = marker
        self.flusher = flusher
        self.condition = condition
        // Reads of the past end first, then those that have begun meanwhile: what begins after that
        // needs the log no more. A read that is over its limit notices it somewhat later.
        let (seconds, attoseconds) = readLimit.components
        let limitMs = seconds * 1_000 + attoseconds / 1_000_000_000_000_000
        atOnceWaitMs = Int32(clamping: 2 * limitMs + Int64(Self.longWaitMs))
        self.isReadLong = isReadLong
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

    /// Folds what has been added to the log, a step after each commit.
    ///
    /// - Returns: Why the store cannot go on, or nil.
    func fold() -> String? {
        let pages = size.pages
        if pages < lastPages {
            folded = 0
            nextFold = Self.step
        }
        lastPages = pages
        if isMarked { return foldToMark(pages) }
        guard pages > nextFold else { return nil }
        let isUrgent = pages > Self.mustAbove
        if isUrgent { flusher.wait() }
        if flusher.isBusy { return nil }
        if let failure = flusher.failure { return failure }
        if isUrgent { return finishAtOnce(pages) }
        if pages > Self.anewAbove, pages - folded <= Self.few {
            return finish(pages, waitingMs: Self.shortWaitMs)
        }
        return mark()
    }

    /// Ends before the writer's connection is closed.
    func close() {
        // Lost is an error of a reader that has nothing to read any more.
        try? marker.close()
    }

    /// Marks the log's end, so that what is folded next is not the whole log.
    private func mark() -> String? {
        do {
            try marker.run("BEGIN", []) { _ in true }
            isMarked = true
            try marker.run("SELECT COUNT(*) FROM sqlite_schema", []) { _ in false }
            return nil
        } catch {
            unmark()
            return (error as? StorageError)?.fatalReason
        }
    }

    private func unmark() {
        isMarked = false
        // Lost is an error of a reader; a mark that stays only keeps the log from being folded.
        try? marker.run("ROLLBACK", []) { _ in true }
    }

    /// Copies into the file what stands before the mark, and has it flushed.
    private func foldToMark(_ pages: Int32) -> String? {
        var done: Int32 = 0
        let code = sqlite3_wal_checkpoint_v2(
            connection.handle,
            nil,
            SQLITE_CHECKPOINT_PASSIVE,
            nil,
            &done
        )
        defer { unmark() }
        // Where readers, or a full disk, kept it from going on, it waits for as much again.
        nextFold = pages + Self.step
        guard code == SQLITE_OK else { return unfolded(code) }
        condition.folded(hadRoom: true)
        if done > folded {
            nextFold = pages > Self.anewAbove ? pages : done + Self.step
            flusher.begin()
        }
        folded = max(folded, done)
        return nil
    }

    /// Begins the log anew before it grows beyond its bound: in the end it waits for all who read.
    ///
    /// What may last longer than a read's limit, such as a check of the whole store, is not waited
    /// for, and the log grows until it is over.
    private func finishAtOnce(_ pages: Int32) -> String? {
        let isReadLong = isReadLong()
        let isLate = pages > Self.atOnceAbove && !isReadLong
        let failure = finish(pages, waitingMs: isLate ? atOnceWaitMs : Self.longWaitMs)
        if folded < pages, isReadLong { nextFold = pages + Self.whileReadLong }
        return failure
    }

    /// Folds and flushes all of the log, so that the next commit begins it anew.
    private func finish(_ pages: Int32, waitingMs: Int32) -> String? {
        sqlite3_busy_timeout(connection.handle, waitingMs)
        defer { sqlite3_busy_timeout(connection.handle, SQLiteConnection.busyMs) }
        let code = sqlite3_wal_checkpoint_v2(
            connection.handle,
            nil,
            SQLITE_CHECKPOINT_RESTART,
            nil,
            nil
        )
        // Readers that kept it from being done are not waited for at each commit.
        nextFold = pages + Self.step
        guard code == SQLITE_OK else { return unfolded(code) }
        condition.folded(hadRoom: true)
        folded = pages
        return nil
    }

    private func unfolded(_ code: Int32) -> String? {
        switch code {
        case SQLITE_BUSY, SQLITE_LOCKED:
            return nil
        case SQLITE_FULL:
            condition.folded(hadRoom: false)
            return nil
        default:
            return StorageError(handle: connection.handle).fatalReason
        }
    }
}
