import Logging
import Storage

extension TemporaryFolder {
    /// Changes a store that a service has left in the folder.
    ///
    /// - Parameters:
    ///   - name: The name of its file.
    ///   - change: The change.
    /// - Throws: What the change throws, or `StorageError`.
    package func changeStore(
        _ name: String,
        _ change: @escaping @Sendable (borrowing Transaction) throws -> Void
    ) async throws {
        let store = try openStore(name)
        try await attempt {
            try await store.write { try change($0) }
        } finally: {
            await store.close()
        }
    }

    /// Opens a store with as many steps of its schema as it has done, so that none is done here.
    private func openStore(_ name: String) throws -> Store {
        do {
            return try openStore(name, steps: 1)
        } catch StorageError.newer(let steps, _) {
            return try openStore(name, steps: steps)
        }
    }

    private func openStore(_ name: String, steps: Int) throws -> Store {
        try Store.open(
            "sqlite:\(file(name))",
            migrations: (1...max(1, steps)).map { Migration($0, []) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }
}
