import Foundation
import GRDBSQLite
import Synchronization

/// Checks a store while it is in use, one check at a time, on a connection and a thread of its
/// own.
final class StoreChecker: Sendable {
    private struct State {
        var isBusy = false
        var isClosed = false
        /// The address of the connection of the check that is under way.
        var connection: UInt?
    }

    private let path: String
    private let state = Mutex(State())
    private let ended = DispatchSemaphore(value: 0)

    init(path: String) {
        self.path = path
    }

    /// Whether a check is under way, which reads one snapshot all the while.
    var isBusy: Bool { state.withLock { $0.isBusy } }

    /// What is wrong with the file; empty where it is sound.
    ///
    /// - Throws: `StorageError`: `.overloaded` while another check is under way, `.closed`, or
    ///   what kept the check from being made.
    func check() async throws -> [String] {
        try begin()
        // It takes seconds and more, so it has a thread of its own, not one of Swift's.
        return try await withUnsafeThrowingContinuation { continuation in
            Thread.detachNewThread { [self] in
                let result = Result { try faults() }
                end()
                continuation.resume(with: result)
            }
        }
    }

    /// Takes no further check, breaks off the one that is under way, and returns when it has
    /// ended.
    func close() {
        // One that has not taken its first step yet does not feel an interruption.
        while breakOff(), ended.wait(timeout: .now() + .milliseconds(10)) == .timedOut {}
    }

    /// Interrupts the check that is under way, and says whether there is one.
    private func breakOff() -> Bool {
        state.withLock { state in
            state.isClosed = true
            if let handle = state.connection.flatMap({ OpaquePointer(bitPattern: $0) }) {
                sqlite3_interrupt(handle)
            }
            return state.isBusy
        }
    }

    private func begin() throws {
        try state.withLock { state in
            if state.isClosed { throw StorageError.closed }
            if state.isBusy { throw StorageError.overloaded }
            state.isBusy = true
        }
    }

    private func end() {
        let mustSignal = state.withLock { state in
            state.isBusy = false
            return state.isClosed
        }
        if mustSignal { ended.signal() }
    }

    private func faults() throws -> [String] {
        do {
            let connection = try SQLiteConnection(path: path, isReadOnly: true, cachePages: -4096)
            defer {
                state.withLock { $0.connection = nil }
                // Lost is the error of closing a connection that has written nothing.
                try? connection.close()
            }
            try state.withLock { state in
                if state.isClosed { throw StorageError.closed }
                state.connection = connection.handle.map { UInt(bitPattern: $0) }
            }
            let verdict = try connection.all("PRAGMA quick_check", []) { $0.text(0) }
            return verdict == ["ok"] ? [] : verdict
        } catch StorageError.damaged(let reason) {
            // Damage may also be so bad that the check itself cannot go on.
            return [reason]
        } catch StorageError.timeIsOver {
            throw StorageError.closed
        }
    }
}
