import Primitives
import Storage

/// What a service has to do when its time comes, whether anybody asks or not.
///
/// The background job does it under the system's clock, a run of the test clock under that one;
/// no answer of the service may depend on its having been done.
package struct DueWork: Sendable {
    /// The earliest instant at which something may be due, or nil where nothing is.
    package let next: @Sendable (borrowing Snapshot) throws -> Instant?
    /// Settles what is due at or before an instant for at most so many members, earliest first,
    /// and returns how many members it settled: 0 means that nothing is left.
    package let settle: @Sendable (Instant, Int, borrowing Transaction) throws -> Int
    /// Whether the store has no business in it yet: no transfer, no event.
    package let isNew: @Sendable (borrowing Snapshot) throws -> Bool
    /// When the newest row was written, or nil where there is none.
    package let newest: @Sendable (borrowing Snapshot) throws -> Instant?
    /// How many rows are owed to neighbours and not yet settled.
    package let owed: @Sendable (borrowing Snapshot) throws -> Int64
    /// Makes what a new store has, its published programmes above all, as old as an instant to
    /// which its clock is set back.
    package let rewind: @Sendable (Instant, borrowing Transaction) throws -> Void

    /// Describes what comes due in a service.
    ///
    /// - Parameters:
    ///   - next: The earliest instant at which something may be due, or nil.
    ///   - settle: Settles what is due at or before the instant, for at most so many members;
    ///     returns for how many it did.
    ///   - isNew: Whether the store has no business in it yet.
    ///   - newest: When the newest row was written, or nil where there is none.
    ///   - owed: How many rows are owed to neighbours and not yet settled.
    ///   - rewind: Takes what a new store has back to an instant.
    package init(
        next: @escaping @Sendable (borrowing Snapshot) throws -> Instant?,
        settle: @escaping @Sendable (Instant, Int, borrowing Transaction) throws -> Int,
        isNew: @escaping @Sendable (borrowing Snapshot) throws -> Bool,
        newest: @escaping @Sendable (borrowing Snapshot) throws -> Instant? = { _ in nil },
        owed: @escaping @Sendable (borrowing Snapshot) throws -> Int64 = { _ in 0 },
        rewind: @escaping @Sendable (Instant, borrowing Transaction) throws -> Void = { _, _ in }
    ) {
        self.next = next
        self.settle = settle
        self.isNew = isNew
        self.newest = newest
        self.owed = owed
        self.rewind = rewind
    }

    /// Nothing ever comes due; the store counts as one that has business in it.
    package static let none = DueWork(
        next: { _ in nil },
        settle: { _, _, _ in 0 },
        isNew: { _ in false }
    )

    /// For how many members at most a commit settles what is due.
    static let largestBatch = 500
}
