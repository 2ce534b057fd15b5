/// Runs a test, and then ends what it works with, whatever has happened.
///
/// - Returns: What the test returns.
/// - Throws: What the test throws.
@discardableResult
package func attempt<Value>(
    _ test: () async throws -> Value,
    finally end: () async -> Void
) async throws -> Value {
    do {
        let value = try await test()
        await end()
        return value
    } catch {
        await end()
        throw error
    }
}
