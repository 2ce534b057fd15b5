import Access
import Calls
import Storage
import TestSupport
import Testing
import Wire

extension BadgesScene {
    /// Changes the badges' store that an earlier scene has left in a folder.
    ///
    /// - Parameters:
    ///   - folder: The folder.
    ///   - change: The change.
    /// - Throws: What the change throws, or `StorageError`.
    static func changeStore(
        in folder: TemporaryFolder,
        _ change: @escaping @Sendable (borrowing Transaction) throws -> Void
    ) async throws {
        try await folder.changeStore("badges.sqlite", change)
    }

    /// The value of a metric that has a label, or of the only one of its name; nil where there is
    /// none.
    func metric(_ name: String, _ label: String = "") async throws -> Int? {
        let text = try await badges.client.send(.get, "/metrics").text
        let line = text.split(separator: "\n").first {
            $0.hasPrefix("\(name){") && (label.isEmpty || $0.contains(label))
        }
        return line?.split(separator: " ").last.flatMap { Double($0) }.map { Int($0) }
    }
}
