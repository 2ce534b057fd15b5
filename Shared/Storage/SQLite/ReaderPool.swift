import GRDBSQLite
import Synchronization

/// Read-only connections, each lent to one read at a time; more are opened when all are busy.
final class ReaderPool: Sendable {
    private struct State {
        var idle: [TimedReader] = []
        /// How many reads are under way that may last longer than the limit.
        var lasting = 0
        var isClosed = false
    }

    private let path: String
    private let limit: Duration
    private let state = Mutex(State())

    init(path: String, limit: Duration) {
        self.path = path
        self.limit = limit
    }

    /// Whether a read is under way that may last longer than the limit.
    var hasLasting: Bool { state.withLock { $0.lasting > 0 } }

    /// Runs a read on one snapshot, for so many times the limit at most.
    ///
    /// - Throws: What the body threw, or `StorageError`.
    func read<Value>(
        lasting limits: Int,
        _ body: (borrowing Snapshot) throws -> Value
    ) throws -> Value {
        let reader = try take()
        defer { giveBack(reader) }
        if limits > 1 { state.withLock { $0.lasting += 1 } }
        defer { if limits > 1 { state.withLock { $0.lasting -= 1 } } }
        return try reader.read(limit: limit * max(1, limits), body)
    }

    private func take() throws -> TimedReader {
        let idle = try state.withLock { state -> TimedReader? in
            guard !state.isClosed else { throw StorageError.closed }
            return state.idle.popLast()
        }
        return try idle ?? TimedReader(path: path)
    }

    private func giveBack(_ reader: TimedReader) {
        let isKept = state.withLock { state in
            guard !state.isClosed, state.idle.count < 8 else { return false }
            state.idle.append(reader)
            return true
        }
        if !isKept { reader.close() }
    }

    /// Closes what is idle; what is lent is closed when it comes back.
    func close() {
        let idle = state.withLock { state in
            state.isClosed = true
            defer { state.idle = [] }
            return state.idle
        }
        for reader in idle { reader.close() }
    }
}

/// A read-only connection whose reads end after a while.
// Sendable: the pool lends it to one read at a time.
final class TimedReader: @unchecked Sendable {
    private let connection: SQLiteConnection
    private var end: ContinuousClock.Instant = .now

    init(path: String) throws {
        connection = try SQLiteConnection(path: path, isReadOnly: true, cachePages: -4096)
        sqlite3_progress_handler(
            connection.handle,
            10_000,
            { context in
                guard let context else { return 0 }
                let reader = Unmanaged<TimedReader>.fromOpaque(context).takeUnretainedValue()
                return ContinuousClock.now > reader.end ? 1 : 0
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
    }

    /// Runs a read in a transaction of its own, on the calling thread.
    func read<Value>(
        limit: Duration,
        _ body: (borrowing Snapshot) throws -> Value
    ) throws -> Value {
        end = .now + limit
        try connection.run("BEGIN", []) { _ in true }
        defer {
            // Lost is the error of ending a read, which has changed nothing.
            try? connection.run("COMMIT", []) { _ in true }
        }
        return try body(Snapshot(connection: connection))
    }

    func close() {
        // Lost is the error of closing a connection that has written nothing.
        try? connection.close()
    }
}
