import Foundation
import Logging
import Synchronization

/// The embedded store: one file, one process, one writer, many readers.
final class SQLiteEngine: Sendable {
    let writer: GroupWriter
    let readers: ReaderPool
    let checker: StoreChecker
    let condition: StoreCondition
    private let connection: SQLiteConnection
    private let log: WriteAheadLog
    private let flusher: FileFlusher
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
        let file = try StoreFile(path: path)
        lock = Mutex(try StoreLock(of: file))
        condition = StoreCondition(logger: logger)
        connection = try Self.open(
            file,
            migrations: migrations,
            isDurable: configuration.isDurable,
            logger: logger
        )
        readers = ReaderPool(path: file.place, limit: configuration.readLimit)
        checker = StoreChecker(path: file.place)
        let marker = try SQLiteConnection(path: file.place, isReadOnly: true, cachePages: -64)
        flusher = try FileFlusher(path: file.place, isDurable: configuration.isDurable)
        log = WriteAheadLog(
            connection: connection,
            marker: marker,
            flusher: flusher,
            condition: condition,
            readLimit: configuration.readLimit,
            isReadLong: { [checker, readers] in checker.isBusy || readers.hasLasting }
        )
        writer = GroupWriter(
            connection: connection,
            log: log,
            configuration: configuration,
            condition: condition
        )
    }

    /// Finishes what was accepted, then closes the file.
    func close() async {
        // Closing waits for a last commit, so it has a thread of its own, not one of Swift's.
        await withUnsafeContinuation { continuation in
            Thread.detachNewThread { [self] in
                writer.close()
                readers.close()
                checker.close()
                log.close()
                // Lost is an error after the last commit: the WAL stays and is read at the start.
                try? connection.close()
                flusher.close()
                lock.withLock { $0 = nil }
                continuation.resume()
            }
        }
    }
}
