import Logging
import Storage

extension TemporaryFolder {
    /// Changes a store that a service has left in the folder.
    ///
    /// - Parameters:
    ///   - name: The name of its file.
    ///   - steps: How many steps of its schema the store has done, 1 or more.
    ///   - change: The change.
    /// - Throws: What the change throws, or `StorageError`.
    package func changeStore(
        _ name: String,
        steps: Int,
        _ change: @escaping @Sendable (borrowing Transaction) throws -> Void
    ) async throws {
        // As many steps as the service's store has done, so that none is done here.
        let store = try Store.open(
            "sqlite:\(file(name))",
            migrations: (1...steps).map { Migration($0, []) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        do {
            try await store.write { try change($0) }
        } catch {
            await store.close()
            throw error
        }
        await store.close()
    }
}
