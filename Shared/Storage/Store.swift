import Logging

/// One service's store: commands are committed in groups, reads see a consistent snapshot.
package final class Store: Sendable {
    /// How a store is opened.
    package struct Configuration: Sendable {
        /// How many commands may wait before more are refused.
        package var largestQueue = 8192
        /// How long one read may last.
        package var readLimit = Duration.seconds(1)
        /// Runs in each group that has written, just before it is committed.
        package var beforeCommit: @Sendable (borrowing Transaction) throws -> Void = { _ in }
        /// Hears what the store does.
        package var observer = StoreObserver.none
        /// Whether `fdatasync` is called for each commit; off only to show that tests notice.
        package var isDurable = true
        /// In which order a group is committed and answered; changed only to show that tests
        /// notice.
        package var settle: Settle = { commit, answer in
            commit()
            answer()
        }

        /// The usual way.
        package init() {}
    }

    /// Settles a group that has run: calls `commit`, then `answer`, each once.
    package typealias Settle =
        @Sendable (_ commit: () -> Void, _ answer: () -> Void) -> Void

    /// The weight of a command that is committed in a group of its own, so that no other command
    /// waits for a long one that stands behind it.
    package static let wholeGroup = GroupWriter.largestGroup

    private let engine: SQLiteEngine

    private init(engine: SQLiteEngine) {
        self.engine = engine
    }

    /// Opens a store, making or migrating it where needed.
    ///
    /// - Parameters:
    ///   - address: `sqlite:PATH`.
    ///   - migrations: The steps of its schema, in order.
    ///   - configuration: How it behaves.
    ///   - logger: Hears what was found at the start.
    /// - Returns: The open store.
    /// - Throws: `StorageError`: `.inUse`, `.newer`, `.unusable`, `.damaged`, `.unknownAddress` or
    ///   `.fault`.
    package static func open(
        _ address: String,
        migrations: [Migration],
        configuration: Configuration = .init(),
        logger: Logger
    ) throws -> Store {
        guard address.hasPrefix("sqlite:"), address.utf8.count > 7 else {
            throw StorageError.unknownAddress(address)
        }
        return Store(
            engine: try SQLiteEngine(
                path: String(address.dropFirst(7)),
                migrations: migrations,
                configuration: configuration,
                logger: logger
            )
        )
    }

    /// Runs a command and answers after it is on disk.
    ///
    /// - Parameters:
    ///   - weight: How many operations it counts for in its group, from 1 on.
    ///   - deadline: After it, work that has not begun is dropped.
    ///   - body: The command; it may be run again from its start.
    /// - Returns: What the body returned when it was committed.
    /// - Throws: What the body threw, or `StorageError`.
    package func write<Value: Sendable>(
        weight: Int = 1,
        deadline: ContinuousClock.Instant? = nil,
        _ body: @escaping @Sendable (borrowing Transaction) throws -> Value
    ) async throws -> Value {
        try await withUnsafeThrowingContinuation { continuation in
            engine.writer.enqueue(
                PendingWrite(
                    weight: weight,
                    deadline: deadline,
                    body: body,
                    continuation: continuation
                )
            )
        }
    }

    /// Runs a short read on the calling thread, on a snapshot of its own.
    ///
    /// - Parameters:
    ///   - limits: How many times the read limit it may last; more than one only for what cannot be
    ///     read in parts, as meanwhile the log may grow beyond its bound.
    ///   - body: The read.
    /// - Returns: What the body returned.
    /// - Throws: What the body threw, or `StorageError`: `.timeIsOver` after that time.
    package func read<Value>(
        lasting limits: Int = 1,
        _ body: (borrowing Snapshot) throws -> Value
    ) throws -> Value {
        do {
            return try engine.readers.read(lasting: limits, body)
        } catch let error as StorageError where error.isFatal {
            engine.condition.readMet(error)
            throw error
        }
    }

    /// How many commands wait for the writer.
    package var queueDepth: Int { engine.writer.depth }

    /// Checks the whole store for damage while it is in use; that may take seconds and more.
    ///
    /// - Returns: What is wrong, in the engine's words; empty where the store is sound.
    /// - Throws: `StorageError`: `.overloaded` while another check is under way, or `.closed`.
    package func check() async throws -> [String] {
        try await engine.checker.check()
    }

    /// Finishes what was accepted, then closes the store.
    package func close() async {
        await engine.close()
    }
}
