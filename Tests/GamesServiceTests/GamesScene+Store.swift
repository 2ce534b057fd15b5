import Storage
import TestSupport

extension GamesScene {
    /// Changes the games' store that an earlier scene has left in a folder.
    ///
    /// - Parameters:
    ///   - folder: The folder.
    ///   - change: The change.
    /// - Throws: What the change throws, or `StorageError`.
    static func changeStore(
        in folder: TemporaryFolder,
        _ change: @escaping @Sendable (borrowing Transaction) throws -> Void
    ) async throws {
        try await folder.changeStore("games.sqlite", change)
    }
}
