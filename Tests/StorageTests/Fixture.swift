import Dispatch
import Logging
import Storage
import Synchronization
import TestSupport

extension Migration {
    /// Notes, each with an id of its own.
    static let notes = Migration(
        1,
        ["CREATE TABLE note (id {int} NOT NULL PRIMARY KEY, text {text} NOT NULL) {strict}"]
    )
}

extension Logger {
    /// A log that nobody reads.
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

/// Opens a store in a folder of its own for one test, and closes it whatever happens.
func withStore(
    migrations: [Migration] = [.notes],
    adjusting adjust: (inout Store.Configuration) -> Void = { _ in },
    _ test: (_ store: Store, _ path: String) async throws -> Void
) async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("store")
    let store = try Store.opened(path, migrations: migrations, adjusting: adjust)
    try await attempt {
        try await test(store, path)
    } finally: {
        await store.close()
    }
    withExtendedLifetime(folder) {}
}

extension Store {
    /// Opens the store of a file.
    static func opened(
        _ path: String,
        migrations: [Migration] = [.notes],
        adjusting adjust: (inout Store.Configuration) -> Void = { _ in }
    ) throws -> Store {
        var configuration = Configuration()
        adjust(&configuration)
        return try open(
            "sqlite:\(path)",
            migrations: migrations,
            configuration: configuration,
            logger: .silent
        )
    }

    /// Adds a note.
    func add(_ id: Int64, _ text: String = "a note") async throws {
        try await write { try $0.add(id, text) }
    }

    /// The ids of all notes, as committed.
    func ids() throws -> [Int64] {
        try read { try $0.all("SELECT id FROM note ORDER BY id") { $0.int(0) } }
    }

    /// Hands over a command, which stands in the queue when this returns.
    func enqueue<Value: Sendable>(
        weight: Int = 1,
        deadline: ContinuousClock.Instant? = nil,
        _ body: @escaping @Sendable (borrowing Transaction) throws -> Value
    ) -> Task<Value, any Error> {
        Task.immediate { try await self.write(weight: weight, deadline: deadline, body) }
    }
}

extension Transaction {
    /// Adds a note.
    borrowing func add(_ id: Int64, _ text: String = "a note") throws {
        try execute("INSERT INTO note (id, text) VALUES (?, ?)", .int(id), .text(text))
    }
}

/// Holds the store's writer inside a command, so that what comes next waits and is gathered.
final class HeldWriter: Sendable {
    private let opening = DispatchSemaphore(value: 0)
    private let command: Task<Void, any Error>

    /// Returns when the writer stands inside the command, behind what it does first.
    init(
        of store: Store,
        after first: @escaping @Sendable (borrowing Transaction) throws -> Void = { _ in }
    ) async {
        let (reached, report) = AsyncStream.makeStream(of: Void.self)
        command = store.enqueue { [opening] transaction in
            try first(transaction)
            report.finish()
            opening.wait()
        }
        for await _ in reached {}
    }

    /// Lets the writer go on, and returns when its command is committed.
    func release() async throws {
        opening.signal()
        try await command.value
    }
}

/// Hears what a store reports.
final class Listener: Sendable {
    private let heard = Mutex((groups: [Int](), failures: [String]()))

    /// The number of commands in each group that was committed.
    var groups: [Int] { heard.withLock { $0.groups } }

    /// Why the store could not go on.
    var failures: [String] { heard.withLock { $0.failures } }

    /// What a store is configured with.
    var observer: StoreObserver {
        StoreObserver(
            committed: { count, _ in self.heard.withLock { $0.groups.append(count) } },
            failed: { reason in self.heard.withLock { $0.failures.append(reason) } }
        )
    }
}

/// Counts, from any thread.
final class Counter: Sendable {
    private let number = Atomic<Int>(0)

    /// How often it was counted up.
    var value: Int { number.load(ordering: .sequentiallyConsistent) }

    /// Counts one up.
    func increment() { number.add(1, ordering: .sequentiallyConsistent) }
}

/// An error of a command's own.
struct Refused: Error, Equatable {
    let reason: String
}

extension Result where Failure == any Error {
    /// The store's error, or nil where there is none.
    var storageError: StorageError? {
        if case .failure(let error) = self { error as? StorageError } else { nil }
    }

    /// Whether it failed because a statement is wrong or broke a constraint.
    var isFault: Bool {
        if case .fault = storageError { true } else { false }
    }

    /// Whether it failed because the store is damaged.
    var isDamaged: Bool {
        if case .damaged = storageError { true } else { false }
    }
}

/// What a call that may throw came to.
func outcome<Value>(of call: () async throws -> Value) async -> Result<Value, any Error> {
    do {
        return .success(try await call())
    } catch {
        return .failure(error)
    }
}
