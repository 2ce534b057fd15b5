/// Waits for what other threads and processes do by themselves.
package enum Patience {
    /// Waits until something is so.
    ///
    /// - Throws: `CancellationError` where the test's time is over first.
    package static func wait(until condition: () async throws -> Bool) async throws {
        while !(try await condition()) { try await Task.sleep(for: .milliseconds(1)) }
    }
}
