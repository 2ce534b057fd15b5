import Dispatch
import Problems
import Storage
import Synchronization

/// Where work is done that takes too long for the threads that serve requests, one piece at a time.
package final class SideQueue: Sendable {
    /// How many pieces of work may wait, so that nobody waits long, and whoever asks without end
    /// meets a refusal.
    static let most = 64

    private let queue: DispatchQueue
    private let waiting = Atomic(0)

    /// Makes a queue for one kind of work.
    ///
    /// - Parameter name: What the work is.
    package init(_ name: String) {
        queue = DispatchQueue(label: name, qos: .utility)
    }

    /// Does a piece of work when those before it are done, unless its caller has gone by then.
    ///
    /// - Parameters:
    ///   - deadline: After which it is not begun.
    ///   - work: The piece.
    /// - Returns: What it returns.
    /// - Throws: What it throws, `StorageError.timeIsOver` where it was not begun in time, or a
    ///   `Problem` with the slug `rate-limited` where 64 wait.
    package func run<Value: Sendable>(
        until deadline: ContinuousClock.Instant,
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        defer { waiting.subtract(1, ordering: .relaxed) }
        guard waiting.add(1, ordering: .relaxed).newValue <= Self.most else {
            throw Problem(.rateLimited, "too many ask for this at once", retryAfterSeconds: 1)
        }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async {
                let result = Result {
                    guard ContinuousClock.now < deadline else { throw StorageError.timeIsOver }
                    return try work()
                }
                continuation.resume(with: result)
            }
        }
    }
}
