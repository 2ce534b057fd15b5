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
        try await folder.changeStore("games.sqlite", steps: steps, change)
    }
}
