import Logging
import Storage
import TestSupport

extension GamesScene {
    /// Changes the games' store that an earlier scene has left in a folder.
    ///
    /// - Parameters:
    ///   - folder: The folder.
    ///   - steps: How many steps of its schema the store has done.
    ///   - change: The change.
    /// - Throws: What the change throws, or `StorageError`.
    static func changeStore(
        in folder: TemporaryFolder,
        steps: Int = 4,
        _ change: @escaping @Sendable (borrowing Transaction) throws -> Void
    ) async throws {
        // As many steps as the service's store has done, so that none is done here.
        let store = try Store.open(
            "sqlite:\(folder.file("games.sqlite"))",
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
