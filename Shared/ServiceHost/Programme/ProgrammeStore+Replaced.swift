import Primitives
import Storage

extension ProgrammeStore {
    /// The publications after an instant that have replaced a version, in their order.
    ///
    /// - Parameters:
    ///   - start: The instant; nothing that was published at it counts.
    ///   - reads: What the store has.
    /// - Returns: The number of each version that was replaced, and when it was.
    /// - Throws: `StorageError`.
    package func replaced(
        after start: Instant,
        _ reads: borrowing Snapshot
    ) throws -> [(number: Int64, at: Instant)] {
        // As a rule nothing was published meanwhile, which the newest version alone tells.
        guard let newest = try newest(reads), newest.publishedAt > start else { return [] }
        return try reads.all(
            """
            SELECT version, published_at FROM programme
            WHERE published_at > ? AND version > 1 ORDER BY version
            """,
            .int(start.milliseconds)
        ) { (number: $0.int(0) - 1, at: Instant(milliseconds: $0.int(1))) }
    }
}
