import Dispatch
import Foundation
import Synchronization

/// Flushes the store's file on a thread of its own, so that commits go on meanwhile.
///
/// Nothing that is safe depends on it: SQLite flushes the file itself before it gives up any of
/// the log, and then finds little left to flush.
final class FileFlusher: Sendable {
    private struct State {
        var isBusy = false
        var isClosed = false
        var failure: String?
    }

    /// Open until the store is closed, because closing any descriptor of a file gives up the
    /// locks that the process has on it.
    private let descriptor: CInt
    private let isDurable: Bool
    private let queue = DispatchQueue(label: "store-flusher")
    private let state = Mutex(State())

    /// Opens the file once more.
    ///
    /// - Throws: `StorageError.unreachable`.
    init(path: String, isDurable: Bool) throws {
        self.isDurable = isDurable
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw StorageError.unreachable(String(cString: strerror(errno)))
        }
    }

    /// Whether a flush is under way.
    var isBusy: Bool { state.withLock { $0.isBusy } }

    /// Why a flush has failed; what is in the file is not known then.
    var failure: String? { state.withLock { $0.failure } }

    /// Begins a flush, where the store is flushed at all.
    func begin() {
        guard isDurable else { return }
        state.withLock { $0.isBusy = true }
        queue.async { [self] in
            let failure = fdatasync(descriptor) == 0 ? nil : String(cString: strerror(errno))
            state.withLock { state in
                state.isBusy = false
                state.failure = state.failure ?? failure.map { "the file is not flushed: \($0)" }
            }
        }
    }

    /// Waits for the flush under way.
    func wait() {
        queue.sync {}
    }

    /// Closes the file, the last of all that have it open; a second time does nothing, because the
    /// descriptor's number may be another file's by then.
    func close() {
        queue.sync {
            let isFirst = state.withLock { state in
                defer { state.isClosed = true }
                return !state.isClosed
            }
            if isFirst { _ = Foundation.close(descriptor) }
        }
    }
}
