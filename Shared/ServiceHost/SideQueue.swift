import Dispatch

/// Where work is done that takes too long for the threads that serve requests, one piece at a time.
package struct SideQueue: Sendable {
    private let queue: DispatchQueue

    /// Makes a queue for one kind of work.
    ///
    /// - Parameter name: What the work is.
    package init(_ name: String) {
        queue = DispatchQueue(label: name, qos: .utility)
    }

    /// Does a piece of work when those before it are done.
    ///
    /// - Returns: What it returns.
    /// - Throws: What it throws.
    package func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: work)) }
        }
    }
}
